"""What administrators of the whole decide for everybody."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.db import db
from studyhub.organisation.here import deciding
from studyhub.organisation.queries import find_instance
from studyhub.tree.actions import change_place
from studyhub.tree.forms import PlaceForm
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
        change_place(instance, form.data, deciding=deciding())
        db.session.commit()
        return redirect(url_for(".edit", saved="yes"), 303)
    return render_form("tree/place.html", form=form, was_saved="saved" in request.args)
