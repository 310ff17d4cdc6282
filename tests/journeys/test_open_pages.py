"""The pages that anybody may open, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import DESK, PHONE, SMALLEST, Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", ["/help", "/privacy", "/accessibility", "/settings/reading", "/sign-in"])
@pytest.mark.parametrize("viewport", [PHONE, DESK, SMALLEST], ids=["phone", "desk", "smallest"])
def test_an_open_page_is_accessible(
    visit: Callable[..., Visitor], address: str, viewport: dict[str, int]
) -> None:
    visitor = visit(viewport=viewport, bypass_csp=True)  # axe is put into the page by the test
    visitor.open(address)
    assert visitor.sideways() == 0
    assert visitor.axe() == []
