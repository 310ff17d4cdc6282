"""A passage taken out of its module, as HTML that can stand on another page."""

from __future__ import annotations

import re

from studyhub.compiler.beside import TAG, VOID
from studyhub.compiler.model import Module
from studyhub.compiler.text.plain import REFERENCE

ID = re.compile(r' id="[^"]*+"')
WITHIN = 'href="#'
EVENT = '<li class="event"'


def passage_html(module: Module, key: str, *, home: str) -> str:
    """Return a passage's own element without its notes; its links into the module lead to `home`."""
    element = next(filter(None, (_element(part.html, key) for part in module.parts)), "")
    html = TAG.sub(
        lambda tag: ID.sub("", tag[0]).replace(WITHIN, f'href="{home}#'), REFERENCE.sub("", element)
    )
    if html.startswith(EVENT):
        return f'<ol class="timeline">{html}</ol>'
    return f"<ul>{html}</ul>" if html.startswith("<li") else html


def _element(html: str, key: str) -> str:
    start = html.rfind("<", 0, max(html.find(f' id="{key}"'), 0))
    if start < 0:
        return ""
    depth = 0
    for found in TAG.finditer(html, start):
        depth += 0 if found[2] in VOID else -1 if found[1] else 1
        if not depth:
            return html[start : found.end()]
    return ""
