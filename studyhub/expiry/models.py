"""What clearing up has to remember: when it last ran, and whether the files may still hold what was deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import Base, Sensitivity, UtcDateTime, about_nobody


class Clearing(Base):
    """The one row about clearing up; there is none before it was needed."""

    __tablename__ = "clearing"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        about_nobody("when what was due was last deleted", sensitivity=Sensitivity.BRANCH),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    ran_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # made up anew with each account that is deleted, empty once the files are clean: whoever cleaned them can
    # tell whether another was deleted meanwhile
    to_scrub: Mapped[str] = mapped_column(String(16), default="")
