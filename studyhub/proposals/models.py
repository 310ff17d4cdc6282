"""What one person has asked for and a second must agree to, where two people decide."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.accounts.models import Member
from studyhub.db import Base, UtcDateTime, about_people, kept
from studyhub.organisation.models import Branch, RoleKind

SEEN_BY = "whoever may decide it with them"
UNTIL = "it is decided, or three days have gone by"


class ProposalKind(StrEnum):
    """What is asked for."""

    GIVE_ORGANISER = "give-organiser"
    GIVE_ADMINISTRATOR = "give-administrator"
    TAKE_ORGANISER = "take-organiser"
    TAKE_ADMINISTRATOR = "take-administrator"
    ONE_PERSON = "one-person"  # that from now on one person decides alone

    @property
    def role(self) -> RoleKind | None:
        """Return the role that it is about; None where it is about no role."""
        return None if self is ProposalKind.ONE_PERSON else RoleKind(self.partition("-")[2])

    @property
    def gives(self) -> bool:
        """Say whether somebody would be trusted with more."""
        return self.startswith("give-")


ORGANISING = ("appoint-organiser", "appoint-administrator")
ACTS = {  # rows of the table of acts, one of which whoever asks, and whoever agrees, must have
    ProposalKind.GIVE_ORGANISER: ORGANISING,
    ProposalKind.TAKE_ORGANISER: ORGANISING,
    ProposalKind.GIVE_ADMINISTRATOR: ("appoint-administrator",),
    ProposalKind.TAKE_ADMINISTRATOR: ("appoint-administrator",),
    ProposalKind.ONE_PERSON: ("change-place",),
}


class Proposal(Base):
    """Something that waits for a second person. It never changes: whoever agrees, agrees to what they have read."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('give-organiser', 'give-administrator', 'take-organiser', 'take-administrator', 'one-person')",
            name="kind",
        ),
        CheckConstraint("(kind = 'one-person') = (about_id IS NULL)", name="about_somebody"),
        UniqueConstraint("branch_id", "kind", "about_id"),
        about_people("What you have asked for and a second person must agree to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(  # in addresses: a number would be used again for the next one
        String(32), unique=True, info=kept("to name it in an address", seen_by=SEEN_BY, until=UNTIL)
    )
    asked_by_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        index=True,
        info=kept("who asked", seen_by=SEEN_BY, until=UNTIL),
    )
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branch.id", ondelete="CASCADE"),
        info=kept("for which branch", seen_by=SEEN_BY, until=UNTIL),
    )
    kind: Mapped[str] = mapped_column(
        String(20), info=kept("what was asked for", seen_by=SEEN_BY, until=UNTIL)
    )
    about_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        index=True,
        info=kept("whom it is about", seen_by=SEEN_BY, until=UNTIL),
    )
    role_ends_on: Mapped[date | None] = mapped_column(
        info=kept("the last day of the role", seen_by=SEEN_BY, until=UNTIL)
    )
    asked_on: Mapped[date] = mapped_column(info=kept("the day", seen_by=SEEN_BY, until=UNTIL))
    ends_at: Mapped[datetime] = mapped_column(
        UtcDateTime,
        info=kept("until when somebody may agree", seen_by=SEEN_BY, until=UNTIL, expiry=timedelta()),
    )

    branch: Mapped[Branch] = relationship()
    about: Mapped[Member | None] = relationship(foreign_keys=[about_id])
    asked_by: Mapped[Member] = relationship(foreign_keys=[asked_by_id])
