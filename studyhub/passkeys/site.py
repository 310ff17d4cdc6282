"""By what name passkeys know this StudyHub: a passkey works at one address and at no other, which no forged page can have."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, request

from studyhub.settings import Settings

USUAL_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Site:
    """The host name to which passkeys are tied, and the origin that a browser signs with each answer."""

    host: str
    origin: str


def site_here() -> Site | None:
    """Return the site of this StudyHub; None where it is opened by a number, to which no passkey can be tied.

    Where the operator named the address, nothing that a request says of it is heard.
    """
    settings: Settings = current_app.extensions["settings"]
    return site_at(settings.address or f"http://{request.host}")


def site_at(address: str) -> Site | None:
    """Return the site at an address, written as browsers write it; None for a number."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not host or _is_number(host):
        return None
    port = "" if parts.port in {None, USUAL_PORTS[parts.scheme]} else f":{parts.port}"
    return Site(host, f"{parts.scheme}://{host}{port}")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
