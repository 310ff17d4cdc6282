"""Rules about the text itself: headings, links, notes, images, HTML."""

from __future__ import annotations

from studyhub.compiler.rules.rule import advice, error

OF_TEXT = (
    error(
        "heading-order",
        "Headings go down one step at a time, from ##.",
        explanation="Screen readers and the contents rely on it. The title of a module stands in its front matter.",
        bad="# The two powers\n\n#### The Soviet",
        good="## The two powers\n\n### The Soviet",
    ),
    error(
        "list-indent",
        "A list inside a list is indented by four spaces.",
        explanation="With fewer it becomes a part of the list around it, without a word.",
        bad="- the Soviet\n  - its committee",
        good="- the Soviet\n    - its committee",
    ),
    error(
        "unclosed-code",
        "Code ends.",
        explanation="A line of three backticks opens code, another closes it. Without it all the rest would be code.",
        bad="```\nls courses",
        good="```\nls courses\n```",
    ),
    error(
        "raw-html",
        "HTML is not written in courses.",
        explanation="Markdown says it in a way that every page, book and export can show. Allowed are br, abbr, bdi, cite, dfn, "
        "kbd, q, span, sub, sup with lang, dir or title, and comments that begin on a line of their own.",
        bad="<div class=box>Remember</div>",
        good="::: note\nRemember\n:::",
    ),
    error(
        "bad-link",
        "Links lead to where a page may lead.",
        explanation="That is https://, http://, mailto:, #a-heading, and inside: person:, term:, reading:, module:.",
        bad="[the next module](03-april.md)",
        good="[the next module](module:april)",
    ),
    error(
        "broken-link",
        "Links inside lead somewhere.",
        explanation="People and terms stand in the library, readings in the module's front matter, modules in the course.",
        bad="[Kerensky](person:kerenski)",
        good="[Kerensky](person:kerensky)",
    ),
    error(
        "unknown-footnote",
        "Each footnote that the text cites is written down.",
        explanation="A footnote itself cannot cite another, and a course's introduction has none.",
        bad="A claim.[^census]",
        good="A claim.[^census]\n\n[^census]: The census of 1897.",
    ),
    error(
        "duplicate-footnote",
        "A footnote is written down once.",
        explanation="Of two, one would be lost.",
        bad="[^1]: One book.\n[^1]: Another book.",
        good="[^1]: One book.\n[^2]: Another book.",
    ),
    error(
        "private-footnote",
        "A footnote of facilitator material is not cited in the readers' text.",
        explanation="Who cites a footnote first decides who sees it, and what is meant for facilitators stays with them.",
        bad="[^split] first in ::: facilitator, then in the text",
        good="[^split] there, [^split-sources] in the text",
    ),
    advice(
        "unused-footnote",
        "Each footnote is cited.",
        explanation="Nobody will see one that is not.",
        bad="[^census]: The census of 1897.",
        good="A claim.[^census]\n\n[^census]: The census of 1897.",
    ),
    error(
        "bad-image",
        "Images stand in the course's own folder.",
        explanation="An image on another computer would tell it who reads. PNG, JPEG, GIF, WebP and AVIF are shown, up to 4 MB.",
        bad="![A map](https://example.org/map.png)",
        good="![A map of Petrograd in 1917](images/petrograd.png)",
    ),
    error(
        "image-description",
        "Images are described.",
        explanation="Some readers cannot see them, and some save their data.",
        bad="![](images/petrograd.png)",
        good="![A map of Petrograd in 1917](images/petrograd.png)",
    ),
    error(
        "too-dense",
        "A text is one that can be read in time.",
        explanation="Hundreds of brackets in a paragraph and things nested a dozen deep are not written by hand, and they "
        "would keep the computer busy.",
        bad="a paragraph of a thousand brackets",
        good="smaller paragraphs",
    ),
    error(
        "too-slow",
        "A file is compiled in time.",
        explanation="The compiler was stopped at this file. It holds something that keeps the computer busy.",
        bad="a text made to keep a computer busy",
        good="the same text without the paragraph that does",
    ),
)
