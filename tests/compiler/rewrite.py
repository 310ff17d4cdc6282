"""Write what the compiler makes of the golden cases into their files: `python -m tests.compiler.rewrite [case …]`.

Look at the difference before you commit it: it is the review. A new case is a folder with `courses/` in it;
with an empty `expected.json` beside it, the courses are written down too, not the problems alone.
"""

from __future__ import annotations

import sys

from tests.compiler.golden import CASES, case_names, outcome


def main() -> None:
    """Rewrite the named cases, or all."""
    for name in sys.argv[1:] or case_names():
        for file, text in outcome(name).items():
            (CASES / name / file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
