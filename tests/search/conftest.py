"""Who searches: the same as who reads."""

from __future__ import annotations

from tests.reading.conftest import nadia

__all__ = ["nadia"]
