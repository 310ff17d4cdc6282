"""Folding and stemming: what counts as the same word, in each language."""

from __future__ import annotations

import pytest

from studyhub.search.words import fold, stems_of, words_of

THE_SAME = [
    ("en", "revolutions", "Revolution"),
    ("en", "striking", "strikes"),
    ("en", "Lenin’s", "lenin"),
    ("de", "Häuser", "HAUS"),
    ("de", "Straße", "strassen"),
    ("fr", "l’histoire", "histoires"),
    ("fr", "révolutionnaire", "revolutionnaires"),
    ("es", "revolución", "revoluciones"),
    ("es", "revolucion", "revolución"),
    ("ru", "революции", "РЕВОЛЮЦИЯ"),
    ("ru", "книгу", "книги"),
    ("ru", "рабочий", "рабочие"),
    ("ru", "ёлка", "елки"),
    ("ru", "вла\u0301сти", "власть"),
    ("tr", "devrimin", "DEVRİM"),
    ("tr", "IŞIK", "ışık"),
    ("tr", "ışık", "isik"),
    ("tr", "IŞIKLAR", "ışık"),
    ("tr", "Lenin’in", "Lenin"),
    ("el", "λόγος", "ΛΟΓΟΣ"),
    ("el", "λόγου", "λογος"),
    ("ar", "الثورة", "ثورة"),
    ("ar", "أحمد", "احمد"),
    ("ar", "الخُبْز", "الخبز"),
    ("ar", "الثـــورة", "الثورة"),
    ("ar", "١٩١٧", "1917"),
    ("fa", "می\u200cخواهم", "ميخواهم"),
    ("he", "שָׁלוֹם", "שלום"),
    ("uk", "Ґрунт", "ґрунт"),
    ("pl", "Łódź", "lodz"),
    ("ja", "ガ", "ｶﾞ"),
    ("ko", "혁명", "혁명"),
    ("en", "ﬁnance", "finance"),
    ("pt-BR", "trabalhadores", "trabalhador"),
]
NOT_THE_SAME = [
    ("uk", "мой", "мои"),
    ("en", "war", "was"),
    ("tr", "kar", "kır"),
    ("mr", "कि", "का"),
    ("th", "กา", "กิ"),
    ("xx", "strikes", "strike"),
]


@pytest.mark.parametrize(("language", "one", "other"), THE_SAME)
def test_these_count_as_one_word(language: str, one: str, other: str) -> None:
    assert set(stems_of(one, language)) & set(stems_of(other, language))


@pytest.mark.parametrize(("language", "one", "other"), NOT_THE_SAME)
def test_these_are_two_words(language: str, one: str, other: str) -> None:
    assert not set(stems_of(one, language)) & set(stems_of(other, language))


def test_folding_twice_changes_nothing() -> None:
    for text in ("İstanbul", "Straße", "ΛΌΓΟΣ", "й Й ё", "ﷺ", "Ǆ", "㍿", "①", "ﬃ", "혁명", "がガ"):
        assert fold(fold(text)) == fold(text)


def test_a_word_is_where_it_stands_in_the_text_as_it_was_written() -> None:
    text = "— «Вла\u0301сть» и co\u00adopera\u00adtion: L’État, 1917–18!"
    assert [text[word.start : word.end] for word in words_of(text)] == [
        "Вла\u0301сть",
        "и",
        "co\u00adopera\u00adtion",
        "L’État",
        "1917",
        "18",
    ]


def test_scripts_without_spaces_are_taken_by_their_letters() -> None:
    assert [word.text for word in words_of("十月革命 1917")] == ["十", "月", "革", "命", "1917"]
    assert [word.text for word in words_of("กำลัง")] == ["ก", "ำ", "ลั", "ง"]
    assert stems_of("革", "zh") == ("革",)


def test_a_sign_without_letters_is_found_under_nothing() -> None:
    assert words_of("… — ! 🙂 \u00ad \u0301") == []
    assert stems_of("ـ", "ar") == ()


def test_the_longest_word_ends_somewhere() -> None:
    assert all(len(stem) <= 60 for stem in stems_of("ß" * 100_000, "de"))
