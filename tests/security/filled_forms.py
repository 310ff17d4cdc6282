"""Every form on a page, as a browser without scripts would send it untouched."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass(slots=True)
class FoundForm:
    """Where a form is sent, and what stands in it."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[FoundForm] = []
        self.by_id: dict[str, FoundForm] = {}
        self.open: FoundForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = FoundForm(
                urljoin(self.page, given.get("action", "")), given.get("method", "get").lower()
            )
            self.forms.append(self.open)
            self.by_id[given.get("id", "")] = self.open
        elif tag in {"input", "textarea", "select", "button"}:
            self._fill(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None

    def _fill(self, given: dict[str, str]) -> None:
        form = self.by_id.get(given["form"]) if "form" in given else self.open
        if form is None:
            return
        if "formaction" in given:  # one form with several buttons: each is a form of its own
            self.forms.append(FoundForm(urljoin(self.page, given["formaction"]), "post", dict(form.fields)))
        elif given.get("type") not in {"radio", "checkbox"} or "checked" in given:
            form.fields.setdefault(given.get("name", ""), given.get("value", ""))


def forms_on(page: str, text: str) -> list[FoundForm]:
    """List the forms of a page that are posted, each once, with what stands in them."""
    reader = _Reader(page)
    reader.feed(text)
    found = {(form.action, *sorted(form.fields)): form for form in reader.forms if form.method == "post"}
    return list(found.values())
