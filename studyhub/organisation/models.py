"""The instance: what an administrator decides for everybody here."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base, Sensitivity, about_nobody

LONGEST_NAME = 80


class Instance(Base):
    """The one row that says how this StudyHub is set up; there is none before /setup was done."""

    __tablename__ = "instance"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", name="name_length"),
        about_nobody("how this place is set up", sensitivity=Sensitivity.BRANCH),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    language: Mapped[str] = mapped_column(String(35), default="en")
    guests_may_read: Mapped[bool] = mapped_column(default=False)
