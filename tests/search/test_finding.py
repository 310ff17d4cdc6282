"""What is found, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Flask

from studyhub.compiler.model import Course, Facilitation, GlossaryEntry, Module, Note
from tests.compiled import SECRET, in_turkish, make_course, make_module, passage_id
from tests.factories import publish_course
from tests.search.finding import hits, search, texts
from tests.statements import statements

LENIN = GlossaryEntry("person", "lenin", "V. I. Lenin", "Leader of a party in exile.", "Service", "1870–1924")
EXILE = GlossaryEntry("term", "exile", "exile", "Where Lenin lived until April.", "Service")
PALACE, RULE, WAR, BREAD = (
    "Two powers sat in one palace.",
    "Neither could rule.",
    "The war went on.",
    "Bread was dear.",
)


def test_a_passage_has_all_the_words_in_any_form_and_order(app: Flask) -> None:
    publish(app, PALACE, RULE, WAR, BREAD)
    assert hits(app, "palaces POWER") == [at(PALACE)]
    assert texts(app, "palaces POWER") == ["Two [powers] sat in one [palace]."]
    assert not search(app, "palace sitting").is_whole


def test_a_phrase_is_found_word_for_word(app: Flask) -> None:
    publish(app, "Power to the workers.", "The workers had no power.", "The power: to the workers!")
    assert hits(app, '"power to the workers"') == [
        at("Power to the workers."),
        at("The power: to the workers!"),
    ]
    assert hits(app, "“workers power”") == []


def test_words_as_they_were_typed_come_first(app: Flask) -> None:
    apart, together = "Power came to the factory workers.", "Nobody gave workers power."
    publish(app, apart, together)
    assert hits(app, "workers power") == [f"in_order: revolution/one#{passage_id(together)}", at(apart)]


def test_what_comes_nearest_is_shown_where_nothing_has_all(app: Flask) -> None:
    publish(app, PALACE, WAR, "War and peace in a palace.")
    found = search(app, "war palace submarine")
    assert not found.is_whole
    assert found.has_most
    assert hits(app, "war palace submarine") == [
        f"some: revolution/one#{passage_id('War and peace in a palace.')}"
    ]
    assert not search(app, "war submarine").has_most


def test_a_half_remembered_sentence_finds_its_passage(app: Flask) -> None:
    others = [f"The story of the sailors, part {number}, of the people in the city." for number in range(60)]
    publish(
        app,
        *others,
        "Bread was dear in the city, and the people waited in the queue from four in the morning.",
    )
    first, *_rest = texts(app, "the people had to wait in queues for the bread from early morning")
    assert "[Bread] was dear in the city" in first
    assert "[waited] in the [queue]" in first


def test_a_word_that_is_everywhere_is_not_asked_for(app: Flask) -> None:
    others = [f"It was the day {number} of the strike." for number in range(60)]
    publish(app, *others, "Sailors stormed a palace.")
    assert texts(app, "the storming of the palace") == ["Sailors [stormed] a [palace]."]
    assert search(app, "of the").passages == 60, "nothing else was asked for"
    assert hits(app, '"of the palace"') == []


def test_everything_that_is_read_in_a_module_is_found(app: Flask) -> None:
    module = replace(
        make_module("one"), notes=(Note("fn-1", 1, "<p>Archive, sheet 7.</p>"),), why="To see Petrograd."
    )
    publish_course(app, make_course(modules=[module]))
    for question, anchor in {
        "petrograd": "",
        "aim say": "",
        "first": "first",
        "archive sheet": "fn-1",
        "point": "key-points",
        "governed": "question-one-question",
        "chapter": None,
        "ch 11": "reading-one-short",
    }.items():
        found = [one.rpartition("#")[2] for one in hits(app, question)]
        assert found[:1] == ([] if anchor is None else [anchor]), question


def test_people_terms_and_works_come_first_where_their_name_is_asked_for(app: Flask) -> None:
    one, two = make_module("one", paragraphs=["Lenin was in exile."]), make_module("two", number=2)
    publish_course(
        app, make_course(modules=[replace(module, glossary=(EXILE, LENIN)) for module in (one, two)])
    )
    assert hits(app, "lenin") == ["named: person/lenin", at("Lenin was in exile."), "told: term/exile"]
    assert hits(app, "history") == ["named: work/history", *readings("one"), *readings("two")]


def test_a_person_comes_before_a_passage_that_is_as_near(app: Flask) -> None:
    module = make_module("one", paragraphs=["Lenin was in exile."])
    publish_course(app, make_course(modules=[replace(module, glossary=(LENIN,))]))
    assert hits(app, "lenin submarine") == [
        "some: person/lenin",
        at("Lenin was in exile.").replace("all", "some"),
    ]


def test_no_phrase_goes_across_a_name_and_what_is_said_of_it(app: Flask) -> None:
    module = replace(make_module("one", paragraphs=[PALACE]), glossary=(EXILE,))
    publish_course(app, make_course(modules=[module]))
    assert hits(app, '"where lenin"') == ["told: term/exile"]
    assert hits(app, '"exile where"') == []


def test_a_course_can_be_searched_by_itself(app: Flask) -> None:
    publish_course(app, make_course("war", modules=1), make_course("peace", modules=1))
    assert [one.partition("/")[0] for one in hits(app, "palace")] == ["all: peace", "all: war"]
    assert [one.partition("/")[0] for one in hits(app, "palace", course="war")] == ["all: war"]


def test_each_language_is_searched_in_its_own_way(app: Flask) -> None:
    publish_course(app, in_turkish(make_course(modules=1)))
    assert texts(app, "saraylar") == ["İki iktidar bir [sarayda] oturuyordu."]
    assert texts(app, "İKTİDARIN") == texts(app, "iktidar") != []
    (hit,) = search(app, "saray").hits
    assert (hit.module.language, hit.module.lang) == ("tr", "tr")


def test_a_script_without_spaces_is_searched(app: Flask) -> None:
    publish(app, "一九一七年十月革命開始了。", "革命之後，十月又來了。", language="zh")
    assert texts(app, "十月革命") == ["一九一七年[十月革命]開始了。"]
    assert len(texts(app, "革命")) == 2


def test_only_the_latest_edition_is_searched(app: Flask) -> None:
    publish(app, PALACE, WAR)
    publish(app, PALACE, BREAD)
    assert hits(app, "war") == []
    assert hits(app, "bread") == [at(BREAD)]


def test_organisers_notes_are_never_found(app: Flask) -> None:
    canary = GlossaryEntry("person", "canary", "Canary", "A yellow bird.", "Nobody")
    facilitation = Facilitation(
        notes={"one-question": f"<p>{SECRET} canary</p>"},
        other_html=("<p>canary</p>",),
        lead_off_html="<p>canary</p>",
        footnotes=(Note("fn-secret", 1, "<p>canary</p>"),),
        glossary=(canary,),
    )
    publish_course(app, make_course(modules=[replace(make_module("one"), facilitation=facilitation)]))
    for question in ("canary", "organisers", "yellow bird", '"for organisers alone"'):
        assert hits(app, question) == []


def test_many_hits_come_in_pages_and_each_hit_once(app: Flask) -> None:
    publish(app, *(f"Strike number {number}." for number in range(45)))
    pages = [search(app, "strike", page=page) for page in (1, 2, 3, 4, 0, -5)]
    assert [(one.page, len(one.hits)) for one in pages] == [
        (1, 20),
        (2, 20),
        (3, 5),
        (3, 5),
        (1, 20),
        (1, 20),
    ]
    assert len({hit.anchor for one in pages[:3] for hit in one.hits}) == 45
    assert (pages[0].passages, pages[0].modules, pages[0].pages) == (45, 1, 3)


def test_where_nothing_is_published_nothing_is_found(app: Flask) -> None:
    assert (
        hits(app, "palace") == hits(app, "“two palaces” war") == hits(app, "palace", course="no-such") == []
    )


def test_it_costs_five_statements_at_most_however_much_there_is(app: Flask) -> None:
    modules = [
        replace(make_module(f"m-{number}", number=number), glossary=(LENIN,)) for number in range(1, 9)
    ]
    publish_course(app, *(make_course(f"course-{number}", modules=modules) for number in range(4)))
    for question in ("lenin", "palace", "war palace of the two in lenin", '"went on" history'):
        with statements(app) as ran:
            search(app, question)
        assert len(ran) <= 5, ran


def test_a_long_text_is_cut_between_words_around_what_was_found(app: Flask) -> None:
    text = "".join(f"Before that, {number} things were said. " for number in range(30))
    publish(app, f"{text}At last the armistice came. {text}")
    (shown,) = texts(app, "armistice")
    assert len(shown) < 300
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "At last the [armistice] came." in shown
    assert shown.split()[1] in {"Before", "that", "things", "were", "said"} or shown.split()[1].isdigit()


def test_a_long_text_is_cut_where_most_of_what_was_asked_for_is_near(app: Flask) -> None:
    text = "".join(f"Meanwhile, {number} other things were said. " for number in range(30))
    publish(app, f"The armistice was far. {text}At last the armistice was signed. {text}")
    assert "At last the [armistice] was [signed]." in texts(app, "armistice signed")[0]


def publish(app: Flask, *paragraphs: str, language: str = "en") -> None:
    publish_course(app, course_of(make_module("one", paragraphs=paragraphs, language=language)))


def course_of(*modules: Module) -> Course:
    return make_course(modules=modules)


def at(paragraph: str) -> str:
    return f"all: revolution/one#{passage_id(paragraph)}"


def readings(module: str) -> Sequence[str]:
    return [f"all: revolution/{module}#reading-{module}-{depth}" for depth in ("short", "main")]
