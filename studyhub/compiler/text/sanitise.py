"""The last gate: whatever made the HTML, only what stands in this list gets through."""

from __future__ import annotations

import re

import nh3

from studyhub.compiler.files.source import UNSEEN

TAGS = {
    "a", "abbr", "bdi", "blockquote", "br", "cite", "code", "dd", "dfn", "div", "dl", "dt", "em", "figcaption",
    "figure", "h3", "h4", "h5", "h6", "hr", "img", "kbd", "li", "ol", "p", "pre", "q", "span", "strong", "sub",
    "sup", "table", "tbody", "td", "th", "thead", "time", "tr", "ul",
}  # fmt: skip
SHARED = {"id", "class", "lang", "dir", "title"}
ATTRIBUTES = {
    **dict.fromkeys(TAGS, SHARED),
    "a": SHARED | {"href", "rel", "role"},
    "img": SHARED | {"src", "alt", "loading", "width", "height"},
    "ol": SHARED | {"start"},
    "time": SHARED | {"datetime"},
}
SCHEMES = {"http", "https", "mailto"}
CLASSES = frozenset(
    {
        "centre",
        "end",
        "event",
        "excerpt",
        "fn",
        "gloss",
        "new-style",
        "note",
        "old-style",
        "outside",
        "quote",
        "timeline",
        "when",
    }
)
ID = re.compile(r"(?:p-[0-9a-f]{8}|s-[\w-]{1,64}|fnref(?:-f)?-\d{1,5})(?:-\d{1,5})?\Z")
ADDRESS = re.compile(
    r"https?://[^/\\\s]|mailto:|#|/courses/[a-z0-9-]+/[a-z0-9-]+\Z|/j/[a-z0-9-]+\Z", re.IGNORECASE
)
IMAGE = re.compile(r"/courses/[a-z0-9-]+/images/[0-9a-f]{64}\.[a-z]{3,4}\Z")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")
VALUES = {
    "id": ID.match,
    "href": ADDRESS.match,
    "src": IMAGE.match,
    "lang": LANGUAGE.match,
    "dir": re.compile(r"(?:ltr|rtl|auto)\Z").match,
    "rel": re.compile(r"noreferrer\Z").match,
    "role": re.compile(r"doc-noteref\Z").match,
    "loading": re.compile(r"lazy\Z").match,
}


def sanitise(html: str) -> str:
    """Return HTML that holds only the tags, attributes, classes and addresses which the compiler writes."""
    return UNSEEN.sub(" ", _CLEANER.clean(html))  # an entity has become what it means only now


def _attribute(*met: str) -> str | None:
    _, name, value = met
    if name == "class":
        kept = [word for word in value.split() if word in CLASSES]
        return " ".join(kept) or None
    allowed = VALUES.get(name)
    return value if allowed is None or allowed(value) else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    url_schemes=SCHEMES,
    attribute_filter=_attribute,
    link_rel=None,
    strip_comments=True,
)
