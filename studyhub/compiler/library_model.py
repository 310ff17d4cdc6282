"""The things that all courses of a folder share: works, people, terms, timelines, routes, and who runs them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing of a work: where it can be read, in which language, and with which rights."""

    language: str
    translator: str
    address: str
    rights: str


@dataclass(frozen=True, slots=True)
class Work:
    """A text that exists in the world."""

    id: str
    author: str
    title: str
    year: str
    printings: tuple[Printing, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the glossary: one or two sourced sentences."""

    id: str
    name: str
    lived: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term or an organisation of the glossary: one or two sourced sentences."""

    id: str
    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline: its date as written, and what happened, in Markdown."""

    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A timeline that several modules share."""

    id: str
    title: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who runs this copy of the courses: the one file that a different group changes."""

    name: str = ""
    address: str = ""
    documents: tuple[tuple[str, str], ...] = ()  # title, address


@dataclass(frozen=True, slots=True)
class Route:
    """A suggested way through several courses: steps are `course` or `course/module`."""

    id: str
    title: str
    summary: str
    steps: tuple[str, ...]
