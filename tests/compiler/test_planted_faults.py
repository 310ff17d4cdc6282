"""A whole course with one fault planted in it: the compiler reports that one, at its line, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.compiler.folders import FIRST, change, copy_whole, problems_of

COURSE = "harbour/course.md"
WORKS = "library/works.yaml"


@dataclass(frozen=True)
class Fault:
    """What is changed, and the rule that must say so; `at` stands in the line to be named."""

    rule: str
    old: str
    new: str
    at: str = ""
    file: str = FIRST

    def line(self, text: str) -> int:
        """Return the number of the line at which the fault is to be reported."""
        needle = self.at or self.new
        return text.count("\n", 0, text.index(needle)) + 1


FAULTS = (
    Fault("unknown-key", "why: To see", "wyh: To see\nwhy: To see", at="wyh:"),
    Fault("missing-key", "why: To see what people knew on the morning before.\n", "", at="---"),
    Fault("missing-key", "aims:\n  - Say what the crane drivers wanted.\n", "aims: []\n", at="aims:"),
    Fault("missing-key", "    words: 4100\n", "", at="porter-1\n"),
    Fault("duplicate-key", "plan: branch-night\n", "plan: branch-night\nplan: review\n", at="plan: review"),
    Fault("wrong-type", "plan: branch-night", "plan: branch-nihgt"),
    Fault("wrong-type", "minutes: 9", "minutes: nine"),
    Fault("wrong-type", "other_view: true", "other_view: yes"),
    Fault("yaml", "title: How a strike begins", "title: How: a strike begins"),
    Fault("yaml", "title: How a strike begins", "title: &how How a strike begins"),
    Fault("front-matter", "---\nid: strike", "id: strike", at="id: strike"),
    Fault("front-matter", "report.pdf\n---\n", "report.pdf\n", at="---\nid"),
    Fault("missing-id", "id: strike\n", "", at="---"),
    Fault("bad-id", "{.recall #year}", "{.recall #The_Year}"),
    Fault("duplicate-id", "{.recall #pier}", "{.recall #year}", at="{.recall #year}\nWhat stood"),
    Fault("bad-link", "https://example.org/report.pdf", "javascript:alert(1)", at="address: javascript"),
    Fault("unknown-work", "work: company-report", "work: company-reprot"),
    Fault("unknown-work", "{.quote source=company-report}", "{.quote source=company}"),
    Fault("no-main-reading", "depth: main\n", "depth: further\n", at="readings:"),
    Fault("no-other-view", "    other_view: true\n", "", at="readings:"),
    Fault("unknown-block", "::: note\n", "::: ntoe\n"),
    Fault("unclosed-block", "A note.[^late]\n:::\n", "A note.[^late]\n\n## More\n\nText.\n", at="::: note"),
    Fault("stray-fence", "A note.[^late]\n:::\n", "A note.[^late]\n:::\n\n::::::\n", at="::::::"),
    Fault("blank-line", "code ::: here\n```\n\n", "code ::: here\n```\n\nText.\n", at="::: {.question #who-called"),
    Fault("blank-line", "\n### What they", "### What they", at="### What they"),
    Fault("indented-fence", "A note.[^late]\n", "A note.[^late]\n\n    ::: excerpt\n", at="    ::: excerpt"),
    Fault("misplaced-block", "A note.[^late]\n", "A note.[^late]\n\n::: key-points\nx\n:::\n", at="::: key-points\nx"),
    Fault("bad-attribute", 'part="p. 3"', "part=p. 3"),
    Fault("empty-block", "To be read aloud.\n", "", at="::: excerpt"),
    Fault("missing-note", "::: facilitator\nfacilitator-only: begin with a round.\n:::\n", "", at="{.question #your"),
    Fault("missing-id", "{.question #your-work depth=none}", "{.question depth=none}"),
    Fault("missing-id", "{.recall #year}", "{.recall}"),
    Fault("missing-source", "{.quote source=company-report}", "{.quote}"),
    Fault("bad-recall", ": In 1919.\n", "In 1919.\n", at="{.recall #year}"),
    Fault("bad-date", "1917-02-23 OS", "1917-02-29 OS"),
    Fault("bad-date", "1917-02-23 OS", "1918-02-01 OS"),
    Fault("bad-timeline", "1917-02-23 OS\n", "", at=": Women strike"),
    Fault("unknown-timeline", "from=coast", "from=coats"),
    Fault("heading-order", "### What they", "#### What they"),
    Fault("heading-order", "## The noon", "# The noon"),
    Fault("list-indent", "    - of the night shift", "  - of the night shift"),
    Fault("unclosed-code", "code ::: here\n```\n", "code ::: here\n", at="```"),
    Fault("raw-html", "Before the first heading", "Before the <b>first</b> heading"),
    Fault("bad-link", "(https://example.org/more)", "(//example.org/more)"),
    Fault("bad-link", "(https://example.org/more)", "(data:text/html,x)"),
    Fault("broken-link", "person:ines", "person:inez"),
    Fault("broken-link", "(term:lock-out).[^1]", "(term:lockout).[^1]"),
    Fault("broken-link", "reading:porter-opening", "reading:porter"),
    Fault("broken-link", "module:end", "module:beginning"),
    Fault("broken-link", "(#the-noon)", "(#the-night)"),
    Fault("unknown-footnote", "A note.[^late]", "A note.[^late][^later]"),
    Fault("duplicate-footnote", "[^late]: Porter, p. 90.", "[^late]: Porter, p. 90.\n[^late]: Again.", at="[^late]: Again"),
    Fault("private-footnote", "In 1919.", "In 1919.[^secret]"),
    Fault("unused-footnote", "[^late]: Porter, p. 90.", "[^late]: Porter.\n[^more]: More.", at="[^more]:"),
    Fault("bad-image", "images/pier.png", "images/peer.png"),
    Fault("bad-image", "images/pier.png", "https://example.org/pier.png"),
    Fault("bad-image", "images/pier.png", "../images/pier.png"),
    Fault("image-description", "![A pier with two cranes]", "![]"),
    Fault("hidden-character", "wages", "wa\u200bges"),
    Fault("missing-key", "licence: CC-BY-SA-4.0\n", "", at="---", file=COURSE),
    Fault("wrong-type", "language: en", "language: english", file=COURSE),
    Fault("broken-link", "needs: []", "needs: [habour]", file=COURSE),
    Fault("wrong-type", "rights: free", "rights: fre", file=WORKS),
    Fault("duplicate-id", "- id: company-report", "- id: porter-harbour\n  title: x\n- id: company-report",
          at="- id: porter-harbour\n  title: x", file=WORKS),
    Fault("bad-date", "date: 1919-05-01", "date: 1 May 1919", file="library/timelines/coast.yaml"),
    Fault("broken-link", "    - harbour/strike", "    - harbour/strikes", file="routes.yaml"),
    Fault("translation", "id: strike", "id: grev", file="harbour/tr/01-strike.md"),
)  # fmt: skip


def test_there_are_thirty_faults_and_more() -> None:
    assert len(FAULTS) >= 30
    assert len({fault.rule for fault in FAULTS}) >= 30


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule}: {fault.new[:30]!r}")
def test_a_planted_fault_is_reported_at_its_line_and_nothing_else_is(fault: Fault, tmp_path: Path) -> None:
    root = copy_whole(tmp_path)
    change(root, fault.file, old=fault.old, new=fault.new)
    line = fault.line((root / fault.file).read_text(encoding="utf-8"))
    found = [(problem.path, problem.line, problem.rule) for problem in problems_of(root)]
    assert found == [(fault.file, line, fault.rule)]
