"""The pages of a preview: a course as readers and as organisers see it, with its problems on top."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Flask, abort, current_app, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

import studyhub.web
from studyhub.authoring.places import Place
from studyhub.authoring.report import SHOWN, excerpt, summary
from studyhub.authoring.showing import Showing
from studyhub.compiler.beside import notes_beside, pieces_of, stops_of
from studyhub.compiler.model import Course
from studyhub.web.access import may
from studyhub.web.assets import STATIC, collect, serve
from studyhub.web.headers import fixed_headers, send_headers
from studyhub.web.local_paths import local_path
from studyhub.web.reading_settings import ReadingSettings
from studyhub.web.requests import check_before_access
from studyhub.web.templating import PageContext, prepare_templates

LONGEST_WAIT = 20.0  # seconds
ORGANISERS = "organisers"

bp = Blueprint(
    "preview", __name__, template_folder="templates", static_folder="static", static_url_path="/preview"
)


def create_preview(showing: Showing, place: Place, *, scratch: Path) -> Flask:
    """Make the preview's application; it has no database, no members and no other host.

    Static files are made ready in the folder `scratch`.
    """
    app = Flask("studyhub", static_folder=None, template_folder=Path(studyhub.web.__path__[0]) / "templates")
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    app.extensions["preview"] = showing, place
    check_before_access(app)
    nobody = PageContext(reading_settings=ReadingSettings, places=tuple)
    assets = collect(STATIC, scratch)
    serve(app, assets, headers=fixed_headers(is_public=False))
    prepare_templates(app, asset=assets.url, page=nobody)
    app.jinja_env.globals.update(excerpt=excerpt, summary=summary)
    app.jinja_env.filters.update(in_pieces=pieces_of, notes_beside=notes_beside, stops=stops_of)
    send_headers(app, is_public=False)
    app.register_blueprint(bp)
    app.register_blueprint(Blueprint("courses", "studyhub.courses", template_folder="templates"))
    app.register_error_handler(HTTPException, _nothing_here)
    return app


@bp.route("/")
@may("enter")
def index() -> ResponseReturnValue:
    return _page("authoring/index.html", courses=_courses())


@bp.route("/courses/<course_id>")
@may("enter")
def course(course_id: str) -> ResponseReturnValue:
    return _page("authoring/course.html", course=_course(course_id))


@bp.route("/courses/<course_id>/<module_id>")
@may("enter")
def module(course_id: str, module_id: str) -> ResponseReturnValue:
    of = _course(course_id)
    found = next((module for module in of.modules if module.id == module_id), None)
    if found is None:
        abort(404)
    return _page("authoring/module.html", source=found.source, course=of, module=found)


@bp.route("/courses/<course_id>/images/<name>")
@may("enter")
def image(course_id: str, name: str) -> ResponseReturnValue:
    root = _showing()[1].root.resolve()
    found = {image.sha256: image for image in _course(course_id).images}.get(name.partition(".")[0])
    if found is None or not (path := (root / found.path).resolve()).is_relative_to(root):
        abort(404)
    return send_file(path, mimetype=found.media_type)


@bp.route("/preview/seen-as/<role>", methods=["POST"])
@may("enter")
def seen_as(role: str) -> ResponseReturnValue:
    answer = redirect(local_path(request.form.get("back")), 303)
    answer.set_cookie("seen-as", role, httponly=True, samesite="Strict")
    return answer


@bp.route("/preview/changes")
@may("enter")
def changes() -> ResponseReturnValue:
    showing, _place = _showing()
    is_new = showing.wait_for_change(request.args.get("seen", ""), LONGEST_WAIT)
    return (showing.state.version, HTTPStatus.OK) if is_new else ("", HTTPStatus.NO_CONTENT)


def _page(template: str, *, source: str = "", **found: object) -> str:
    showing, place = _showing()
    state = showing.state
    first = sorted(state.compiled.problems, key=lambda problem: problem.path != source)
    return render_template(
        template,
        state=state,
        problems=place.problems_here(first),
        most=SHOWN,
        for_organisers=request.cookies.get("seen-as") == ORGANISERS,
        **found,
    )


def _nothing_here(error: HTTPException) -> ResponseReturnValue:
    # The file may be broken for a moment: this page too waits for the next save.
    if error.code != HTTPStatus.NOT_FOUND:
        return error
    return _page("authoring/nothing.html"), HTTPStatus.NOT_FOUND


def _courses() -> list[Course]:
    showing, _place = _showing()
    return [
        translation
        for course in showing.state.compiled.courses
        for translation in (course, *course.translations)
    ]


def _course(course_id: str) -> Course:
    wanted = request.args.get("lang")
    found = [course for course in _courses() if course.id == course_id and wanted in {None, course.language}]
    return found[0] if found else abort(404)


def _showing() -> tuple[Showing, Place]:
    shown: tuple[Showing, Place] = current_app.extensions["preview"]
    return shown
