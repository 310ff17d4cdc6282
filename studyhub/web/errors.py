"""Pages for what went wrong, in plain words; a stranger learns nothing from them."""

from __future__ import annotations

import logging
import secrets
import traceback
from http import HTTPStatus

from flask import Flask, render_template, request
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, ServiceUnavailable

from studyhub.db import db

logger = logging.getLogger("studyhub")

RETRY_AFTER = "5"  # seconds


def show_errors(app: Flask) -> None:
    """Install the handlers; they report faults in place of Flask, which would log what people typed."""
    app.log_exception = lambda _error: None  # type: ignore[assignment, method-assign]  # Flask's seam
    app.register_error_handler(NoResultFound, _not_found)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(InternalServerError, _our_fault)
    app.register_error_handler(HTTPException, _http_error)


def _not_found(_error: Exception) -> ResponseReturnValue:
    return _http_error(NotFound())


def _database_busy(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    _report(error, secrets.token_hex(3))
    return _http_error(ServiceUnavailable())


def _form_too_old(_error: Exception) -> ResponseReturnValue:
    return _page(
        400,
        _("This page was open too long"),
        message=_(
            "Go back, load the page again, and send it once more. What you typed is still there when you go back."
        ),
    )


def _our_fault(error: InternalServerError) -> ResponseReturnValue:
    db.session.rollback()
    reference = secrets.token_hex(3).upper()
    _report(error.original_exception or error, reference)
    message = _(
        "Something went wrong here, not on your side. If it happens again, tell your organiser: %(reference)s."
    )
    return _page(500, _("Something went wrong"), message=message % {"reference": reference})


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    title, message = _words(error.code)
    answer, code = _page(error.code, title, message=message)
    headers = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    if error.code == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = RETRY_AFTER
    return answer, code, headers


def _words(code: int) -> tuple[str, str]:
    return {
        404: (
            _("Nothing here"),
            _("There is nothing here for you to see. If someone sent you this link, ask them to check it."),
        ),
        403: (
            _("Not yours to do"),
            _("You may look at this, but not change it. Ask your organiser if you should."),
        ),
        405: (_("Not that way"), _("This address does not take what was sent to it.")),
        413: (_("Too long"), _("What you sent is too long. Go back and send a part of it.")),
        414: (
            _("Too long"),
            _("This address is too long. If someone sent you this link, ask them to check it."),
        ),
        429: (
            _("One moment"),
            _("Something of this kind is being made for you already. Try again in a few seconds."),
        ),
        431: (
            _("Too much"),
            _("Your browser sent too much along. Delete this site’s cookies and try again."),
        ),
        503: (_("One moment"), _("Many people are here at once. Please try again in a few seconds.")),
    }.get(code, (_("That did not work"), _("The request was not one that this page understands.")))


def _page(code: int, title: str, *, message: str) -> tuple[str, int]:
    if request_ctx.url_adapter is None:  # a host that is not ours: no link can be made, and none is owed
        return message, code
    return render_template("error.html", title=title, message=message), code


def _report(error: BaseException, reference: str) -> None:
    # PR-10: where and what kind of fault, never its text: that may hold what a person typed.
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("fault %s: %s, endpoint %s\n%s", reference, type(error).__name__, request.endpoint, where)
