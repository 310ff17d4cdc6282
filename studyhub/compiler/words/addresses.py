"""Addresses outside: which ones a page may link to."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the web or a `mailto:` that a page may link to."""
    if any(mark.isspace() or mark in "<>\"'\\`" for mark in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        bool(parts.netloc)
        if parts.scheme in {"http", "https"}
        else parts.scheme == "mailto" and "@" in parts.path
    )
