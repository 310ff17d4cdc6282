"""Two places to walk through, each made once for all tests of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import browser
from tests.journeys.world import World, make_empty_world, make_world

Walk = Callable[..., browser.Visitor]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory, static_files: Path) -> World:
    """A place with people and courses."""
    return make_world(tmp_path_factory.mktemp("world"), static_files)


@pytest.fixture(scope="session")
def empty_world(tmp_path_factory: pytest.TempPathFactory, static_files: Path) -> World:
    """A place that nobody has set up yet."""
    return make_empty_world(tmp_path_factory.mktemp("empty-world"), static_files)


@pytest.fixture(scope="session")
def walk(chromium: Browser, world: World, empty_world: World) -> Iterator[Walk]:
    """`walk(who, viewport=PHONE)`: a visitor who is signed in already; `is_empty` puts them in the empty place."""
    places = {False: world, True: empty_world}
    with browser.serving(world.app) as site, browser.serving(empty_world.app) as empty_site:
        sites = {False: site, True: empty_site}

        @cache
        def cookies_of(who: str, *, is_empty: bool) -> Any:
            jar = places[is_empty].client_of(who)._cookies or {}
            return [
                {"name": one.key, "value": one.value, "url": sites[is_empty], "httpOnly": bool(one.http_only)}
                for one in jar.values()
            ]

        def make(who: str, *, is_empty: bool = False, **options: Any) -> browser.Visitor:
            given: dict[str, Any] = {"viewport": browser.PHONE, "reduced_motion": "reduce", **options}
            context = chromium.new_context(**given)
            context.add_cookies(cookies_of(who, is_empty=is_empty))
            return browser.Visitor(sites[is_empty], context)

        yield make
