"""DS-06: what takes long is made for each person once at a time, so that one impatient person slows nobody else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import Lock
from typing import ParamSpec, TypeVar

from flask import current_app
from flask_login import current_user
from werkzeug.exceptions import TooManyRequests

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
GUESTS = 0  # all of them together: they are known apart by nothing
MOST_GUESTS = 4
PATIENCE = 5  # seconds, said to whoever has to come again


class UnderWay:
    """How much is being made for whom, in this process; with the process it goes, and nothing stays locked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count: Counter[int] = Counter()

    @contextmanager
    def of(self, member_id: int) -> Iterator[None]:
        """Hold a place for somebody; raises TooManyRequests where they have as many as they may."""
        with self._lock:
            if self._count[member_id] >= (MOST_GUESTS if member_id == GUESTS else 1):
                raise TooManyRequests(retry_after=PATIENCE)
            self._count[member_id] += 1
        try:
            yield
        finally:
            with self._lock:
                self._count[member_id] -= 1
                self._count += Counter()  # drops who has none


def one_at_a_time(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Let a view run once at a time for each member, and refuse a second call meanwhile; stands under @may."""

    @wraps(view)
    def alone(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        under_way: UnderWay = current_app.extensions["under_way"]
        with under_way.of(current_user.member.id if current_user.is_authenticated else GUESTS):
            return view(*args, **kwargs)

    return alone
