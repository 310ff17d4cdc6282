"""Where on a device a session keeps what it keeps: under a name of its own, which ends with it."""

from __future__ import annotations

from flask import current_app
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from studyhub.accounts.limits import keyed_hash

LENGTH = 16  # characters; enough to tell sessions apart, and nothing to find one by


def place_on_device() -> str | None:
    """Name the only place on this device that may hold something: every page says it, and the rest is removed.

    Empty where nobody is signed in: then nothing may. None where that cannot be found out: then all stays as it is.
    """
    try:
        if not current_user.is_authenticated:
            return ""
    except SQLAlchemyError:  # the page that tells of a fault has to be shown, too
        return None
    mark = keyed_hash(current_app.config["SECRET_KEY"], f"kept by session {current_user.session_id}")[:LENGTH]
    return f"kept-{mark}-{int(current_user.ends_at.timestamp())}"


def may_keep_here() -> bool:
    """Say whether this is somebody's own phone: on another, a session ends too soon, and others look."""
    return bool(current_user.is_authenticated and current_user.is_own_phone)
