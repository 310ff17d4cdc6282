"""/dev/components: every component of the pages, with its states. For those who look after a place or work on it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from studyhub.components.samples import SampleForm, sample_page
from studyhub.web.access import may

COMPONENTS = {  # by what they are called in an address: what they are, and the template that shows them
    "controls": (_("Buttons, links and fields"), "components/controls.html"),
    "errors": (_("A form that could not be taken"), "components/errors.html"),
    "notices": (_("Notices, tags and empty places"), "components/notices.html"),
    "lists": (_("Facts, cards, tables and what was found"), "components/lists.html"),
    "continue": (_("The one thing on Today"), "components/continue.html"),
    "meetings": (_("Meetings of a group"), "components/meetings.html"),
    "course": (_("Where one is in a course"), "components/course.html"),
    "changes": (_("What changed since one read"), "components/changes.html"),
    "poster": (_("An invitation and its posters"), "components/poster.html"),
    "module": (_("A module, with all that its text can have"), "components/module.html"),
}

bp = Blueprint("components", __name__, template_folder="templates")


@bp.route("/dev/components")
@may("see-components")
def index() -> ResponseReturnValue:
    return render_template("components/index.html", components=COMPONENTS)


@bp.route("/dev/components/<component>")
@may("see-components")
def show(component: str) -> ResponseReturnValue:
    if component not in COMPONENTS:
        abort(404)
    title, template = COMPONENTS[component]
    form = SampleForm(meta={"csrf": False})
    if component == "errors":
        form.validate()
    return render_template(template, title=title, form=form, **sample_page())
