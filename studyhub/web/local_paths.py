"""Where a page may lead on to when an address says so: somewhere on this site, and nowhere else."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


def local_path(given: str | None, *, otherwise: str = "/") -> str:
    """Return the given address if it surely lies on this site (CS-05), else the other one.

    What browsers take for another host is refused even where it is percent-encoded.
    """
    return given if given and is_local_path(given) else otherwise


def is_local_path(given: str) -> bool:
    """Say whether an address is an absolute path of this site and nothing else."""
    try:
        parts = urlsplit(given)
    except ValueError:
        return False
    if parts.scheme or parts.netloc or not given.isprintable() or not given.isascii():
        return False
    path = unquote(parts.path)
    if not path.isprintable() or "\\" in given + path:
        return False
    return given.startswith("/") and "//" not in given.partition("?")[0] and "//" not in path
