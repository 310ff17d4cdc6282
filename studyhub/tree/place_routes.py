"""What administrators of the whole decide for everybody."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from studyhub.accounts.signed_in import viewer
from studyhub.db import db
from studyhub.organisation.here import deciding
from studyhub.organisation.models import Instance
from studyhub.organisation.queries import find_instance, is_needed_by_the_whole, root_branch
from studyhub.proposals.actions import WaitsAlreadyError, ask_to_decide_alone
from studyhub.tree.actions import change_place
from studyhub.tree.forms import PlaceForm
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form

bp = Blueprint("place", __name__, template_folder="templates")


@bp.route("/admin/place", methods=["GET", "POST"])
@may("change-place")
def edit() -> ResponseReturnValue:
    instance = find_instance()
    if instance is None:
        abort(404)
    form = PlaceForm(obj=instance)
    if form.validate_on_submit():
        if instance.two_people or not form.two_people.data or _are_two():
            waits = _change(instance, form)
            db.session.commit()
            return redirect(url_for(".edit", saved="waits" if waits else "yes"), 303)
        form.two_people.errors = [
            _("Make a second administrator of the whole first: alone, nobody could agree")
        ]
    saved = request.args.get("saved", "")
    return render_form("tree/place.html", form=form, was_saved=bool(saved), waits=saved == "waits")


def _are_two() -> bool:
    return not is_needed_by_the_whole(viewer().id, clock.today())


def _change(instance: Instance, form: PlaceForm) -> bool:
    """Change what was said, but for deciding alone again, to which a second person has to agree; says whether it waits."""
    top = root_branch()
    wants_alone = instance.two_people and not form.two_people.data and top is not None
    said = {**form.data, "two_people": form.two_people.data or wants_alone}
    change_place(instance, said, deciding=deciding())
    if wants_alone and top is not None:
        with suppress(WaitsAlreadyError):  # another has asked for the same
            ask_to_decide_alone(top, deciding=deciding())
    return wants_alone
