"""Rules about ids, and about what a course and a module have as a whole."""

from __future__ import annotations

from studyhub.compiler.rules.rule import error

OF_MODULES = (
    error(
        "missing-id",
        "Courses, modules, readings, questions and prompts have an id.",
        explanation="Progress, answers and cards hold on to the id, so that a text can be reworded, renamed and moved.",
        bad="::: question",
        good="::: {.question #who-governed}",
    ),
    error(
        "bad-id",
        "An id is made of small letters, digits and single hyphens.",
        explanation="It stands in addresses. “print”, “editions” and “images” are taken by pages.",
        bad="id: Dual_Power",
        good="id: dual-power",
    ),
    error(
        "duplicate-id",
        "An id stands once in a course.",
        explanation="Otherwise one thing's answers would turn up at the other. Give the newer of the two another id.",
        bad="{.question #land} in two modules",
        good="{.question #land} and {.question #land-decree}",
    ),
    error(
        "unknown-work",
        "Works are named by their id in library/works.yaml.",
        explanation="One list keeps titles, printings and rights the same in all courses.",
        bad="work: trotsky-histroy",
        good="work: trotsky-history",
    ),
    error(
        "no-main-reading",
        "A module sets a main reading.",
        explanation="It is what the meeting is about.",
        bad="readings: []",
        good="readings:\n  - id: history-ch11\n    work: trotsky-history\n    depth: main\n    minutes: 23",
    ),
    error(
        "no-other-view",
        "A module sets a voice that disagrees.",
        explanation="People who have met the strongest other view argue better, and trust the course.",
        bad="three readings by one author",
        good="- id: rabinowitch-intro\n  work: rabinowitch\n  depth: further\n  pages: 12\n  other_view: true",
    ),
    error(
        "no-short-path",
        "There is a way through a module of at most fifteen minutes.",
        explanation="Somebody with little time comes to the meeting all the same.",
        bad="a text of 25 minutes and one reading of 40",
        good="a reading with depth: short and minutes: 10",
    ),
    error(
        "too-few-questions",
        "A module has at least three discussion questions.",
        explanation="A meeting of an hour and a half needs a choice.",
        bad="two blocks {.question …}",
        good="three to five of them",
    ),
    error(
        "no-open-question",
        "One question can be discussed by a person who has read nothing.",
        explanation="Nobody should sit through a meeting without being able to speak.",
        bad="every question needs the main reading",
        good="::: {.question #at-your-work depth=none}",
    ),
    error(
        "too-few-prompts",
        "A module has at least three recall prompts.",
        explanation="They ask for dates, names and definitions, never for interpretations.",
        bad="one block {.recall …}",
        good="three or more of them",
    ),
    error(
        "no-text",
        "A module has a text of its own.",
        explanation="It is what joins the readings together.",
        bad="front matter and three questions",
        good="## The two powers\n\nIn March 1917 …",
    ),
    error(
        "translation",
        "A translation mirrors its original.",
        explanation="It stands in a folder called by its language and keeps the original's file names and ids, so that "
        "progress goes with a person from one language to the other.",
        bad="tr/02-subat.md",
        good="tr/02-february.md with the same id",
    ),
)
