"""What search looks through: the texts of the latest editions, and the words in them.

It can be made again from the editions at any time; see docs/decisions/0009-search-is-a-table-of-words.md.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base, about_nobody
from studyhub.search.words import LONGEST_WORD


class SearchedModule(Base):
    """A module of a latest edition whose words are in the tables below."""

    __tablename__ = "searched_module"
    __table_args__ = about_nobody("which texts can be searched")

    module_id: Mapped[int] = mapped_column(
        ForeignKey("edition_module.id", ondelete="CASCADE"), primary_key=True
    )
    made_by: Mapped[str] = mapped_column(String(100))  # what made the stems: others need other words
    texts: Mapped[int]  # how many there are
    first_entry: Mapped[int]  # the number of the first that tells of a person, a term or a work


class SearchedText(Base):
    """Something that one reads in a module, as plain text, and where it stands."""

    __tablename__ = "searched_text"
    __table_args__ = about_nobody("the texts of courses, as they are searched")

    module_id: Mapped[int] = mapped_column(
        ForeignKey("searched_module.module_id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)  # in the order of reading
    kind: Mapped[str] = mapped_column(String(10))
    paragraph: Mapped[int]  # which of the module's it is, counted from 1; 0 where it is none
    anchor: Mapped[str]  # an id on the module's page; of an entry, its id in the library
    name: Mapped[str]  # of an entry; empty otherwise
    text: Mapped[str]


class SearchedWord(Base):
    """Where in a module a word is, by its stem."""

    __tablename__ = "searched_word"
    __table_args__ = about_nobody("the words of courses; not what anybody searched for")

    word: Mapped[str] = mapped_column(String(LONGEST_WORD), primary_key=True)
    module_id: Mapped[int] = mapped_column(
        ForeignKey("searched_module.module_id", ondelete="CASCADE"), primary_key=True, index=True
    )
    texts: Mapped[int]  # in how many it is
    places: Mapped[str]  # "3:17,40 5:0": the words 17 and 40 of text 3, and so on, from 0
