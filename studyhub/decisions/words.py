"""Rows of the audit as plain sentences, each with as much as whoever reads it may know."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, gettext

from studyhub.audit.models import AuditEntry
from studyhub.branches.words import role_called
from studyhub.decisions.queries import Named, Reader
from studyhub.decisions.waiting import END, FIRST_STRONG, what_of

FOR_EVERY_MEMBER = frozenset(  # the rest names comings and goings, which are not every member's business
    {
        "branch-founded",
        "branch-renamed",
        "branch-changed",
        "branch-moved",
        "branch-archived",
        "role-given",
        "role-taken-back",
        "proposal-agreed",
        "reset-started",  # whoever opens a way into an account does it before everybody's eyes
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """One decision, as it is read."""

    id: int
    day: date
    what: str
    by: str
    branch: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What a sentence is made of."""

    who: str
    is_you: bool
    details: Mapping[str, str]
    sees_tree: bool


def _(text: str, **values: str) -> str:
    return str(gettext(text, **values))


def told(entry: AuditEntry, reader: Reader, *, named: Named) -> Told:
    """Say one row of the audit."""
    is_you = entry.about_id == reader.member_id
    about = None if entry.about_id is None else named.person(entry, entry.about_id)
    telling = Telling(
        who=_isolated(about) if about and reader.sees_people else _("Somebody"),
        is_you=is_you,
        details=json.loads(entry.details),
        sees_tree=reader.sees_tree,
    )
    return Told(
        id=entry.id,
        day=entry.on,
        what=SENTENCES[entry.act](telling),
        by=_by(entry, reader, named=named),
        branch="" if entry.branch_id is None else named.branches.get(entry.branch_id, ""),
    )


def _by(entry: AuditEntry, reader: Reader, *, named: Named) -> str:
    if entry.by_id is None:
        # whoever was forgotten has left no salt either; a row that nobody in particular decided has one
        return _("who decided it is forgotten") if entry.by_salt is None else _("by the operator")
    if entry.by_id == entry.about_id:
        return ""  # the sentence says it already
    if entry.by_id == reader.member_id:
        return _("by you")
    name = named.person(entry, entry.by_id)
    return _("by %(name)s", name=_isolated(name)) if name else _("by somebody who is no longer here")


def _isolated(name: str) -> str:
    return f"{FIRST_STRONG}{name}{END}"


def _renamed(one: Telling) -> str:
    before, after = (_isolated(one.details.get(when, "")) for when in ("before", "after"))
    return _("The branch was called “%(before)s” and is now called “%(after)s”", before=before, after=after)


def _moved(one: Telling) -> str:
    if not one.sees_tree:
        return _("The branch was moved to another place in the organisation")
    return _("The branch was moved below “%(name)s”", name=_isolated(one.details.get("below", "")))


def _branch_changed(one: Telling) -> str:
    words = {
        "kind": _("what kind of branch it is"),
        "slug": _("its address"),
        "time_zone": _("its time zone"),
        "language": _("its language"),
        "members_see_people": _("whether members see each other"),
    }
    return _("Changed of the branch: %(what)s", what=_listed(one, words))


def _place_changed(one: Telling) -> str:
    words = {
        "name": _("its name"),
        "guests_may_read": _("whether guests may read"),
        "require_second_factor": _("who needs a second factor"),
        "two_people": _("what two people decide together"),
        "kinds": _("what kinds of branches are called"),
    }
    return _("Changed for everybody here: %(what)s", what=_listed(one, words))


def _front_changed(one: Telling) -> str:
    if one.details["shown"] == "yes":
        return _("The front page for strangers was changed; it is shown")
    return _("The front page for strangers was changed; it is not shown")


def _listed(one: Telling, words: Mapping[str, str]) -> str:
    return ", ".join(words[what] for what in one.details["what"].split() if what in words)


def _joined(one: Telling) -> str:
    return _("You joined the branch") if one.is_you else _("%(who)s joined the branch", who=one.who)


def _left(one: Telling) -> str:
    return _("You left the branch") if one.is_you else _("%(who)s left the branch", who=one.who)


def _removed(one: Telling) -> str:
    if one.is_you:
        return _("You were removed from the branch")
    return _("%(who)s was removed from the branch", who=one.who)


def _given(one: Telling) -> str:
    role, until = role_called(one.details["role"]), one.details.get("until")
    if until is None:
        return (
            _("You were given a role: %(role)s", role=role)
            if one.is_you
            else _("%(who)s was given a role: %(role)s", who=one.who, role=role)
        )
    day = format_date(date.fromisoformat(until), "long")
    return (
        _("You were given a role: %(role)s, until %(day)s", role=role, day=day)
        if one.is_you
        else _("%(who)s was given a role: %(role)s, until %(day)s", who=one.who, role=role, day=day)
    )


def _taken_back(one: Telling) -> str:
    role = role_called(one.details["role"])
    if one.is_you:
        return _("Your role was taken back: %(role)s", role=role)
    return _("%(who)s no longer has the role: %(role)s", who=one.who, role=role)


def _signed_out(one: Telling) -> str:
    if one.is_you:
        return _("You were signed out everywhere")
    return _("%(who)s was signed out everywhere", who=one.who)


def _reset(one: Telling) -> str:
    if one.is_you:
        return _("A way to a new passphrase was opened for you")
    return _("A way to a new passphrase was opened for %(who)s", who=one.who)


def _organises_group(one: Telling) -> str:
    if one.is_you:
        return _("You became an organiser of a group")
    return _("%(who)s became an organiser of a group", who=one.who)


def _organises_group_no_more(one: Telling) -> str:
    if one.is_you:
        return _("You no longer organise a group")
    return _("%(who)s no longer organises a group", who=one.who)


def _invited(one: Telling) -> str:
    return _("A poster was made") if one.details["kind"] == "poster" else _("A private link was made")


def _stopped(one: Telling) -> str:
    return _("A poster was stopped") if one.details["kind"] == "poster" else _("A private link was stopped")


def _asked(one: Telling) -> str:
    until = one.details.get("until")
    who = _("You") if one.is_you else one.who
    return what_of(one.details["kind"], who, ends_on=None if until is None else date.fromisoformat(until))


SENTENCES: Mapping[str, Callable[[Telling], str]] = {  # every act that is ever recorded
    "branch-founded": lambda _one: _("The branch was founded"),
    "branch-renamed": _renamed,
    "branch-changed": _branch_changed,
    "branch-moved": _moved,
    "branch-archived": lambda _one: _("The branch was archived"),
    "member-joined": _joined,
    "member-left": _left,
    "member-removed": _removed,
    "role-given": _given,
    "role-taken-back": _taken_back,
    "signed-out-everywhere": _signed_out,
    "reset-started": _reset,
    "invitation-made": _invited,
    "invitation-stopped": _stopped,
    "slips-made": lambda one: _(
        "Slips with a private link each were made: %(count)s", count=one.details["count"]
    ),
    "slips-stopped": lambda one: _("Slips were stopped: %(count)s", count=one.details["count"]),
    "asking-refused": lambda _one: _("Somebody who asked to join was not let in"),
    "proposal-made": lambda one: _("A second person was asked to agree: %(what)s", what=_asked(one)),
    "proposal-agreed": lambda one: _("A second person agreed: %(what)s", what=_asked(one)),
    "proposal-refused": lambda one: _("A second person said no: %(what)s", what=_asked(one)),
    "proposal-withdrawn": lambda one: _("Whoever asked took it back: %(what)s", what=_asked(one)),
    "proposal-lapsed": lambda one: _("It could not be done any more: %(what)s", what=_asked(one)),
    "account-deleted": lambda _one: _("Somebody deleted their account"),
    "group-founded": lambda _one: _("A study group was founded"),
    "group-archived": lambda _one: _("A study group was archived"),
    "group-organiser-made": _organises_group,
    "group-organiser-withdrawn": _organises_group_no_more,
    "place-changed": _place_changed,
    "front-changed": _front_changed,
}
