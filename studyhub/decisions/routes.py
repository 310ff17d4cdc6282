"""What was decided, for those it concerns: in a branch, in all that one administers, about oneself."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from studyhub.accounts.signed_in import viewer
from studyhub.audit.models import AuditEntry
from studyhub.audit.queries import (
    entries_about,
    entries_for_member,
    entries_of_branch,
    entries_of_branches,
    every_entry,
)
from studyhub.decisions.queries import Reader, names_in_entries
from studyhub.decisions.words import FOR_EVERY_MEMBER, told
from studyhub.organisation.here import may_here, standing, the_branch
from studyhub.organisation.models import RoleKind
from studyhub.organisation.queries import branches_below_any
from studyhub.web import clock
from studyhub.web.access import may

A_PAGE = 50  # decisions
LONGEST_NUMBER = 12  # digits

bp = Blueprint("decisions", __name__, template_folder="templates")


@bp.route("/branches/<branch_slug>/log")
@may("see-branch-log")
def of_branch() -> ResponseReturnValue:
    branch = the_branch()
    reader = Reader(
        viewer().id,
        sees_people=may_here("invite", branch),
        sees_tree=may_here("move-branch", branch),
    )
    if reader.sees_people or reader.sees_tree:
        entries = entries_of_branch(branch.id, limit=A_PAGE + 1, before=_before())
    else:
        entries = entries_for_member(
            branch.id, reader.member_id, acts=FOR_EVERY_MEMBER, limit=A_PAGE + 1, before=_before()
        )
    return _page("decisions/of_branch.html", entries, reader=reader, branch=branch)


@bp.route("/admin/log")
@may("see-log")
def administered() -> ResponseReturnValue:
    here = standing()
    if here.administers_the_whole:
        entries = every_entry(limit=A_PAGE + 1, before=_before())
    else:
        tops = [office.branch_id for office in here.offices if office.kind is RoleKind.ADMINISTRATOR]
        entries = entries_of_branches(branches_below_any(tops), limit=A_PAGE + 1, before=_before())
    return _page("decisions/administered.html", entries, reader=Reader(viewer().id, sees_tree=True))


@bp.route("/you/log")
@may("see-own-data")
def own() -> ResponseReturnValue:
    entries = entries_about(viewer().id, limit=A_PAGE + 1, before=_before())
    return _page("decisions/own.html", entries, reader=Reader(viewer().id))


def _page(
    template: str, entries: Sequence[AuditEntry], *, reader: Reader, **more: object
) -> ResponseReturnValue:
    shown = entries[:A_PAGE]
    named = names_in_entries(shown, today=clock.today())
    return render_template(
        template,
        decisions=[told(entry, reader, named=named) for entry in shown],
        older=shown[-1].id if len(entries) > A_PAGE else None,
        is_first="before" not in request.args,
        **more,
    )


def _before() -> int | None:
    asked = request.args.get("before")
    if asked is None:
        return None
    if not asked.isascii() or not asked.isdecimal() or len(asked) > LONGEST_NUMBER:
        abort(404)
    return int(asked)
