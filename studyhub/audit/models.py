"""What was decided: one row for each change of rights or structure, chained, and never changed again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from studyhub.db import NOBODY, Base, about_people, kept

LONGEST_ACT, LONGEST_DETAILS = 40, 1000
UNTIL = "two years have gone by, or you delete your account: the row then stays without you"


class AuditEntry(Base):
    """One decision. Who made it and whom it concerns can be forgotten; what happened cannot be changed.

    The chain covers a seal of each person, made with a random salt: without person and salt the seal tells
    nothing, and the chain still holds.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint(f"length(act) BETWEEN 1 AND {LONGEST_ACT}", name="act_length"),
        CheckConstraint(f"length(details) <= {LONGEST_DETAILS}", name="details_length"),
        about_people("What was decided about rights and branches"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    on: Mapped[date] = mapped_column("day", info=kept("the day", seen_by="those it concerns", until=UNTIL))
    act: Mapped[str] = mapped_column(
        String(LONGEST_ACT), info=kept("what was decided", seen_by="those it concerns", until=UNTIL)
    )
    branch_id: Mapped[int | None] = mapped_column(  # a table of a higher feature; only its name is known here
        ForeignKey("branch.id", ondelete="RESTRICT"),
        index=True,
        info=kept("in which branch", seen_by="those it concerns", until=UNTIL),
    )
    by_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"),
        index=True,
        info=kept("who decided it", seen_by="members of the branch, and its administrators", until=UNTIL),
    )
    about_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"),
        index=True,
        info=kept("whom it concerns", seen_by="you and organisers of the branch", until=UNTIL),
    )
    by_salt: Mapped[str | None] = mapped_column(
        String(32), info=kept("to prove that the row was not changed", seen_by=NOBODY, until=UNTIL)
    )
    about_salt: Mapped[str | None] = mapped_column(
        String(32), info=kept("to prove that the row was not changed", seen_by=NOBODY, until=UNTIL)
    )
    by_seal: Mapped[str] = mapped_column(
        String(64), info=kept("to prove that the row was not changed", seen_by=NOBODY, until=UNTIL)
    )
    about_seal: Mapped[str] = mapped_column(
        String(64), info=kept("to prove that the row was not changed", seen_by=NOBODY, until=UNTIL)
    )
    details: Mapped[str] = mapped_column(
        String(LONGEST_DETAILS),
        info=kept("what exactly, in JSON", seen_by="those it concerns", until=UNTIL),
    )
    hash: Mapped[str] = mapped_column(
        String(64), info=kept("the chain", seen_by=NOBODY, until="this place ends")
    )
