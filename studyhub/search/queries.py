"""Finding what was asked for in the latest editions: at most five statements, whatever is asked.

The database looks words up and nothing else. Which texts have them, and in what order they are shown, is decided
in Python, so that two databases cannot differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, true, tuple_

from studyhub.courses.models import Course, Edition, EditionModule
from studyhub.courses.queries import IS_LATEST
from studyhub.db import db
from studyhub.search.asking import Term
from studyhub.search.found import Found, FoundModule, Hit, Rank
from studyhub.search.matching import Counts, Match, Matches, Wanted, wanted
from studyhub.search.models import SearchedModule, SearchedText, SearchedWord
from studyhub.search.snippets import snippets
from studyhub.search.texts import Kind
from studyhub.search.words import MADE_BY, fold, stems_of, words_of

PAGE = 20  # hits
MOST_ROWS = 300  # of entries: each module that leads to one has its own


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A text that has something of what was asked for."""

    module: FoundModule
    number: int
    match: Match

    @property
    def key(self) -> tuple[int, int]:
        return self.module.id, self.number

    @property
    def is_entry(self) -> bool:
        return self.number >= self.module.first_entry


def find(terms: Sequence[Term], *, course: str | None = None, page: int = 1) -> Found:
    """Find these terms in all courses or in one; page 1, or the last one, where there is no such page."""
    modules = _modules(course)
    asked = _wanted(terms, modules, course=course)
    looked_up = _look_up(asked, modules, course=course)
    count = max((len(one.terms) for one in asked.values()), default=0)  # the same in every language
    if whole := _candidates(looked_up, least=count):
        return _page(whole, course=course, page=page)
    return _nearest(_candidates(looked_up, least=count / 2), count, course=course)


def _page(candidates: Sequence[_Candidate], *, course: str | None, page: int) -> Found:
    entries = _entries([candidate for candidate in candidates if candidate.is_entry], course=course)
    passages = [candidate for candidate in candidates if not candidate.is_entry]
    ranked: list[Hit | _Candidate] = [
        *sorted((hit for hit in entries if hit.rank is Rank.NAMED), key=_kind),
        *(candidate for candidate in passages if candidate.match.is_in_order),
        *(candidate for candidate in passages if not candidate.match.is_in_order),
        *sorted((hit for hit in entries if hit.rank is Rank.TOLD), key=_kind),
    ]
    pages = -(-len(ranked) // PAGE)
    page = min(max(page, 1), pages)
    shown = ranked[(page - 1) * PAGE : page * PAGE]
    texts = _texts([one for one in shown if isinstance(one, _Candidate)], course=course)
    return Found(
        hits=[one if isinstance(one, Hit) else _hit(one, texts[one.key], rank=_rank(one)) for one in shown],
        passages=len(passages),
        modules=len({candidate.module.id for candidate in passages}),
        entries=len(entries),
        page=page,
        pages=pages,
    )


def _nearest(candidates: Sequence[_Candidate], count: int, *, course: str | None) -> Found:
    """Return what has some of so many words, those first whose words say the most."""
    near = sorted(candidates, key=lambda candidate: (-candidate.match.weight, not candidate.is_entry))
    near = near[: 3 * PAGE]  # an entry is in several modules
    texts = _texts(near, course=course)
    hits = [_hit(candidate, texts[candidate.key], rank=Rank.SOME) for candidate in near]
    return Found(
        hits=_each_entry_once(hits)[:PAGE],
        has_most=any(candidate.match.terms * 2 > count for candidate in near),
    )


def _modules(course: str | None) -> list[FoundModule]:
    """The modules that are searched, in the order of the catalogue, which no collation of a database's decides."""
    columns = (
        EditionModule.id,
        EditionModule.slug,
        EditionModule.number,
        EditionModule.title,
        EditionModule.language,
        Course.slug,
        Edition.title,
        Edition.language,
        SearchedModule.texts,
        SearchedModule.first_entry,
        Edition.needs_count,
    )
    rows = db.session.execute(_readable(select(*columns), course)).all()
    ordered = sorted(rows, key=lambda row: (row[10], fold(row[6]), row[5], row[2], row[4] != row[7], row[4]))
    return [FoundModule(*row[:10]) for row in ordered]


def _wanted(
    terms: Sequence[Term], modules: Sequence[FoundModule], *, course: str | None
) -> dict[str, Wanted]:
    languages = sorted({module.language for module in modules})
    stems = {
        stem
        for language in languages
        for term in terms
        for word in term.words
        for stem in stems_of(word, language)
    }
    counted = select(EditionModule.language, SearchedWord.word, func.sum(SearchedWord.texts))
    rows = db.session.execute(
        _readable(counted.join(SearchedModule, SearchedModule.module_id == SearchedWord.module_id), course)
        .where(SearchedWord.word.in_(stems))
        .group_by(EditionModule.language, SearchedWord.word)
    )
    having: dict[str, dict[str, int]] = defaultdict(dict)
    for language, word, count in rows:
        having[language][word] = int(count)
    texts = {
        language: sum(module.texts for module in modules if module.language == language)
        for language in languages
    }
    return wanted(terms, {language: Counts(texts[language], having[language]) for language in languages})


def _look_up(
    asked: Mapping[str, Wanted], modules: Sequence[FoundModule], *, course: str | None
) -> list[tuple[FoundModule, Matches]]:
    """Find where in each module the words are that are wanted in its language."""
    stems = {stem for one in asked.values() for stem in one.stems}
    looked_up = select(SearchedWord.module_id, SearchedWord.word, SearchedWord.places)
    rows = db.session.execute(
        _readable(
            looked_up.join(SearchedModule, SearchedModule.module_id == SearchedWord.module_id), course
        ).where(SearchedWord.word.in_(stems))
    )
    words: dict[int, dict[str, dict[int, frozenset[int]]]] = defaultdict(dict)
    for module_id, word, places in rows:
        words[module_id][word] = _read(places)
    return [
        (module, Matches(asked[module.language], words[module.id]))
        for module in modules
        if module.id in words
    ]


def _candidates(looked_up: Sequence[tuple[FoundModule, Matches]], *, least: float) -> list[_Candidate]:
    """List the texts with at least so many of the words, in the order of the catalogue and of reading."""
    return [
        _Candidate(module, number, match)
        for module, found in looked_up
        for number, match in found.with_terms(least)
    ]


def _read(places: str) -> dict[int, frozenset[int]]:
    texts = (one.split(":") for one in places.split(" "))
    return {int(text): frozenset(map(int, words.split(","))) for text, words in texts}


def _entries(candidates: Sequence[_Candidate], *, course: str | None) -> list[Hit]:
    """Each person, term and work once, as the first module tells of it."""
    candidates = candidates[:MOST_ROWS]
    texts = _texts(candidates, course=course)
    return _each_entry_once(
        [
            _hit(candidate, texts[candidate.key], rank=_rank_of_entry(candidate, texts))
            for candidate in candidates
        ]
    )


def _rank_of_entry(candidate: _Candidate, texts: Mapping[tuple[int, int], Row[*tuple[Any, ...]]]) -> Rank:
    named = len(words_of(texts[candidate.key].name))
    return Rank.NAMED if any(word < named for word in candidate.match.places) else Rank.TOLD


def _kind(hit: Hit) -> int:
    return list(Kind).index(hit.kind)


def _rank(candidate: _Candidate) -> Rank:
    return Rank.IN_ORDER if candidate.match.is_in_order else Rank.ALL


def _each_entry_once(hits: Iterable[Hit]) -> list[Hit]:
    once: dict[object, Hit] = {}
    for at, hit in enumerate(hits):
        once.setdefault((hit.kind, hit.anchor) if hit.is_entry else at, hit)
    return list(once.values())


def _texts(
    candidates: Sequence[_Candidate], *, course: str | None
) -> dict[tuple[int, int], Row[*tuple[Any, ...]]]:
    if not candidates:
        return {}
    columns = (
        SearchedText.module_id,
        SearchedText.number,
        SearchedText.kind,
        SearchedText.paragraph,
        SearchedText.anchor,
        SearchedText.name,
        SearchedText.text,
    )
    wanted_ones = tuple_(SearchedText.module_id, SearchedText.number).in_(
        [candidate.key for candidate in candidates]
    )
    told = select(*columns).join(SearchedModule, SearchedModule.module_id == SearchedText.module_id)
    rows = db.session.execute(_readable(told, course).where(wanted_ones))
    return {(row.module_id, row.number): row for row in rows}


def _hit(candidate: _Candidate, row: Row[*tuple[Any, ...]], *, rank: Rank) -> Hit:
    name, text = snippets(row.name, row.text, places=candidate.match.places)
    return Hit(rank, candidate.module, Kind(row.kind), row.anchor, row.paragraph, name, text)


def _readable(statement: Select[*tuple[Any, ...]], course: str | None) -> Select[*tuple[Any, ...]]:
    """Keep to what readers may open, the latest editions; every statement goes through this."""
    is_asked: ColumnElement[bool] = Course.slug == course if course is not None else true()
    return (
        statement.join(EditionModule, EditionModule.id == SearchedModule.module_id)
        .join(Edition, Edition.id == EditionModule.edition_id)
        .join(Course, IS_LATEST)
        .where(SearchedModule.made_by == MADE_BY, is_asked)
    )
