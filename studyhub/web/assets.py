"""Static files as they are served: named by their content, compressed beforehand, kept for ever by browsers."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

if TYPE_CHECKING:  # there at run time only for type checkers
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STATIC = Path(__file__).parent / "static"
PREFIX = "/static/"
SHEET = "studyhub.css"
FONT = re.compile(r'url\("(fonts/[^"]+)"\)')


@dataclass(frozen=True, slots=True)
class Assets:
    """A folder of files named by their content, and the name of each."""

    folder: Path
    names: Mapping[str, str]

    def url(self, name: str) -> str:
        """Return the address of a static file; KeyError for one that there is not."""
        return PREFIX + self.names[name]


def collect(static: Path, target: Path) -> Assets:
    """Collect the static files below `static` into a folder below `target`, once for each state of them.

    The style sheets become one, in the order of their names. A second call finds the work done; two at once do
    it twice, and the later one's is thrown away.
    """
    contents = _contents(static)
    names = {name: _hashed(name, content) for name, content in contents.items()}
    folder = target / hashlib.sha256("\n".join(sorted(names.values())).encode()).hexdigest()[:16]
    if not folder.exists():
        _write(folder, {names[name]: content for name, content in contents.items()})
    return Assets(folder, names)


def serve(app: Flask, assets: Assets, *, headers: Mapping[str, str]) -> None:
    """Serve the collected files before the app is asked, with its headers on them and on their refusals."""
    files = WhiteNoise(
        app.wsgi_app,
        root=str(assets.folder),
        prefix=PREFIX,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
    )
    app.wsgi_app = _with_headers(files, headers)  # type: ignore[assignment, method-assign]  # Flask's own way to put something before it


def _with_headers(application: WSGIApplication, headers: Mapping[str, str]) -> WSGIApplication:
    # HD-01: whitenoise puts headers of one's own on files, but not on what it answers where it has none to give
    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, given: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            named = {name.lower() for name, _ in given}
            missing = [(name, value) for name, value in headers.items() if name.lower() not in named]
            return start_response(status, [*given, *missing], *error)

        return application(environ, start)

    return answer


def _contents(static: Path) -> dict[str, bytes]:
    files = {
        path.relative_to(static).as_posix(): path for path in sorted(static.rglob("*")) if path.is_file()
    }
    contents = {name: path.read_bytes() for name, path in files.items() if path.suffix != ".css"}
    sheets = [path.read_text() for path in files.values() if path.suffix == ".css"]
    fonts = {name: _hashed(name, content) for name, content in contents.items()}
    contents[SHEET] = FONT.sub(lambda found: f'url("{fonts[found[1]]}")', "\n".join(sheets)).encode()
    return contents


def _hashed(name: str, content: bytes) -> str:
    path = Path(name)
    return path.with_suffix(f".{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}").as_posix()


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=folder.parent))
    for name, content in contents.items():
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_bytes(content)
    compressor = Compressor(quiet=True)
    for name in contents:
        if compressor.should_compress(name):
            compressor.compress(str(new / name))
    try:
        new.rename(folder)
    except OSError:
        shutil.rmtree(new)  # another process was faster, with the same files
