"""Reading a module's text line by line into pieces, and finding what is wrong with its shape.

Python-Markdown keeps no positions and turns a broken block into text without a word, so blocks, headings,
code, footnotes and comments are found here; the text between them is rendered later, piece by piece.
"""

from __future__ import annotations

import studyhub.compiler.text.lines as form
from studyhub.compiler.model import Fix
from studyhub.compiler.problems import Place, Problems
from studyhub.compiler.text.attributes import Attributes, read_attributes
from studyhub.compiler.text.block_names import PRIVATE, open_block
from studyhub.compiler.text.body import Block, Body, Code, Definition, Heading, Piece, Target, Text

DEEPEST = 6
TOP = 2  # level of a part's heading


def scan(lines: tuple[str, ...], first: int, *, problems: Problems) -> Body:
    """Return the pieces of the text that begins at line `first` (counted from 1) of a file's lines."""
    scanner = _Scanner(lines, first, problems=problems)
    while scanner.at < len(lines):
        scanner.step()
    scanner.close_all("at the end of the file")
    return scanner.body


class _Scanner:
    def __init__(self, lines: tuple[str, ...], first: int, *, problems: Problems) -> None:
        self.lines = lines
        self.first = self.at = first - 1  # indexes of the first line and of the one to read
        self.problems = problems
        self.body = Body()
        self.open: list[Block] = []
        self.fresh = True  # whether a new block may begin here: after an empty line, a heading, a fence
        self.unclosed: dict[str, int] = {}  # sign of a code fence -> length that nothing closes
        self.level = 1  # of the heading above
        self.last_comment_end = max(
            (i for i, line in enumerate(lines) if form.COMMENT_END in line), default=-1
        )

    def step(self) -> None:
        line = self.lines[self.at]
        if form.is_blank(line):
            self.text("", fresh=True)
        elif fence := form.FENCE.match(line):
            self.fence(fence[1].strip(), fence.start(1))
        elif code := form.CODE.match(line):
            self.code(code[1])
        elif heading := form.HEADING.match(line):
            self.heading(len(heading[1]), heading[2] or "", column=heading.start(2))
        elif form.COMMENT.match(line):
            self.comment(line)
        elif note := form.FOOTNOTE.match(line):
            self.footnote(note[1], note[2])
        elif (target := form.TARGET.match(line)) and self.fresh:
            self.target(target[1], target[2])
        else:
            self.shape(line)
            self.text(line, fresh=False)

    # pieces

    def text(self, line: str, *, fresh: bool) -> None:
        pieces = self.pieces()
        last = pieces[-1] if pieces else None
        if not isinstance(last, Text):
            last = Text(self.at + 1)
            pieces.append(last)
        last.lines.append(line)
        self.fresh = fresh
        self.at += 1

    def add(self, piece: Piece) -> None:
        self.pieces().append(piece)
        self.fresh = True

    def pieces(self) -> list[Piece]:
        return self.open[-1].children if self.open else self.body.pieces

    # blocks

    def fence(self, rest: str, column: int) -> None:
        if not rest:
            self.close()
        else:
            self.begins("a block")
            block = open_block(rest, self.at + 1, column=column + 1, around=self.open, problems=self.problems)
            if len(self.open) >= DEEPEST:
                self.problems.add(
                    "misplaced-block", block.place, message=f"blocks are nested more than {DEEPEST} deep"
                )
            else:
                self.add(block)
            self.open.append(block)
        self.fresh = True
        self.at += 1

    def close(self) -> None:
        if self.open:
            self.open.pop()
        else:
            place = self.problems.whole(self.at + 1)
            self.problems.add("stray-fence", place, message="this line closes a block, but none is open")

    def close_all(self, where: str) -> None:
        for block in self.open:
            name = f"“{block.name}”" if block.name else "that begins here"
            message = f"the block {name} is still open {where}"
            self.problems.add(
                "unclosed-block", block.place, message=message, hint="close it with a line of :::"
            )
        self.open.clear()

    def begins(self, what: str) -> None:
        if self.fresh:
            return
        number = self.at + 1
        self.problems.add(
            "blank-line",
            self.problems.whole(number),
            message=f"{what} needs an empty line before it",
            fix=Fix(number, 1, 1, "\n"),
        )

    # other pieces

    def code(self, fence: str) -> None:
        end = self.code_end(fence)
        if end is None:  # what follows is more likely text than code
            place = self.problems.whole(self.at + 1)
            self.problems.add("unclosed-code", place, message="this code never ends")
            self.text("", fresh=True)
            return
        self.add(Code(self.at + 2, list(self.lines[self.at + 1 : end])))
        self.at = end + 1

    def code_end(self, fence: str) -> int | None:
        if len(fence) >= self.unclosed.get(fence[0], len(fence) + 1):
            return None  # a shorter fence above was not closed either
        for end in range(self.at + 1, len(self.lines)):
            if form.ends_code(self.lines[end], fence):
                return end
        self.unclosed[fence[0]] = len(fence)
        return None

    def heading(self, level: int, title: str, *, column: int) -> None:
        number = self.at + 1
        place = self.problems.whole(number)
        self.begins("a heading")
        if self.open and level <= TOP:
            self.close_all(f"at the next heading, in line {number}")
        elif self.open:
            self.problems.add("heading-order", place, message="a block holds no headings")
        else:
            self.order(level, place)
        title, attributes = _attributes(title, number, column=column)
        if not title:
            self.problems.add("heading-order", place, message="this heading is empty")
        self.at += 1
        self.add(Heading(place, level, title, attributes))

    def order(self, level: int, place: Place) -> None:
        if level == 1:
            message = "a heading in the text begins with ##; the title stands in the front matter"
            fix = Fix(place.line, place.column, place.column + 1, "##")
            self.problems.add("heading-order", place, message=message, fix=fix)
        elif level > self.level + 1:
            message = f"a heading of level {level} follows one of level {self.level}"
            self.problems.add(
                "heading-order", place, message=message, hint=f"begin it with {'#' * (self.level + 1)}"
            )
        self.level = max(level, TOP)

    def comment(self, line: str) -> None:
        end = self.at
        if self.last_comment_end < self.at:
            self.problems.add("raw-html", self.problems.whole(end + 1), message="this comment never ends")
            self.text("", fresh=True)
            return
        while form.COMMENT_END not in self.lines[end]:
            end += 1
        rest = self.lines[end].partition(form.COMMENT_END)[2]
        while self.at < end:
            self.text("", fresh=True)
        self.text(rest if not form.is_blank(rest) else "", fresh=form.is_blank(rest))
        if line.strip().startswith("<!-->"):
            self.problems.add("raw-html", self.problems.whole(self.at), message="this is no comment")

    def footnote(self, label: str, first: str) -> None:
        number = self.at + 1
        text = Text(number, [first])
        self.text("", fresh=False)
        while self.at < len(self.lines) and self.continues(text):
            line = self.lines[self.at]
            text.lines.append(line[4:] if line.startswith("    ") else line.removeprefix("\t"))
            self.text("", fresh=form.is_blank(line))
        place = self.problems.find(f"[^{label}]", range(number, number + 1))
        if label in self.body.footnotes:
            line_before = self.body.footnotes[label].place.line
            message = f"a footnote of this name stands in line {line_before} already"
            self.problems.add("duplicate-footnote", place, message=message)
            return
        self.body.footnotes[label] = Definition(label, place, text, self.is_private())

    def continues(self, text: Text) -> bool:
        line = self.lines[self.at]
        if form.is_blank(line):
            following = self.at + 1
            while following < len(self.lines) and form.is_blank(self.lines[following]):
                following += 1
            return following < len(self.lines) and form.DEEPER.match(self.lines[following]) is not None
        if form.DEEPER.match(line):
            return True
        starts = (form.FENCE, form.CODE, form.HEADING, form.COMMENT, form.FOOTNOTE, form.ITEM)
        return not form.is_blank(text.lines[-1]) and not any(start.match(line) for start in starts)

    def target(self, name: str, address: str) -> None:
        place = self.problems.find(address, range(self.at + 1, self.at + 2))
        key = " ".join(name.lower().split())
        self.body.targets.setdefault(key, Target(address, place, self.is_private()))
        self.text("", fresh=True)

    def is_private(self) -> bool:
        return any(block.name in PRIVATE for block in self.open)

    # shapes that would silently become text

    def shape(self, line: str) -> None:
        number = self.at + 1
        before = self.lines[self.at - 1] if self.at and not self.fresh else ""
        if form.INDENTED_FENCE.match(line):
            indent = len(line) - len(line.lstrip())
            place = self.problems.whole(number)
            fix = Fix(number, 1, indent + 1, "")
            self.problems.add(
                "indented-fence", place, message="a block begins at the start of its line", fix=fix
            )
        elif crowded := form.CROWDED_HEADING.match(line):
            place = Place(number, 1, crowded.end(1))
            message = "a heading needs a space after its #"
            self.problems.add("heading-order", place, message=message, fix=f"{crowded[1]} ")
        elif before and form.UNDERLINE.match(line):
            message = "a line of signs under a text would make it a heading"
            hint = "write a heading with ## before it, a rule between empty lines"
            self.problems.add("heading-order", self.problems.whole(number), message=message, hint=hint)
        elif before and not form.ITEM.match(before) and not form.DEEPER.match(before):
            self.follows(line, before)
        elif (narrow := form.NARROW_ITEM.match(line)) and form.ITEM.match(before):
            place = Place(number, 1, len(narrow[1]))
            if not form.NARROW_ITEM.match(before):
                message = "a list inside a list is indented by four spaces"
                self.problems.add("list-indent", place, message=message, fix="    ")

    def follows(self, line: str, before: str) -> None:
        if form.QUOTE.match(line) and not form.QUOTE.match(before):
            self.begins("a quotation")
        elif form.BULLET.match(line) and not self.in_list():
            self.begins("a list")

    def in_list(self) -> bool:
        for index in range(self.at - 1, self.first - 1, -1):
            line = self.lines[index]
            if form.is_blank(line) or form.FENCE.match(line):
                return False
            if form.ITEM.match(line):
                return True
        return False


def _attributes(title: str, line: int, *, column: int) -> tuple[str, Attributes]:
    title = title.rstrip()
    if title.endswith("}") and (start := title.rfind("{")) >= 0:
        found = read_attributes(title[start + 1 : -1], line=line, column=column + start + 2)
        return title[:start].rstrip(), found
    stripped = title.rstrip("#")
    return (stripped.rstrip() if stripped.endswith((" ", "\t")) or not stripped else title), Attributes()
