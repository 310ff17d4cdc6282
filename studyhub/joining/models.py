"""Invitations to a branch, who came by them, and who asks to be let in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from studyhub.accounts.models import LONGEST_NAME, Member
from studyhub.db import NOBODY, Base, UtcDateTime, about_people, kept
from studyhub.organisation.models import Branch, Membership

LINK, POSTER = "link", "poster"
ON_A_SLIP = ""  # the salt of a link that nobody can make anew
LONGEST_LINE = 120  # what an organiser adds to a poster


class Invitation(Base):
    """A way into a branch: a private link, by which one joins at once, or a poster code, by which one asks to join.

    The code itself is not here: it is made anew from the salt and the secret key for whoever may see it, and
    known again by its hash. Somebody with the database alone can neither join nor ask. Of a link on a slip of paper
    there is no salt: it was shown once, and nobody can show it again.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("kind IN ('link', 'poster')", name="kind"),
        CheckConstraint("uses >= 0 AND (most_uses IS NULL OR uses <= most_uses)", name="uses_within_most"),
        CheckConstraint(f"length(line) <= {LONGEST_LINE}", name="line_length"),
        about_people("Invitations you have made"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branch.id", ondelete="RESTRICT"),
        index=True,
        info=kept("into which branch", seen_by="organisers of the branch", until="the branch ends"),
    )
    kind: Mapped[str] = mapped_column(
        String(10),
        info=kept("a link or a poster", seen_by="organisers of the branch", until="the branch ends"),
    )
    salt: Mapped[str] = mapped_column(
        String(32), info=kept("to make the code anew", seen_by=NOBODY, until="the branch ends")
    )
    code_hash: Mapped[str] = mapped_column(
        String(64), unique=True, info=kept("to know the code again", seen_by=NOBODY, until="the branch ends")
    )
    made_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("member.id", ondelete="SET NULL"),
        index=True,
        info=kept("who made it", seen_by="organisers of the branch", until="you delete your account"),
    )
    names_maker: Mapped[bool] = mapped_column(
        default=False,
        info=kept(
            "whether it says who invites", seen_by="whoever holds the invitation", until="the branch ends"
        ),
    )
    line: Mapped[str] = mapped_column(
        String(LONGEST_LINE),
        default="",
        info=kept("a line for the poster", seen_by="whoever sees the poster", until="the branch ends"),
    )
    made_on: Mapped[date] = mapped_column(
        info=kept("the day", seen_by="organisers of the branch", until="the branch ends")
    )
    ends_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime,
        info=kept(
            "when it ends",
            seen_by="organisers of the branch",
            until="it has ended",
            expiry=timedelta(),
        ),
    )
    most_uses: Mapped[int | None] = mapped_column(
        info=kept("how many may come by it", seen_by="organisers of the branch", until="the branch ends")
    )
    uses: Mapped[int] = mapped_column(
        default=0,
        info=kept("how many have come", seen_by="organisers of the branch", until="the branch ends"),
    )
    stopped_on: Mapped[date | None] = mapped_column(
        info=kept(
            "the day it was stopped",
            seen_by="organisers of the branch",
            until="thirty days after",
            expiry=timedelta(days=30),
        )
    )

    branch: Mapped[Branch] = relationship()

    @property
    def is_on_a_slip(self) -> bool:
        """Say whether this is a link for one person, which was shown once."""
        return self.salt == ON_A_SLIP


class Arrival(Base):
    """Who came by which invitation; it goes when they leave the branch."""

    __tablename__ = "arrival"
    __table_args__ = about_people("The invitation you came by")

    membership_id: Mapped[int] = mapped_column(
        ForeignKey("membership.id", ondelete="CASCADE"),
        primary_key=True,
        info=kept(
            "your place in the branch", seen_by="organisers of the branch", until="you leave the branch"
        ),
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        index=True,
        info=kept("who came", seen_by="organisers of the branch", until="you leave the branch"),
    )
    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitation.id", ondelete="CASCADE"),
        index=True,
        info=kept("by which invitation", seen_by="organisers of the branch", until="you leave the branch"),
    )

    membership: Mapped[Membership] = relationship()


class Asking(Base):
    """Somebody asks to be let into a branch; an organiser says yes or no, and then the row goes."""

    __tablename__ = "asking"
    __table_args__ = (
        UniqueConstraint("member_id", "branch_id"),
        CheckConstraint(f"length(name) BETWEEN 1 AND {LONGEST_NAME}", name="name_length"),
        about_people("Branches you ask to join"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branch.id", ondelete="CASCADE"),
        index=True,
        info=kept("which branch", seen_by="its organisers", until="they have answered"),
    )
    member_id: Mapped[int] = mapped_column(
        ForeignKey("member.id", ondelete="CASCADE"),
        info=kept("who asks", seen_by="its organisers", until="they have answered"),
    )
    name: Mapped[str] = mapped_column(
        String(LONGEST_NAME),
        info=kept("what you want to be called there", seen_by="its organisers", until="they have answered"),
    )
    asked_on: Mapped[date] = mapped_column(
        info=kept("the day you asked", seen_by="its organisers", until="they have answered")
    )

    member: Mapped[Member] = relationship()
