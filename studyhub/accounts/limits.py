"""Slowing down those who guess passphrases: so many tries in so much time, counted in the database."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Engine, case, delete, or_, select

from studyhub.accounts.models import Attempts
from studyhub.db import insert_into
from studyhub.web import clock

PER_ACCOUNT = RateLimitItemPerMinute(10, 5)
OVERALL = RateLimitItemPerMinute(1000, 5)
TAKEN_NAMES = RateLimitItemPerMinute(20, 5)


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """Ten tries in five minutes for each account, a thousand for all together.

    A device on which the person has signed in before has its own ten, so that a flood of wrong tries by
    others locks nobody out of their account.
    """

    engine: Engine
    secret_key: str
    per_account: RateLimitItem = PER_ACCOUNT
    overall: RateLimitItem = OVERALL

    def allow(self, sign_in_name: str | None, known_device: str | None) -> bool:
        """Count one try and say whether it is within the limits."""
        counter = self._counter()
        if known_device is not None:
            return counter.hit(self.per_account, self._key(sign_in_name, known_device))
        if not counter.hit(self.overall, keyed_hash(self.secret_key, "everybody")):
            return False  # and no row for each of the names that somebody makes up
        return counter.hit(self.per_account, self._key(sign_in_name, None))

    def may_ask_passkey(self) -> bool:
        """Count a stranger who wants to be asked for a passkey; apart, so that asking keeps nobody from signing in."""
        return self._counter().hit(self.overall, keyed_hash(self.secret_key, "asked of passkeys"))

    def forgive(self, sign_in_name: str | None, known_device: str | None) -> None:
        """Forget the tries of somebody who got in, and every count that is over."""
        counter = self._counter()
        counter.clear(self.per_account, self._key(sign_in_name, known_device))
        counter.storage.reset()

    def may_ask_for_names(self, where: str) -> bool:
        """Say whether it may still be told here that a sign-in name is taken."""
        return self._counter().test(TAKEN_NAMES, keyed_hash(self.secret_key, f"names at {where}"))

    def told_that_taken(self, where: str) -> None:
        """Count that somebody was told that a name is taken: so many in five minutes, or a list could be tried."""
        self._counter().hit(TAKEN_NAMES, keyed_hash(self.secret_key, f"names at {where}"))

    def is_first(self, what: str, *, within: timedelta) -> bool:
        """Say whether this happens for the first time in so much time; of many at the same moment, one is told so."""
        key = keyed_hash(self.secret_key, what)
        return AttemptsStorage(self.engine).incr(key, int(within.total_seconds())) == 1

    def _counter(self) -> FixedWindowRateLimiter:
        return FixedWindowRateLimiter(AttemptsStorage(self.engine))

    def _key(self, sign_in_name: str | None, known_device: str | None) -> str:
        return keyed_hash(self.secret_key, f"account {sign_in_name or ''} {known_device or ''}")


class AttemptsStorage(Storage):
    """The `limits` library's counters in our own database: exact, however many threads and processes count.

    Each count is its own short transaction, so that it stays when the request around it fails.
    """

    STORAGE_SCHEME = ["studyhub"]  # noqa: RUF012 - the library's own spelling

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        return ()

    def incr(self, key: str, expiry: int, *, amount: int = 1) -> int:  # type: ignore[override]  # the library gives it by name
        """Count, and return the count so far; a span that is over begins again at this try."""
        now = clock.now()
        end = now + timedelta(seconds=expiry)
        # A span that ends far too late was written before the clock was put right; a little too late, by
        # another who asked for the time after us and was served before us.
        is_over = or_(Attempts.ends_at <= now, Attempts.ends_at > end + timedelta(seconds=expiry))
        statement = (
            insert_into(Attempts, self._engine.dialect.name)
            .values(key=_short(key), count=amount, ends_at=end)
            .on_conflict_do_update(
                index_elements=[Attempts.key],
                set_={
                    "count": case((is_over, amount), else_=Attempts.count + amount),
                    "ends_at": case((is_over, end), else_=Attempts.ends_at),
                },
            )
            .returning(Attempts.count)
        )
        with self._engine.begin() as connection:
            return int(connection.execute(statement).scalar_one())

    def get(self, key: str) -> int:
        """Return the count so far."""
        found = select(Attempts.count).where(Attempts.key == _short(key), Attempts.ends_at > clock.now())
        with self._engine.connect() as connection:
            return connection.execute(found).scalar_one_or_none() or 0

    def get_expiry(self, key: str) -> float:
        """Return when the count begins again, in seconds of the epoch."""
        found = select(Attempts.ends_at).where(Attempts.key == _short(key))
        with self._engine.connect() as connection:
            ends_at = connection.execute(found).scalar_one_or_none()
        return (ends_at or clock.now()).timestamp()

    def check(self) -> bool:
        """Say that counting works; a broken database shows itself long before."""
        return True

    def reset(self) -> int:
        """Forget every count that is over; the only ones that may be forgotten."""
        over = select(Attempts.key).where(Attempts.ends_at <= clock.now()).with_for_update(skip_locked=True)
        with self._engine.begin() as connection:
            return connection.execute(delete(Attempts).where(Attempts.key.in_(over))).rowcount

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._engine.begin() as connection:
            connection.execute(delete(Attempts).where(Attempts.key == _short(key)))


def keyed_hash(secret_key: str, text: str) -> str:
    """Return a hash that nobody without the secret key can make, so that it tells nothing about the text."""
    return hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _short(key: str) -> str:
    # the library puts the limit's own figures before and behind our hash; the column holds one hash
    return hashlib.sha256(key.encode()).hexdigest()
