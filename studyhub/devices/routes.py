"""One's phones and computers: where one is signed in, what they are called, and signing out there."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from studyhub.accounts.models import LinkPurpose
from studyhub.accounts.signed_in import viewer
from studyhub.db import db
from studyhub.devices.actions import end_other_sessions, end_own_session, make_link, name_device
from studyhub.devices.forms import NameForm
from studyhub.devices.queries import devices_of, find_device
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import render_form
from studyhub.web.qr import square_of

DEVICE = "/you/devices/<int(max=1000000000):device>"

bp = Blueprint("devices", __name__, template_folder="templates")


@bp.route("/you/devices")
@may("see-own-account")
def index() -> ResponseReturnValue:
    devices = devices_of(viewer().id, now=clock.now())
    return render_template("devices/index.html", devices=devices, here=current_user.session_id)


@bp.route(f"{DEVICE}/name", methods=["GET", "POST"])
@may("end-own-session")
def name(device: int) -> ResponseReturnValue:
    found = find_device(viewer().id, device)
    if found is None:
        abort(404)
    form = NameForm(label=found.label)
    if form.validate_on_submit():
        name_device(viewer().id, device, label=form.label.data or "")
        db.session.commit()
        return redirect(url_for(".index"), 303)
    return render_form("devices/name.html", form=form, device=found)


@bp.route(f"{DEVICE}/end", methods=["POST"])
@may("end-own-session")
def end(device: int) -> ResponseReturnValue:
    end_own_session(viewer().id, device)
    db.session.commit()
    return redirect(url_for(".index"), 303)


@bp.route("/you/devices/end-others", methods=["POST"])
@may("end-own-session")
def end_others() -> ResponseReturnValue:
    end_other_sessions(viewer().id, but=current_user.session_id)
    db.session.commit()
    return redirect(url_for(".index"), 303)


@bp.route("/you/devices/another", methods=["POST"])
@may("change-way-in")
def another() -> ResponseReturnValue:
    token = make_link(viewer().id, LinkPurpose.DEVICE, now=clock.now())
    db.session.commit()
    address = url_for("links.device", token=token, _external=True)
    return render_template("devices/another.html", address=address, square=square_of(address))
