"""Publishing: an edition for what changed, nothing for what did not, never two for one change."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from studyhub.compiler.model import Course, Image, Problem
from studyhub.courses.actions import FaultyCoursesError, PictureChangedError, Published, publish
from studyhub.courses.content import read_module
from studyhub.courses.models import Course as CourseRow
from studyhub.courses.models import Edition, EditionModule, ModuleFacilitation, Passage, Picture
from studyhub.courses.queries import course_for, find_stopping_point, module_for
from studyhub.db import Base, db
from tests.compiled import DUAL_POWER, SECRET, compiled, in_turkish, make_course, make_module, passage_id
from tests.factories import JOINED, publish_course
from tests.statements import statements


def test_a_new_course_gets_its_first_edition(app: Flask) -> None:
    published = publish_course(app, make_course("revolution"), make_course("theses"))
    assert [(one.slug, one.number) for one in published] == [("revolution", 1), ("theses", 1)]
    with app.app_context():
        course = course_for("revolution")
        assert (course.number, course.title, course.published_on) == (1, "The revolution", JOINED)
        assert [entry.slug for entry in course.outline] == ["module-1", "module-2", "module-3"]
        assert module_for("revolution", "module-2").module.title == "Module 2"


def test_what_did_not_change_costs_two_statements_and_makes_nothing(app: Flask) -> None:
    courses = make_course("revolution"), make_course("theses")
    publish_course(app, *courses)
    with statements(app) as ran:
        assert publish_course(app, *courses) == []
    assert len(ran) == 2, "what is published, and whether search knows it"


def test_only_the_course_that_changed_gets_an_edition(app: Flask) -> None:
    publish_course(app, make_course("revolution"), make_course("theses"))
    published = publish_course(app, make_course("revolution"), make_course("theses", title="April"))
    assert [(one.slug, one.title, one.number) for one in published] == [("theses", "April", 2)]


def test_a_new_place_on_disk_is_no_change(app: Flask) -> None:
    course = make_course()
    publish_course(app, course)
    moved = replace(
        course, modules=tuple(replace(module, source="elsewhere.md") for module in course.modules)
    )
    assert publish_course(app, moved) == []


def test_a_changed_note_for_organisers_is_a_change(app: Flask) -> None:
    course = make_course(modules=1)
    publish_course(app, course)
    facilitation = replace(course.modules[0].facilitation, lead_off_html="<p>Other.</p>")
    changed = replace(course, modules=(replace(course.modules[0], facilitation=facilitation),))
    assert [one.number for one in publish_course(app, changed)] == [2]


def test_old_editions_stay_as_they_were(app: Flask) -> None:
    publish_course(app, make_course(modules=[make_module("dual-power", title="Two powers")]))
    publish_course(app, make_course(modules=[make_module("dual-power", title="Two powers in one city")]))
    with app.app_context():
        assert module_for("revolution", "dual-power", edition=1).module.title == "Two powers"
        assert module_for("revolution", "dual-power").module.title == "Two powers in one city"


def test_a_page_reads_the_module_that_was_compiled(app: Flask) -> None:
    module = make_module("dual-power")
    publish_course(app, make_course(modules=[module]))
    with app.app_context():
        shown = module_for("revolution", "dual-power").module
    assert shown == replace(module, facilitation=shown.facilitation, source="")


def test_what_organisers_see_lies_in_its_own_table_alone(app: Flask) -> None:
    publish_course(app, make_course(modules=1))
    with app.app_context():
        where = {
            table.name
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(select(table))
            if SECRET in repr(row)
        }
    assert where == {ModuleFacilitation.__tablename__}


def test_a_stored_module_is_read_by_a_version_that_knows_other_fields(app: Flask) -> None:
    publish_course(app, make_course(modules=1))
    with app.app_context():
        content = db.session.scalars(select(EditionModule.content)).one()
    assert read_module('{"was_once": "here", ' + content[1:]) == read_module(content)


def test_passages_keep_their_ids_where_the_text_is_unchanged(app: Flask) -> None:
    publish_course(app, make_course(modules=[make_module("dual-power", paragraphs=DUAL_POWER)]))
    reworded = ("A new beginning.", *DUAL_POWER[2:], DUAL_POWER[1])
    publish_course(app, make_course(modules=[make_module("dual-power", paragraphs=reworded)]))
    with app.app_context():
        course = course_for("revolution")
        stopped = find_stopping_point(course.id, "dual-power", passage=passage_id(DUAL_POWER[1]))
        assert stopped is not None
        assert (stopped.opening, stopped.minutes_left) == ("Neither could rule.", 3)


def test_a_place_whose_passage_is_gone_is_the_nearest_before_it(app: Flask) -> None:
    publish_course(app, make_course(modules=[make_module("dual-power", paragraphs=DUAL_POWER)]))
    publish_course(
        app, make_course(modules=[make_module("dual-power", paragraphs=(*DUAL_POWER[:2], "Other."))])
    )
    with app.app_context():
        course = course_for("revolution")
        stopped = find_stopping_point(course.id, "dual-power", passage=passage_id(DUAL_POWER[3]))
        assert stopped is not None
        assert stopped.opening == DUAL_POWER[1]
        assert find_stopping_point(course.id, "dual-power", passage="p-nowhere") is None


def test_a_reworded_passage_keeps_its_id_in_the_stored_text_and_in_the_list(app: Flask) -> None:
    publish_dual_power(app, *DUAL_POWER)
    publish_dual_power(app, "Two powers sat in one and the same palace.", *DUAL_POWER[1:])
    with app.app_context():
        module = module_for("revolution", "dual-power").module
        keys = db.session.scalars(
            select(Passage.key).order_by(Passage.module_id.desc(), Passage.position).limit(4)
        )
        assert (
            [passage.id for passage in module.passages]
            == list(keys)
            == [passage_id(one) for one in DUAL_POWER]
        )
    assert (
        f'<p id="{passage_id(DUAL_POWER[0])}">Two powers sat in one and the same palace.'
        in module.parts[0].html
    )


def test_what_was_carried_over_does_not_make_another_edition(app: Flask) -> None:
    publish_dual_power(app, *DUAL_POWER)
    reworded = ("Two powers sat in one and the same palace.", *DUAL_POWER[1:])
    assert [one.number for one in publish_dual_power(app, *reworded)] == [2]
    assert publish_dual_power(app, *reworded) == []


def test_publishing_says_what_it_could_not_carry_over(app: Flask) -> None:
    assert [one.gone for one in publish_dual_power(app, *DUAL_POWER)] == [()]
    (published,) = publish_dual_power(app, *DUAL_POWER[:3])
    (gone,) = published.gone
    assert (gone.module, gone.passage.opening) == ("Dual power", DUAL_POWER[3])
    assert (gone.passage.nearest, gone.passage.nearest_opening) == (passage_id(DUAL_POWER[2]), DUAL_POWER[2])


def test_a_place_is_followed_through_several_editions_and_back(app: Flask) -> None:
    publish_dual_power(app, *DUAL_POWER)
    publish_dual_power(app, *DUAL_POWER[:3])
    publish_dual_power(app, *DUAL_POWER[:2])
    assert stopping_point(app, DUAL_POWER[3]) == (DUAL_POWER[1], True)
    publish_dual_power(app, *DUAL_POWER[:2], "Something wholly different now ends the module.")
    assert stopping_point(app, DUAL_POWER[3]) == (DUAL_POWER[1], True)
    publish_dual_power(app, *DUAL_POWER)
    assert stopping_point(app, DUAL_POWER[3]) == (DUAL_POWER[3], False)


def test_a_module_that_was_left_out_for_an_edition_keeps_its_passages(app: Flask) -> None:
    publish_dual_power(app, *DUAL_POWER)
    publish_course(app, make_course(modules=1))
    publish_dual_power(app, "Two powers sat in one and the same palace.", *DUAL_POWER[1:])
    assert stopping_point(app, DUAL_POWER[0]) == ("Two powers sat in one and the same palace.", False)


def test_a_translation_carries_over_from_its_own_language(app: Flask) -> None:
    course = in_turkish(make_course(modules=1))
    publish_course(app, course)
    publish_course(app, replace(course, title="Another title"))
    with app.app_context():
        for language in ("en", "tr"):
            now = module_for("revolution", "module-1", languages=[language])
            before = module_for("revolution", "module-1", languages=[language], edition=1)
            assert (now.module.passages, now.changed_in) == (before.module.passages, 0)


def test_minutes_left_count_down_to_the_end(app: Flask) -> None:
    publish_course(app, make_course(modules=[make_module("dual-power", paragraphs=["x" * 100] * 1)]))
    publish_course(
        app, make_course(modules=[make_module("dual-power", paragraphs=["a" * 80, "b" * 10, "c" * 10])])
    )
    with app.app_context():
        rows = db.session.scalars(
            select(Passage.minutes_left).order_by(Passage.module_id.desc(), Passage.position).limit(3)
        )
        assert list(rows) == [10, 2, 1]


def test_a_translation_is_a_language_of_the_same_edition(app: Flask) -> None:
    publish_course(app, in_turkish(make_course(modules=2)))
    with app.app_context():
        course = course_for("revolution")
        assert course.outline[0].title_in("tr") == "İki iktidar"
        assert course.outline[1].title_in("tr") == "Module 2"
        assert {language: about.title for language, about in course.abouts.items()} == {
            "en": "The revolution",
            "tr": "Devrim",
        }
        assert module_for("revolution", "module-1", languages=["tr"]).module.language == "tr"
        assert module_for("revolution", "module-2", languages=["tr"]).module.language == "en"
        assert module_for("revolution", "module-1").module.language == "en"


def test_pictures_are_stored_once_by_their_hash(app: Flask, tmp_path: Path) -> None:
    course = with_picture(make_course(modules=1), tmp_path / "map.png", b"a map")
    publish_course(app, course)
    publish_course(app, replace(course, title="Another title"))
    with app.app_context():
        picture = db.session.scalars(select(Picture)).one()
        assert (picture.data, picture.media_type) == (b"a map", "image/png")
        html = module_for("revolution", "module-1").module.parts[0].html
    assert html == f'<p><img src="/courses/revolution/images/{picture.sha256}.png" alt="A map"></p>'


def test_a_picture_that_changed_after_compiling_stops_everything(app: Flask, tmp_path: Path) -> None:
    course = with_picture(make_course(modules=1), tmp_path / "map.png", b"a map")
    (tmp_path / "map.png").write_bytes(b"another map")
    with pytest.raises(PictureChangedError):
        publish_course(app, course)
    assert counted(app, Edition) == 0


def test_a_folder_with_errors_is_not_published(app: Flask) -> None:
    faulty = replace(compiled(make_course()), problems=(Problem("course.md", 1, 1, "rule", "wrong"),))
    with app.app_context(), pytest.raises(FaultyCoursesError):
        publish(faulty, today=JOINED)


def test_two_who_publish_at_once_make_one_edition(app: Flask) -> None:
    course = make_course(modules=8)
    made: list[Any] = []
    ready = threading.Barrier(4)

    def run() -> None:
        ready.wait()
        made.append(publish_course(app, course))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(len, made)) == [0, 0, 0, 1]
    assert (counted(app, CourseRow), counted(app, Edition), counted(app, EditionModule)) == (1, 1, 8)


def with_picture(course: Course, path: Path, data: bytes) -> Course:
    path.write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()
    module = course.modules[0]
    html = f'<p><img src="images/{sha256}.png" alt="A map"></p>'
    shown = replace(module, parts=(replace(module.parts[0], html=html),))
    image = Image(sha256, "image/png", str(path))
    return replace(course, modules=(shown, *course.modules[1:]), images=(image,))


def counted(app: Flask, table: type[Base]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def publish_dual_power(app: Flask, *paragraphs: str) -> list[Published]:
    return publish_course(app, make_course(modules=[make_module("dual-power", paragraphs=paragraphs)]))


def stopping_point(app: Flask, text: str) -> tuple[str, bool]:
    with app.app_context(), statements(app) as ran:
        found = find_stopping_point(course_for("revolution").id, "dual-power", passage=passage_id(text))
    assert len(ran) <= 3, ran
    assert found is not None
    return found.opening, found.is_nearest
