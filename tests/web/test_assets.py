"""Static files: named by content, compressed beforehand, collected once."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from studyhub.web.assets import SHEET, STATIC, Assets, collect

BUDGET = {SHEET: 10_000, "js/studyhub.js": 5_000, "icons.svg": 4_000}  # bytes, as brotli sends them


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    """The shipped files, collected."""
    return collect(STATIC, tmp_path_factory.mktemp("static"))


def test_every_file_has_its_hash_in_its_name(assets: Assets) -> None:
    assert SHEET in assets.names
    for name, hashed in assets.names.items():
        assert (assets.folder / hashed).is_file()
        assert hashed != name


def test_the_style_sheet_names_the_fonts_as_they_are_served(assets: Assets) -> None:
    sheet = (assets.folder / assets.names[SHEET]).read_text()
    fonts = [hashed for name, hashed in assets.names.items() if name.endswith(".woff2")]
    assert len(fonts) == 21
    assert [font for font in fonts if f'url("{font}")' not in sheet] == []


def test_compressed_copies_hold_the_same(assets: Assets) -> None:
    for name in BUDGET:
        path = assets.folder / assets.names[name]
        assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == path.read_bytes()
        assert brotli.decompress(path.with_name(path.name + ".br").read_bytes()) == path.read_bytes()


@pytest.mark.parametrize("name", list(BUDGET))
def test_what_every_page_loads_keeps_its_budget(assets: Assets, name: str) -> None:
    path = assets.folder / assets.names[name]
    assert path.with_name(path.name + ".br").stat().st_size <= BUDGET[name]


def test_collecting_again_writes_nothing(tmp_path: Path) -> None:
    first = collect(STATIC, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert collect(STATIC, tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_two_processes_may_collect_at_once(tmp_path: Path) -> None:
    found: list[Assets] = []
    threads = [threading.Thread(target=lambda: found.append(collect(STATIC, tmp_path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({assets.folder for assets in found}) == 1
    assert list(tmp_path.iterdir()) == [found[0].folder]


def test_a_static_file_is_kept_for_ever_and_answers_304(app: Flask, client: FlaskClient) -> None:
    address = app.jinja_env.globals["asset"](SHEET)  # type: ignore[operator]  # the function templates call
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    answer.close()
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"], "Accept-Encoding": "br"})
    assert again.status_code == 304


def test_there_is_nothing_at_other_static_addresses(client: FlaskClient) -> None:
    assert client.get("/static/studyhub.css").status_code == 404
    assert client.get("/static/../secret-key").status_code in {303, 404}
