"""Taking away what one reads: printed, as a book for e-readers, as plain text."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from studyhub.exports import epub, markdown_file
from studyhub.exports.booklet import chapters_of
from studyhub.exports.queries import Book, book_for, pictures_of
from studyhub.exports.volume import volume_of
from studyhub.web.access import may
from studyhub.web.languages import asked_language, preferred_languages
from studyhub.web.one_at_a_time import one_at_a_time

bp = Blueprint("exports", __name__, template_folder="templates")


@bp.route("/courses/<course>/print")
@may("read-course")
@one_at_a_time
def booklet(course: str) -> ResponseReturnValue:
    """Show a whole course as it is printed."""
    book = book_for(course, languages=preferred_languages())
    return render_template(
        "exports/booklet.html", book=book, chapters=chapters_of(book), lang=asked_language()
    )


@bp.route("/courses/<course>/<module>/questions/print")
@may("read-course")
def questions(course: str, module: str) -> ResponseReturnValue:
    """Show the questions of a module with lines to write on."""
    book = book_for(course, languages=preferred_languages(), module=module)
    return render_template("exports/questions.html", book=book, module=book.modules[0], lang=asked_language())


@bp.route("/courses/<course>/print/course.epub")
@may("read-course")
@one_at_a_time
def course_epub(course: str) -> ResponseReturnValue:
    """Hand out a course as a book for e-readers."""
    return _epub(book_for(course, languages=preferred_languages()))


@bp.route("/courses/<course>/<module>/module.epub")
@may("read-course")
@one_at_a_time
def module_epub(course: str, module: str) -> ResponseReturnValue:
    """Hand out a module as a book for e-readers."""
    return _epub(book_for(course, languages=preferred_languages(), module=module), is_part=True)


@bp.route("/courses/<course>/print/course.md")
@may("read-course")
@one_at_a_time
def course_markdown(course: str) -> ResponseReturnValue:
    """Hand out a course as one file of plain text."""
    return _markdown(book_for(course, languages=preferred_languages()))


@bp.route("/courses/<course>/<module>/module.md")
@may("read-course")
@one_at_a_time
def module_markdown(course: str, module: str) -> ResponseReturnValue:
    """Hand out a module as one file of plain text."""
    return _markdown(book_for(course, languages=preferred_languages(), module=module), is_part=True)


def _markdown(book: Book, *, is_part: bool = False) -> Response:
    def make() -> bytes:
        return markdown_file.markdown_of(book, is_part=is_part).encode()

    return _handed_out(book, make, kind=(markdown_file.MEDIA_TYPE, "md"), is_part=is_part)


def _epub(book: Book, *, is_part: bool = False) -> Response:
    def make() -> bytes:
        volume = volume_of(book, is_part=is_part)
        return epub.epub_of(volume, pictures_of(book.course.id, volume.pictures))

    return _handed_out(book, make, kind=(epub.MEDIA_TYPE, "epub"), is_part=is_part)


def _handed_out(book: Book, make: Callable[[], bytes], *, kind: tuple[str, str], is_part: bool) -> Response:
    """A file to be kept, called by ids alone: a name in a list of downloads tells as little as can be.

    It is not made for whoever has it already.
    """
    media_type, ending = kind
    language = [book.language] if book.language != book.course.language else []
    name = "-".join([book.course.slug, *([book.modules[0].id] if is_part else []), *language])
    etag = f"{book.digest[:32]}-{name}.{ending}-{get_locale()}"
    is_there = request.if_none_match.contains_weak(etag)
    answer = Response(b"" if is_there else make(), status=304 if is_there else 200, mimetype=media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer.set_etag(etag)
    if not is_there:
        answer.make_conditional(request)
    return answer
