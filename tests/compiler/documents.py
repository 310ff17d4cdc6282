"""Documents for fuzzing: real syntax of the format, broken syntax, and garbage, mixed."""

from __future__ import annotations

from hypothesis import strategies as st

from studyhub.compiler.text.block_names import KINDS

HEAD = """id: module
title: A module
why: To have one.
aims: [See]
readings:
  - {id: main, work: porter-harbour, depth: main, minutes: 5, other_view: true}
"""
WORD = st.sampled_from(
    [
        "strike",
        "[Inés](person:ines)",
        "[x](term:lock-out)",
        "[a](reading:main)",
        "[m](module:module)",
        "[e](https://example.org)",
        "*em*",
        "**strong**",
        "`code`",
        "[^1]",
        "[^2]",
        "[^1]:",
        "![pier](images/pier.png)",
        "<sub>2</sub>",
        "<br>",
        "<b>x</b>",
        "&amp;",
        "&nbsp;",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "[a]{lang=ru}",
        "\\",
        "\\*",
        "_",
        "*",
        "`",
        "```",
        "~~~",
        ":::",
        "<",
        ">",
        "|",
        "#",
        "##",
        "###",
        "-",
        "1.",
        ":",
        "=>",
        "1917-02-23",
        "OS",
        "1921/1922",
        "c.",
        "[x](javascript:x)",
        "-->",
        "<!--",
        "\x02",
        "\x03",
        "\u200b",
        "\u202e",
        "\x00",
        "\ufeff",
        "é",
        "中文",
        "שלום",
        "😀",
        "=",
        "",
        "",
        "\t",
    ]
)
INLINE = st.lists(WORD, max_size=8).map(" ".join)
GARBAGE = st.text(max_size=60)
NAMES = st.sampled_from([*KINDS, "qestion", "", "{", "{.note", "{}", "{.}", "{#}", "{.note lang=ar dir=rtl}"])
PAIRS = [
    "#a",
    "#b",
    "#B_b",
    "depth=main",
    "depth=none",
    "depth=x",
    "minutes=5",
    "minutes=x",
    "source=porter-harbour",
    "source=x",
    "part='ch.",
    "1'",
    "by=A",
    "from=coast",
    "from=x",
    "start=1917",
    "end=x",
    "meaning=changed",
    '="',
    "x",
]
ATTRIBUTES = st.lists(st.sampled_from(PAIRS), max_size=4).map(" ".join)
LINE = st.one_of(
    INLINE,
    GARBAGE,
    st.builds(
        "{}{}".format,
        st.sampled_from(["- ", "    - ", "1. ", "> ", "> > ", ": ", "    ", "\t", "  - "]),
        INLINE,
    ),
    st.builds("{} {}".format, st.sampled_from(["#", "##", "###", "####", "##"]), INLINE),
    st.builds("[^{}]: {}".format, st.sampled_from(["1", "2", "x", ""]), INLINE),
    st.builds(
        "[{}]: {}".format, st.sampled_from(["1", "a", ""]), st.sampled_from(["https://example.org", "x", ""])
    ),
    st.sampled_from(
        ["", "", "", ":::", "::::::", "```", "~~~", "---", "===", "| a | b |", "|---|--:|", "<!-- c", "-->"]
    ),
    st.sampled_from(
        ["1917-02-23 OS", "1918-02-01 OS", "1921/1922", "c. 1921", "x", ": an event", "    more of it"]
    ),
    st.builds("::: {{.{} {}}}".format, NAMES, ATTRIBUTES),
    st.builds("::: {}".format, NAMES),
)


def _block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("\n::: {{.{} {}}}\n{}\n:::\n".format, st.sampled_from(list(KINDS)), ATTRIBUTES, inner)


LINES = st.lists(LINE, max_size=8).map("\n".join)
BLOCKS = st.recursive(
    LINES, lambda inner: st.one_of(_block(inner), st.builds("{}\n\n{}".format, inner, inner))
)
YAML_LINE = st.one_of(
    GARBAGE,
    st.sampled_from(HEAD.splitlines()),
    st.builds(
        "{}{}: {}".format,
        st.sampled_from(["", "  ", "- ", "  - "]),
        st.sampled_from(["id", "title", "why", "aims", "plan", "readings", "depth", "minutes", "work", "x"]),
        st.sampled_from(
            [
                "",
                "x",
                "[a, b]",
                "{a: b}",
                "&a x",
                "*a",
                "!!python/object:os.system x",
                "|",
                ">",
                "'",
                '"',
                "no",
            ]
        ),
    ),
)
FRONT_MATTER = st.one_of(st.just(HEAD), st.lists(YAML_LINE, max_size=10).map("\n".join))
DOCUMENT = st.one_of(
    st.builds("---\n{}---\n\n{}".format, st.just(HEAD), st.lists(BLOCKS, max_size=5).map("\n".join)),
    st.builds("---\n{}\n---\n{}".format, FRONT_MATTER, BLOCKS),
    LINES,
    GARBAGE,
)
