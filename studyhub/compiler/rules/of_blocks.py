"""Rules about blocks, the fenced divs that begin with three colons."""

from __future__ import annotations

from studyhub.compiler.rules.rule import error

OF_BLOCKS = (
    error(
        "unknown-block",
        "Only known blocks are used.",
        explanation="A block that nobody knows is shown to nobody, for it may have been meant for facilitators.",
        bad="::: qestion",
        good="::: question",
    ),
    error(
        "unclosed-block",
        "Every block is closed.",
        explanation="A line of three colons closes the block that was opened last. An open one swallows what follows.",
        bad="::: note\nA remark.\n\n## The next part",
        good="::: note\nA remark.\n:::\n\n## The next part",
    ),
    error(
        "stray-fence",
        "A line of colons closes a block that is open.",
        explanation="One too many often means that another block was closed too early, with facilitator material in it.",
        bad="A paragraph.\n\n:::",
        good="::: note\nA paragraph.\n:::",
    ),
    error(
        "blank-line",
        "Blocks, headings, lists and quotations have an empty line before them.",
        explanation="Without it, Markdown takes them for a part of the paragraph above.",
        bad="A paragraph.\n::: note",
        good="A paragraph.\n\n::: note",
    ),
    error(
        "indented-fence",
        "A block begins at the start of its line.",
        explanation="An indented one is taken for text.",
        bad="    ::: note",
        good="::: note",
    ),
    error(
        "misplaced-block",
        "Blocks stand where they belong.",
        explanation="A facilitator note stands in a question or by itself, a position in a disputed question, "
        "quotes and timelines anywhere in a text.",
        bad="::: note\n::: question",
        good="::: note\n:::\n\n::: question",
    ),
    error(
        "bad-attribute",
        "Attributes are written .class, #id and key=value.",
        explanation="Values with spaces in them need quotation marks. In a text only lang and dir can be set.",
        bad="::: {question #who-governed part=ch. 11}",
        good='::: {.question #who-governed} or {.quote source=reed part="ch. 11"}',
    ),
    error(
        "empty-block",
        "A block holds something.",
        explanation="An empty one is a heading with nothing below it.",
        bad="::: lead-off\n:::",
        good="::: lead-off\nOne claim, three pieces of evidence, …\n:::",
    ),
    error(
        "twice",
        "A module has one block of key points and one lead-off.",
        explanation="Each has one place on the page.",
        bad="two blocks ::: key-points",
        good="one with all of them",
    ),
    error(
        "missing-note",
        "A discussion question has a facilitator note.",
        explanation="It says what a good discussion brings out and where people part company, not who is right.",
        bad="::: {.question #land}\nWho should have the land?\n:::",
        good="::: {.question #land}\nWho should have the land?\n\n::: facilitator\n…\n:::\n:::",
    ),
    error(
        "too-few-positions",
        "A disputed question has two or more positions.",
        explanation="With one there is no dispute.",
        bad="::: {.disputed #inevitable}\n…\n:::",
        good="two blocks {.position by=… source=…} inside it",
    ),
    error(
        "missing-source",
        "Quotes and positions say where they come from.",
        explanation="Readers must be able to look it up. A position also says whose it is.",
        bad="::: quote",
        good='::: {.quote source=trotsky-history part="vol. 1, ch. 11"}',
    ),
    error(
        "bad-recall",
        "A recall prompt is a question and an answer.",
        explanation="The answer begins on a line of its own with a colon and a space.",
        bad="::: {.recall #order-one}\nWhat was Order No. 1?\n:::",
        good="::: {.recall #order-one}\nWhat was Order No. 1?\n\n: The Soviet's order on soldiers' committees.\n:::",
    ),
    error(
        "bad-timeline",
        "A timeline is made of dates with events below them.",
        explanation="An event begins with a colon and a space, and its further lines with four spaces. A shared timeline is named by from= and has no lines of its own.",
        bad="::: timeline\nIn February women strike.\n:::",
        good="::: timeline\n1917-02-23 OS\n: Women textile workers strike.\n:::",
    ),
    error(
        "bad-date",
        "Dates are written so that they can be sorted and converted.",
        explanation="1921, 1921-03, 1921-03-01, a range with /, “c.” before it; OS after a day or month of the Julian "
        "calendar, until 31 January 1918.",
        bad="23 Feb. 1917",
        good="1917-02-23 OS",
    ),
    error(
        "unknown-timeline",
        "A shared timeline is called by the name of its file.",
        explanation="library/timelines/russia-1917.yaml is the timeline russia-1917.",
        bad="::: {.timeline from=1917}",
        good="::: {.timeline from=russia-1917 start=1917-02 end=1917-04}",
    ),
)
