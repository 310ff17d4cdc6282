"""The passages of a module, and the page of each: its words, a link to it, and how to cite it."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from studyhub.accounts.signed_in import viewer_or_none
from studyhub.compiler.excerpts import passage_html
from studyhub.compiler.model import Passage
from studyhub.courses.outline import About
from studyhub.courses.published import PublishedModule
from studyhub.courses.queries import module_for
from studyhub.passages.citing import Source, citations
from studyhub.passages.queries import passage_found
from studyhub.web.access import may
from studyhub.web.languages import asked_language

bp = Blueprint("passages", __name__, template_folder="templates")


@bp.route("/courses/<course>/<module>/passages")
@may("read-course")
def index(course: str, module: str) -> ResponseReturnValue:
    lang = asked_language()
    published = module_for(course, module, languages=[lang] if lang else [])
    shown = published.module.language
    return render_template(
        "passages/index.html",
        published=published,
        module=published.module,
        lang=shown if shown != published.course.language else None,
    )


@bp.route("/courses/<course>/<module>/passages/<passage>")
@may("read-course")
def show(course: str, module: str, passage: str) -> ResponseReturnValue:
    found = passage_found(course, module, passage=passage, language=asked_language())
    published = module_for(course, module, languages=[found.language], edition=found.number)
    lang = found.language if found.language != published.course.language else None
    where = {"course": course, "module": module, "passage": passage}
    source = _source(
        published,
        found.about,
        paragraph=published.keys.index(passage) + 1,
        address=url_for("passages.show", lang=lang, _external=True, **where),
    )
    home = _home(published, lang)
    return render_template(
        "passages/show.html",
        published=published,
        passage=passage,
        texts=_texts(published, source.paragraph, home=home),
        home=home,
        lang=lang,
        source=source,
        citations=citations(source),
        nearest=None if published.is_latest else _nearest(published, passage),
        is_member=viewer_or_none() is not None,
    )


def _texts(published: PublishedModule, number: int, *, home: str) -> list[tuple[str, str]]:
    """The passage of this number and those on either side, each with its HTML."""
    keys = published.keys[max(number - 2, 0) : number + 1]
    return [(key, passage_html(published.module, key, home=home)) for key in keys]


def _home(published: PublishedModule, lang: str | None) -> str:
    """The address of the module in the edition that is shown."""
    course, module = published.course.slug, published.module.id
    if published.is_latest:
        return url_for("reading.module", course=course, module=module, lang=lang)
    return url_for("reading.edition", course=course, module=module, number=published.number, lang=lang)


def _nearest(published: PublishedModule, passage: str) -> Passage | None:
    """What stands in the latest edition where a passage stood that it no longer has."""
    language = published.module.language
    try:
        latest = module_for(published.course.slug, published.module.id, languages=[language])
    except NoResultFound:  # the whole module is gone
        return None
    return latest.find_passage(latest.gone.get(passage, "")) if latest.module.language == language else None


def _source(published: PublishedModule, about: About, *, paragraph: int, address: str) -> Source:
    return Source(
        authors=about.authors,
        course=about.title,
        module=published.module.title,
        module_number=published.module.number,
        edition=published.number,
        published_on=published.published_on,
        paragraph=paragraph,
        address=address,
    )
