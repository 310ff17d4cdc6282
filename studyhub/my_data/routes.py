"""What we keep about you: to look at, to take away, to delete."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from studyhub.accounts.signed_in import forget, viewer, viewer_or_none
from studyhub.db import db
from studyhub.my_data.actions import delete_account
from studyhub.my_data.forms import DeletionForm
from studyhub.my_data.leaving import mark_of, to_the_last_page
from studyhub.my_data.queries import find_part, names_for, parts_about
from studyhub.my_data.taking import as_zip
from studyhub.my_data.words import in_words
from studyhub.organisation.actions import LastAdministratorError
from studyhub.organisation.here import deciding
from studyhub.organisation.queries import is_needed_by_the_whole
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form
from studyhub.web.one_at_a_time import one_at_a_time

FIRST_FEW, A_PAGE = 5, 50  # rows
LAST_PAGE = 1_000_000


bp = Blueprint("my_data", __name__, template_folder="templates")


@bp.route("/you/data")
@may("see-own-data")
def show() -> ResponseReturnValue:
    parts = parts_about(viewer().id, most=FIRST_FEW)
    return render_template("my_data/show.html", parts=parts, names=names_for(parts), in_words=in_words)


@bp.route("/you/data/<part>")
@may("see-own-data")
def show_part(part: str) -> ResponseReturnValue:
    page = _page()
    found = find_part(part, viewer().id, most=A_PAGE, page=page)
    if found is None or (page > 1 and not found.rows):
        abort(404)
    return render_template(
        "my_data/part.html",
        part=found,
        names=names_for([found]),
        in_words=in_words,
        page=page,
        is_last=page * A_PAGE >= found.count,
    )


@bp.route("/you/data/copy", methods=["POST"])
@may("take-own-data")
@one_at_a_time
def take_away() -> ResponseReturnValue:
    parts = parts_about(viewer().id)
    packed = as_zip(parts, names=names_for(parts), today=clock.today())
    return Response(
        packed,
        mimetype="application/zip",
        headers={"Content-Disposition": 'attachment; filename="my-data.zip"'},  # EX-05
    )


@bp.route("/you/delete", methods=["GET", "POST"])
@may("delete-own-account")
def delete() -> ResponseReturnValue:
    member = viewer()
    form = DeletionForm(sign_in_name=member.sign_in_name)
    form.leaving.data = mark_of(member.id)
    is_needed = is_needed_by_the_whole(member.id, clock.today())
    if form.validate_on_submit() and not is_needed:
        try:
            delete_account(deciding())
        except LastAdministratorError:  # the other one has just left
            db.session.rollback()
            is_needed = True
        else:
            forget()
            db.session.commit()
            return to_the_last_page()
    return render_form(
        "my_data/delete.html",
        form=form,
        parts=parts_about(member.id, most=1),
        is_needed=is_needed,
        sign_in_name=member.sign_in_name,
    )


@bp.route("/goodbye")
@may("enter")
def goodbye() -> ResponseReturnValue:
    if viewer_or_none() is not None:
        return redirect("/", 303)
    return render_template("my_data/goodbye.html")


def _page() -> int:
    asked = request.args.get("page", "1")
    if not asked.isascii() or not asked.isdecimal() or not 1 <= int(asked[:8]) <= LAST_PAGE:
        abort(404)
    return int(asked[:8])
