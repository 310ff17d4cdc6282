"""Searching as the page does, in short."""

from __future__ import annotations

from flask import Flask

from studyhub.search.asking import terms_of
from studyhub.search.found import Found, Hit
from studyhub.search.queries import find


def search(app: Flask, question: str, *, course: str | None = None, page: int = 1) -> Found:
    with app.app_context():
        return find(terms_of(question), course=course, page=page)


def hits(app: Flask, question: str, *, course: str | None = None) -> list[str]:
    """What is found, each in one line: `in_order: revolution/module-1#p-…`, `named: person/gapon`."""
    return [in_short(hit) for hit in search(app, question, course=course).hits]


def in_short(hit: Hit) -> str:
    where = (
        f"{hit.kind}/{hit.anchor}" if hit.is_entry else f"{hit.module.course}/{hit.module.slug}#{hit.anchor}"
    )
    return f"{hit.rank.name.lower()}: {where}"


def texts(app: Flask, question: str) -> list[str]:
    """What is shown of what is found, with [brackets] around what was asked for."""
    return [
        "".join(f"[{piece.text}]" if piece.is_found else piece.text for piece in hit.text)
        for hit in search(app, question).hits
    ]
