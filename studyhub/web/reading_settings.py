"""How a person likes to read: colours, size, spacing, type. One short text, in the account or in a cookie."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from urllib.parse import parse_qsl, urlencode

CHOICES: dict[str, tuple[str, ...]] = {  # the first of each is what a new reader gets
    "theme": ("auto", "paper", "night", "lamp", "contrast"),
    "size": ("2", "1", "3", "4", "5"),
    "spacing": ("normal", "loose"),
    "typeface": ("literata", "serif", "sans"),
    "hyphens": ("on", "off"),
    "paragraphs": ("indented", "spaced"),
    "fonts": ("ours", "device"),
    "tab": ("page", "plain"),
    "leave": ("off", "on"),
}


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """One choice of each kind; see CHOICES for what there is."""

    theme: str = "auto"
    size: str = "2"
    spacing: str = "normal"
    typeface: str = "literata"
    hyphens: str = "on"
    paragraphs: str = "indented"
    fonts: str = "ours"
    tab: str = "page"  # what the browser shows of a page in its tab and keeps in its history
    leave: str = "off"  # whether every page has a way out; asked for on a page of its own

    def to_text(self) -> str:
        """Write down what differs from the defaults: `theme=night&size=3`."""
        default = asdict(ReadingSettings())
        return urlencode({name: value for name, value in asdict(self).items() if value != default[name]})

    @classmethod
    def from_text(cls, text: str) -> ReadingSettings:
        """Read what `to_text` wrote; whatever is not a known choice falls back to the default."""
        given = dict(parse_qsl(text))
        names = [field.name for field in fields(cls)]
        return cls(**{name: given[name] for name in names if given.get(name) in CHOICES[name]})
