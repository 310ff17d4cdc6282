"""In which language somebody wants to read: the address may ask for one, and the interface has its own."""

from __future__ import annotations

from flask import request
from flask_babel import get_locale


def asked_language() -> str | None:
    """Return the language that the address asks for."""
    return request.args.get("lang")


def preferred_languages() -> list[str]:
    """List the languages to take a text in, best first: the one asked for, then that of the interface."""
    locale = get_locale()
    wanted = [asked_language()]
    if locale:
        wanted += [str(locale).replace("_", "-"), locale.language]
    return list(dict.fromkeys(filter(None, wanted)))
