"""The tree: seeing it, founding branches in it, changing, moving and archiving them."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub.branches.forms import ConfirmForm
from studyhub.branches.words import kind_called
from studyhub.db import db
from studyhub.organisation.actions import (
    BelowItselfError,
    NewBranch,
    NotEmptyError,
    archive_branch,
    found_branch,
    move_branch,
)
from studyhub.organisation.here import deciding, may_here, standing, the_branch
from studyhub.organisation.models import Branch, BranchKind, RoleKind
from studyhub.organisation.queries import branches_above, branches_below, find_branch, free_slug
from studyhub.tree.actions import Said, SlugTakenError, change_branch
from studyhub.tree.forms import ADDRESS, FoundingForm, MoveForm, SettingsForm
from studyhub.tree.queries import Node, tree_below
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

DEEPEST = 30  # branches one below another; no page can show a tree without an end
INDENT = "\u2003"  # an em space for each step down, as far as a list to choose from can show a tree

bp = Blueprint("tree", __name__, template_folder="templates")


@bp.route("/admin/branches")
@may("see-tree")
def index() -> ResponseReturnValue:
    return render_template(
        "tree/index.html", tops=_own_tree(), kind_called=kind_called, was_archived="archived" in request.args
    )


@bp.route("/branches/<branch_slug>/new-branch", methods=["GET", "POST"])
@may("found-branch")
def found() -> ResponseReturnValue:
    branch, form = the_branch(), FoundingForm(slug=free_slug(), kind=_usual_kind(the_branch()))
    is_deep = len(branches_above(branch.id)) >= DEEPEST
    if form.validate_on_submit() and not is_deep:
        founded = _founded(form, below=branch)
        db.session.commit()
        return redirect(url_for("branches.show", branch_slug=founded.slug, saved="yes"), 303)
    return render_form("tree/found.html", form=form, branch=branch, is_deep=is_deep)


@bp.route("/branches/<branch_slug>/settings", methods=["GET", "POST"])
@may("change-branch")
def change() -> ResponseReturnValue:
    branch, form = the_branch(), SettingsForm(obj=the_branch())
    if not may_here("move-branch", branch):  # structure is for administrators
        del form.kind, form.slug
    if form.validate_on_submit():
        try:
            change_branch(branch, _said(form, branch), deciding=deciding())
        except SlugTakenError:
            db.session.rollback()
            form.slug.errors = [_("Choose another address; this one is taken")]
        else:
            db.session.commit()
            return redirect(url_for("branches.show", branch_slug=branch.slug, saved="yes"), 303)
    return render_form("tree/change.html", form=form, branch=the_branch())


@bp.route("/branches/<branch_slug>/move", methods=["GET", "POST"])
@may("move-branch")
def move() -> ResponseReturnValue:
    branch = the_branch()
    form = MoveForm(branches=_where_to(branch))
    if form.validate_on_submit():
        below = find_branch(form.below.data)
        try:
            move_branch(branch, below=below or abort(404), deciding=deciding())
        except BelowItselfError:  # somebody moved the other one meanwhile
            db.session.rollback()
            form.below.errors = [_("That branch now lies below this one. Choose another.")]
        else:
            db.session.commit()
            return redirect(url_for("branches.show", saved="yes"), 303)
    return render_form("tree/move.html", form=form, branch=the_branch())


@bp.route("/branches/<branch_slug>/archive", methods=["GET", "POST"])
@may("move-branch")
def archive() -> ResponseReturnValue:
    branch, form, is_needed = the_branch(), ConfirmForm(), False
    if form.validate_on_submit():
        try:
            archive_branch(branch, deciding=deciding())
        except NotEmptyError:
            is_needed = True
        else:
            db.session.commit()
            return redirect(url_for(".index", archived="yes"), 303)
    return render_form("tree/archive.html", form=form, branch=branch, is_needed=is_needed)


def _founded(form: FoundingForm, *, below: Branch) -> Branch:
    slug = form.slug.data or ""
    there = find_branch(slug)
    if there is not None and there.parent_id == below.id:
        return there  # sent twice
    return found_branch(
        NewBranch(
            form.name.data or "",
            BranchKind(form.kind.data),
            form.time_zone.data or "",
            form.language.data or "",
            slug if there is None and ADDRESS.fullmatch(slug) and len(slug) <= 40 else "",  # noqa: PLR2004 - as long as in the table
        ),
        below=below,
        deciding=deciding(),
    )


def _said(form: SettingsForm, branch: Branch) -> Said:
    return Said(
        name=form.name.data or "",
        kind=form.kind.data if "kind" in form else branch.kind,
        slug=form.slug.data or "" if "slug" in form else branch.slug,
        time_zone=form.time_zone.data or "",
        language=form.language.data or "",
        members_see_people=form.members_see_people.data,
    )


def _own_tree() -> list[Node]:
    tops = [office.branch_id for office in standing().offices if office.kind is RoleKind.ADMINISTRATOR]
    return tree_below(tops, today=clock.today())


def _where_to(branch: Branch) -> list[tuple[str, str]]:
    """The branches that one looks after, but for this one and what is below it, and those that are too deep."""
    own = set(branches_below(branch.id))
    steps = [
        (node, depth, depth + len(branches_above(top.id))) for top in _own_tree() for node, depth in top.all()
    ]
    inside = [level for node, _depth, level in steps if node.id in own]
    height = max(inside) - min(inside) + 1
    found = [
        (node, depth) for node, depth, level in steps if node.id not in own and level + height <= DEEPEST
    ]
    return [(node.slug, f"{INDENT * depth}{node.name}") for node, depth in found]


def _usual_kind(above: Branch) -> BranchKind:
    return BranchKind.SECTION if above.kind == BranchKind.INTERNATIONAL else BranchKind.BRANCH
