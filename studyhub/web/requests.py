"""What is asked of every request before any view: sane bytes, our own pages as its origin, a fresh token."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import Flask, Request, abort, current_app, request
from flask_wtf import CSRFProtect
from werkzeug.wrappers import Response

from studyhub.db import only_reads

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_PAGES = frozenset({"same-origin", "none"})
LONGEST_ADDRESS = 8 * 1024  # bytes, path and query together
LONGEST_HEADERS = 16 * 1024  # bytes, names and values together

csrf = CSRFProtect()


def check_before_access(app: Flask) -> None:
    """Install the checks that come before the question who is asking."""
    app.before_request(_remember_whether_it_writes)
    app.before_request(_refuse_what_is_too_long)
    app.before_request(_refuse_broken_bytes)
    app.before_request(_refuse_other_sites)
    app.teardown_request(_forget_whether_it_writes)


def check_after_access(app: Flask) -> None:
    """Install the checks that come once it is known who asks: a stranger's form leads to sign-in, not to 400."""
    csrf.init_app(app)
    app.after_request(_vary_by_person)


def _remember_whether_it_writes() -> None:
    only_reads.set(request.method in SAFE)


def _forget_whether_it_writes(_error: BaseException | None) -> None:
    only_reads.set(False)


def _refuse_what_is_too_long() -> None:
    """DS-01: whatever comes with a request is short, before anybody takes it apart."""
    if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > LONGEST_ADDRESS:
        abort(414)
    if sum(len(name) + len(value) for name, value in request.headers) > LONGEST_HEADERS:
        abort(431)


def _refuse_broken_bytes() -> None:
    """IN-02: no NUL, no invalid UTF-8, no field twice; werkzeug would replace or keep the first silently."""
    raw = request.environ.get("PATH_INFO", "").encode("latin-1"), unquote_to_bytes(request.query_string)
    try:
        texts = [part.decode() for part in raw]
    except UnicodeDecodeError:
        abort(400)
    if any("\0" in text for text in texts):
        abort(400)
    if not request.content_type:
        return  # nothing was typed
    if any("\0" in text for text in _typed(request)):
        abort(400)
    if any(len(values) > 1 for _, values in request.form.lists()):
        abort(400)


def _typed(request: Request) -> list[str]:
    return [text for pair in request.form.items() for text in pair]


def _refuse_other_sites() -> None:
    """CS-02: the second layer beside the token; a browser says where a form was sent from."""
    if request.method in SAFE:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in OWN_PAGES:
        abort(400)
    scheme = "https" if current_app.config["SESSION_COOKIE_SECURE"] else "http"  # behind a proxy, too
    own = f"{scheme}://{request.host}"
    if request.headers.get("Origin", own) != own:
        abort(400)


def _vary_by_person(response: Response) -> Response:
    response.vary.add("Cookie")
    return response
