"""Reading settings: kept on the account, or for guests in a cookie of this site."""

from __future__ import annotations

from dataclasses import asdict, replace

from flask import Blueprint, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.accounts.actions import keep_reading_settings
from studyhub.accounts.signed_in import viewer_or_none
from studyhub.db import db
from studyhub.reading.forms import ReadingSettingsForm
from studyhub.web.access import may
from studyhub.web.forms import render_form
from studyhub.web.headers import A_YEAR
from studyhub.web.local_paths import local_path
from studyhub.web.plain_tab import is_tab_plain, keep_tab
from studyhub.web.reading_settings import ReadingSettings

bp = Blueprint("reading_settings", __name__, template_folder="templates")


@bp.route("/settings/reading", methods=["GET", "POST"])
@may("enter")
def edit() -> ResponseReturnValue:
    back = local_path(request.args.get("back"), otherwise="")
    form = ReadingSettingsForm(data=asdict(reading_settings()))
    if not form.validate_on_submit():
        return render_form("reading/settings.html", form=form, is_saved="saved" in request.args, back=back)
    chosen = form.chosen(reading_settings())
    answer = redirect(url_for(".edit", saved="yes", back=back or None), 303)
    member = viewer_or_none()
    if member is None:
        answer.set_cookie(
            _cookie(),
            chosen.to_text(),
            max_age=A_YEAR,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    else:
        keep_reading_settings(member.id, chosen.to_text())
        db.session.commit()
    keep_tab(answer, chosen.tab)
    return answer


def reading_settings() -> ReadingSettings:
    """Return how whoever is looking likes to read."""
    member = viewer_or_none()
    if member is not None:
        return ReadingSettings.from_text(member.reading_settings)
    settings = ReadingSettings.from_text(request.cookies.get(_cookie(), ""))
    return replace(settings, tab="plain") if is_tab_plain() else settings


def _cookie() -> str:
    return "__Host-reading" if current_app.config["SESSION_COOKIE_SECURE"] else "reading"
