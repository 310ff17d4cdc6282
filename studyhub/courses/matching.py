"""Which paragraph of one edition is which of the next: texts in, pairs out. A match that is unsure is none.

What is unchanged is found first, wherever it went. What was edited is then compared by its words, and paired
where it is like enough and cannot be taken for anything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from studyhub.compiler.likeness import Index, Text, likeness, share_within

LIKE = 0.6  # the likeness from which two texts are one, edited
LIKE_IF_SHORT = 0.7  # the same for texts of a few words, of which many are alike
LESS_IN_PLACE = 0.1  # so much less will do for the only text left between two neighbours that are sure
TIMES_NEARER = 2  # so much less must a match differ than another one that it could be confused with
MOSTLY = 0.5  # so much of a text found in another one is where a reader of it goes on
CANDIDATES = 8  # with how many texts of the other edition one is compared


@dataclass(frozen=True, slots=True)
class Matches:
    """What became of the texts before; all are known by their positions."""

    pairs: Mapping[int, int]  # by position in the new edition, that in the edition before
    told_in: Mapping[int, int]  # of those that are gone, the new text that holds most of their words


def match(before: Sequence[str], after: Sequence[str]) -> Matches:
    """Say which text of `after` is which of `before`."""
    search = _Search([Text.of(one) for one in before], [Text.of(one) for one in after])
    search.take_unchanged()
    search.take_edited()
    search.take_in_place()
    return Matches(search.before_of, search.told_in())


@dataclass
class _Search:
    before: Sequence[Text]
    after: Sequence[Text]
    before_of: dict[int, int] = field(default_factory=dict)
    after_of: dict[int, int] = field(default_factory=dict)
    news: dict[int, list[int]] = field(
        default_factory=dict
    )  # by position before, the new ones worth comparing
    olds: dict[int, list[int]] = field(default_factory=dict)  # and the other way round
    measured: dict[tuple[int, int], float] = field(default_factory=dict)

    def take_unchanged(self) -> None:
        """Pair texts of the same words: first those that stand in the same order, then those that moved."""
        in_order = SequenceMatcher(
            None, [one.words for one in self.before], [one.words for one in self.after]
        )
        for block in in_order.get_matching_blocks():
            for step in range(block.size):
                self._pair(block.a + step, block.b + step)
        waiting = defaultdict(list)
        for old in self._left_before():
            waiting[self.before[old].words].append(old)
        for new in self._left_after():
            if same := waiting[self.after[new].words]:
                self._pair(same.pop(0), new)

    def take_edited(self) -> None:
        """Pair what is like enough, the likest first and then the nearest, where nothing else could be meant."""
        self._find_candidates()
        pairs = {(old, new) for old, news in self.news.items() for new in news}
        pairs |= {(old, new) for new, olds in self.olds.items() for old in olds}
        found = [
            (-self._likeness(old, new), abs(old - new), old, new)
            for old, new in pairs
            if self._is_left(old, new) and self._is_like(old, new)
        ]
        for _like, _distance, old, new in sorted(found):
            self._pair_if_clear(old, new)

    def take_in_place(self) -> None:
        """Pair the only text left between two neighbours with the only one that stood there before."""
        ends = (len(self.before), len(self.after))
        for new in self._left_after():
            old = self.before_of.get(new - 1, -2) + 1 if new else 0
            follows = self.before_of.get(new + 1, -1) if new + 1 < ends[1] else ends[0]
            if old >= 0 and follows == old + 1 and self._is_like(old, new, less=LESS_IN_PLACE):
                self._pair_if_clear(old, new)

    def told_in(self) -> dict[int, int]:
        """Return for each text that is gone the new one that holds most of it, if one does."""
        best: dict[int, tuple[float, int]] = {}
        for (old, new), like in self.measured.items():
            share = share_within(self.before[old], self.after[new], like=like)
            if old not in self.after_of and share >= MOSTLY:
                best[old] = max(best.get(old, (0.0, 0)), (share, -new))
        return {old: -new for old, (_share, new) in best.items()}

    def _find_candidates(self) -> None:
        # those that are paired are among them: that one of them is as like makes a match unsure
        before, after = Index(self.before), Index(self.after)
        self.news = {old: after.nearest(self.before[old], most=CANDIDATES) for old in self._left_before()}
        self.olds = {new: before.nearest(self.after[new], most=CANDIDATES) for new in self._left_after()}

    def _pair_if_clear(self, old: int, new: int) -> None:
        if self._is_left(old, new) and not self._is_confusable(old, new):
            self._pair(old, new)

    def _is_confusable(self, old: int, new: int) -> bool:
        """Say whether another text, itself like the one in hand, would do nearly as well."""
        nearly = 1 - TIMES_NEARER * (1 - self._likeness(old, new))
        news = [at for at in self.news[old] if at != new and self._likeness(old, at) > nearly]
        olds = [at for at in self.olds[new] if at != old and self._likeness(at, new) > nearly]
        return any(likeness(self.after[new], self.after[at]) >= LIKE for at in news) or any(
            likeness(self.before[old], self.before[at]) >= LIKE for at in olds
        )

    def _likeness(self, old: int, new: int) -> float:
        if (old, new) not in self.measured:
            self.measured[old, new] = likeness(self.before[old], self.after[new])
        return self.measured[old, new]

    def _is_like(self, old: int, new: int, *, less: float = 0.0) -> bool:
        is_short = self.before[old].is_short and self.after[new].is_short
        return self._likeness(old, new) >= (LIKE_IF_SHORT if is_short else LIKE) - less

    def _pair(self, old: int, new: int) -> None:
        self.before_of[new], self.after_of[old] = old, new

    def _is_left(self, old: int, new: int) -> bool:
        return old not in self.after_of and new not in self.before_of

    def _left_before(self) -> list[int]:
        return [old for old in range(len(self.before)) if old not in self.after_of]

    def _left_after(self) -> list[int]:
        return [new for new in range(len(self.after)) if new not in self.before_of]
