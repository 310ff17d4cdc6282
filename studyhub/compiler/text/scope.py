"""What a module's text means while it is rendered: its links, footnotes, images, and for whom it is."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from studyhub.compiler.library_model import Person, Term
from studyhub.compiler.model import GlossaryEntry, Image
from studyhub.compiler.problems import Problems
from studyhub.compiler.text.attributes import read_attributes
from studyhub.compiler.text.body import Body, Text
from studyhub.compiler.text.context import Context
from studyhub.compiler.text.finder import Finder
from studyhub.compiler.text.footnotes import Footnotes, reference
from studyhub.compiler.text.images import NoImageError, address_of, find_image
from studyhub.compiler.text.sanitise import LANGUAGE
from studyhub.compiler.words.addresses import is_address
from studyhub.compiler.words.spelling import meant, nearest

SETTABLE = ("lang", "dir")
DIRECTIONS = ("ltr", "rtl", "auto")
KINDS = ("person", "term", "reading", "module", "https", "mailto")
WHERE = "link to https://…, person:…, term:…, reading:…, module:… or #a-heading"


class ModuleScope:
    """The scope of one module; `private` is set while facilitator material is rendered."""

    def __init__(self, context: Context, body: Body, *, problems: Problems) -> None:
        self.context = context
        self.body = body
        self.problems = problems
        self.footnotes = Footnotes(body.footnotes)
        self.readings: frozenset[str] = frozenset()
        self.anchors: Mapping[str, str] = {}  # what an author calls it -> the id in the page
        self.images: dict[str, Image] = {}
        self.glossary: dict[
            str, tuple[GlossaryEntry, bool]
        ] = {}  # anchor -> entry, and whether readers meet it
        self.private = False
        self.in_footnote = False
        self._finder = Finder(Text(1), problems)
        self._refused: set[str] = set()

    def begin(self, text: Text) -> None:
        """Hear which text is rendered from now on, to know where in the file its faults are."""
        self._finder = Finder(text, self.problems)

    # what the inline rules ask

    def link(self, target: str) -> dict[str, str] | None:
        """Return the attributes of a link, or None for one that leads nowhere."""
        kind, colon, rest = target.partition(":")
        if target.startswith("#"):
            return self._anchor(target[1:])
        if colon and kind in {"person", "term"}:
            return self._entry(kind, rest)
        if colon and kind == "reading":
            return self._known(rest, self.readings, kind="reading", href=f"#reading-{rest}")
        if colon and kind == "module":
            return self._known(
                rest, self.context.modules, kind="module", href=f"/courses/{self.context.course}/{rest}"
            )
        return self._outside(target, kind if colon else "")

    def named(self, name: str) -> str | None:
        """Return the target that a `[name]: address` line gives, or None."""
        target = self.body.targets.get(" ".join(name.lower().split()))
        if target is None or (target.private and not self.private):
            return None
        return target.address

    def footnote(self, label: str) -> ET.Element | None:
        """Return the reference to a footnote, or None where there is none that this audience may see."""
        needle = f"[^{label}]"
        if self.in_footnote:
            message = "a footnote cannot stand here"
            self.problems.add("unknown-footnote", self._finder.place(needle), message=message)
            return None
        note = self.footnotes.cite(label, private=self.private)
        if note is None:
            hint = meant(nearest(label, self.body.footnotes))
            self.problems.add(
                "unknown-footnote", self._finder.place(needle), message="there is no such footnote", hint=hint
            )
            return None
        if note.private and not self.private:
            message = "this footnote belongs to facilitator material, so readers cannot see it"
            hint = "give the readers a footnote of their own, under another name"
            self.problems.add("private-footnote", self._finder.place(needle), message=message, hint=hint)
            return None
        return reference(note)

    def image(self, target: str, description: str) -> dict[str, str] | None:
        """Return the attributes of an image, or None for one that cannot be shown."""
        place = self._finder.place(target)
        if not description.strip():
            message = "this image has no description"
            hint = "say between the brackets what it shows, for those who cannot see it"
            self.problems.add("image-description", place, message=message, hint=hint)
        try:
            image = find_image(target, self.context)
        except NoImageError as error:
            self.problems.add("bad-image", place, message=str(error))
            return None
        self.images.setdefault(image.sha256, image)
        return {"src": address_of(image, self.context), "alt": description.strip(), "loading": "lazy"}

    def attributes(self, text: str) -> dict[str, str]:
        """Return the attributes in braces that an author may set: language and direction."""
        found = read_attributes(text, line=1, column=1)
        kept = {key: pair.value for key, pair in found.pairs.items() if key in SETTABLE}
        fine = LANGUAGE.match(kept.get("lang", "en")) and kept.get("dir", "ltr") in DIRECTIONS
        if found.junk or found.classes or found.ids or len(kept) < len(found.pairs) or not fine:
            message = "only lang and dir can be set here"
            self.problems.add(
                "bad-attribute", self._finder.place(text), message=message, hint="for example {lang=ru}"
            )
            return {}
        return kept

    def refuse(self, tag: str) -> None:
        """Report raw HTML; where an opening tag has been reported, its end is not."""
        name = tag.strip("</> ").partition(" ")[0].lower()
        if tag.startswith("</") and name in self._refused:
            return
        self._refused.add(name)
        self.problems.add(
            "raw-html",
            self._finder.place(tag),
            message="HTML is not written here",
            hint="write it in Markdown",
        )

    def hide(self, entity: str) -> None:
        """Report an entity for a character that nobody can see."""
        message = "here is written a character that nobody can see"
        self.problems.add("hidden-character", self._finder.place(entity), message=message, fix="")

    # kinds of links

    def _anchor(self, name: str) -> dict[str, str] | None:
        if name in self.anchors:
            return {"href": f"#{self.anchors[name]}"}
        hint = meant(nearest(name, self.anchors))
        self.problems.add(
            "broken-link", self._finder.place(f"#{name}"), message="nothing here is called so", hint=hint
        )
        return None

    def _outside(self, target: str, kind: str) -> dict[str, str] | None:
        if not is_address(target):
            near = nearest(kind, KINDS) if kind else ""
            hint = f"did you mean “{near}:”?" if near not in {"", kind} else WHERE
            self.problems.add(
                "bad-link", self._finder.place(target), message="this link leads nowhere", hint=hint
            )
            return None
        if kind.lower() == "mailto":
            return {"href": target}
        return {"href": target, "class": "outside", "rel": "noreferrer"}

    def _known(self, name: str, known: frozenset[str], *, kind: str, href: str) -> dict[str, str] | None:
        if name in known:
            return {"href": href}
        if kind != "module" or self.context.is_complete:
            self._broken(kind, name, known=known)
        return None

    def _entry(self, kind: str, name: str) -> dict[str, str] | None:
        known: Mapping[str, Person | Term]
        known = self.context.library.people if kind == "person" else self.context.library.terms
        found = known.get(name)
        if found is None:
            self._broken(kind, name, known=known)
            return None
        entry = _glossary_entry(kind, found)
        public = not self.private or self.glossary.get(entry.anchor, (entry, False))[1]
        self.glossary[entry.anchor] = (entry, public)
        return {"href": f"#{entry.anchor}", "class": "gloss"}

    def _broken(self, kind: str, name: str, *, known: Mapping[str, object] | frozenset[str]) -> None:
        near = nearest(name, known)
        place = self._finder.place(f"{kind}:{name}")
        hint = meant(near)
        fix = f"{kind}:{near}" if near else None
        self.problems.add("broken-link", place, message=f"there is no {kind} of this id", hint=hint, fix=fix)


def _glossary_entry(kind: str, found: Person | Term) -> GlossaryEntry:
    lived = found.lived if isinstance(found, Person) else ""
    return GlossaryEntry(kind, found.id, found.name, found.text, found.source, lived)
