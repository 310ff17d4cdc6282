"""What one line of a module can be. Every expression is linear: it never searches a text twice."""

from __future__ import annotations

import re

FENCE = re.compile(r" {0,3}:{3,}+[ \t]*+(.*)\Z")
INDENTED_FENCE = re.compile(r"(?: {4,}|\t)\s*+:{3,}+\s*+(?:[\w{].*)?\Z")
HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*))?\Z")
CROWDED_HEADING = re.compile(r"(#{1,6})[^\s#\d]")
UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*\Z")
CODE = re.compile(r" {0,3}(`{3,}+|~{3,}+)([^`]*)\Z")
FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)\Z")
TARGET = re.compile(r" {0,3}\[([^\]^\s][^\]]*)\]:[ \t]+<?([^\s<>]+)>?(?:[ \t]+[\"'(].*)?[ \t]*\Z")
COMMENT = re.compile(r" {0,3}<!--")
COMMENT_END = "-->"
DEEPER = re.compile(r"(?: {4}|\t)")
BULLET = re.compile(r" {0,3}[-*+][ \t]+\S")
ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
NARROW_ITEM = re.compile(r"( {1,3})(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
QUOTE = re.compile(r" {0,3}>")


def is_blank(line: str) -> bool:
    """Tell whether nothing stands on a line."""
    return not line or line.isspace()


def ends_code(line: str, fence: str) -> bool:
    """Tell whether a line closes a code block that `fence` opened."""
    bare = line.strip(" \t")
    indent = len(line) - len(line.lstrip(" "))
    return indent < len("    ") and len(bare) >= len(fence) and not bare.strip(fence[0])
