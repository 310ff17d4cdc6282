"""Dates: what is read, in which words it is shown, and what the other calendar says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from studyhub.compiler.words.date_words import date_html, date_text
from studyhub.compiler.words.dates import NotADateError, Point, gregorian_bounds, read_date, to_gregorian

SHOWN = (
    ("1921", "1921"),
    ("1921-03", "March 1921"),
    ("1921-03-01", "1 March 1921"),
    ("c. 1921", "c. 1921"),
    ("c.1921-03", "c. March 1921"),
    ("1904/1905", "1904–1905"),
    ("1921-03/1921-05", "March – May 1921"),
    ("1920-11/1921-02", "November 1920 – February 1921"),
    ("1921-03-01/1921-03-08", "1–8 March 1921"),
    ("1921-03-01 / 1921-04-02", "1 March – 2 April 1921"),
    ("1920-12-31/1921-01-02", "31 December 1920 – 2 January 1921"),
    ("1921/1921-05", "1921 – May 1921"),
    ("1921-03-01/1921-04", "1 March – April 1921"),
    ("1917-02-23 OS", "23 February 1917 OS (8 March 1917)"),
    ("1917-10-25 OS", "25 October 1917 OS (7 November 1917)"),
    ("1918-01-31 OS", "31 January 1918 OS (13 February 1918)"),
    ("1861-02-19 OS", "19 February 1861 OS (3 March 1861)"),
    ("1900-02-28 OS", "28 February 1900 OS (12 March 1900)"),
    ("1900-02-29 OS", "29 February 1900 OS (13 March 1900)"),
    ("1905-12-09/1905-12-18 OS", "9–18 December 1905 OS (22–31 December 1905)"),
    ("1917-02 OS", "February 1917 OS"),
)
REFUSED = (
    ("", "a date is written"),
    ("yesterday", "a date is written"),
    ("21", "a date is written"),
    ("1921-3-1", "a date is written"),
    ("1921-03-01-02", "a date is written"),
    ("1921/", "a date is written"),
    ("1921OS", "a date is written"),
    ("0900", "years before"),
    ("1921-13", "no such month"),
    ("1921-00", "no such month"),
    ("1921-02-29", "no such day"),
    ("1921-04-31", "no such day"),
    ("1905/1904", "ends before"),
    ("1917 OS", "not with a year alone"),
    ("1917-02/1918 OS", "not with a year alone"),
    ("1918-02-01 OS", "no Old Style"),
    ("1917-12-20/1918-02-01 OS", "no Old Style"),
    ("1917-02/1917-03-02 OS", "from day to day"),
)


@pytest.mark.parametrize(("written", "words"), SHOWN)
def test_a_date_is_shown_in_plain_words(written: str, words: str) -> None:
    assert date_text(read_date(written), "en") == words


@pytest.mark.parametrize(("written", "why"), REFUSED)
def test_what_is_no_date_is_refused_with_its_reason(written: str, why: str) -> None:
    with pytest.raises(NotADateError, match=why):
        read_date(written)


def test_both_calendars_are_marked_in_html() -> None:
    assert date_html(read_date("1917-02-23 OS"), "en") == (
        '<span class="old-style">23 February 1917 <abbr title="Old Style">OS</abbr></span> '
        '<span class="new-style">(<time datetime="1917-03-08">8 March 1917</time>)</span>'
    )
    assert "<time" not in date_html(read_date("1917-02 OS"), "en")
    assert date_html(read_date("1921"), "en-GB") == '<time datetime="1921">1921</time>'


@pytest.mark.parametrize(
    ("written", "language", "words"),
    [
        ("1917-02-23 OS", "ru", "23 февраля 1917\u202fг. OS (8 марта 1917\u202fг.)"),
        ("1917-02 OS", "ru", "февраль 1917\u202fг. OS"),
        ("1917-02-23 OS", "ar", "23 فبراير 1917 OS (8 مارس 1917)"),
        ("c. 1921-03/1921-04", "tr", "≈ Mart 1921 – Nisan 1921"),
        ("1904/1905", "pt-BR", "1904–1905"),
        ("1900-02-29 OS", "de", "29. Februar 1900 OS (13. März 1900)"),
        ("1921-03-01", "tlh", "1921-03-01"),
    ],
)
def test_a_date_is_said_in_the_language_of_the_course(written: str, language: str, words: str) -> None:
    assert date_text(read_date(written), language) == words


def test_letters_of_english_are_marked_as_such_elsewhere() -> None:
    assert '<abbr lang="en" title="Old Style">OS</abbr>' in date_html(read_date("1917-02-23 OS"), "ru")


def test_the_julian_calendar_runs_day_by_day_beside_the_other() -> None:
    other = date(1582, 10, 15)  # was 5 October 1582 in the Julian calendar
    year, month, day = 1582, 10, 5
    while (year, month, day) <= (1918, 1, 31):
        found = to_gregorian(Point(year, month, day))
        assert (found.year, found.month, found.day) == (other.year, other.month, other.day)
        other += timedelta(days=1)
        year, month, day = _next_julian(year, month, day)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("1921", date(1921, 1, 1), date(1921, 12, 31)),
        ("1921-02/1922", date(1921, 2, 1), date(1922, 12, 31)),
        ("1917-02 OS", date(1917, 2, 14), date(1917, 3, 13)),
        ("1917-02-23 OS", date(1917, 3, 8), date(1917, 3, 8)),
    ],
)
def test_a_date_has_a_first_and_a_last_day(written: str, first: date, last: date) -> None:
    assert gregorian_bounds(read_date(written)) == (first, last)


def _next_julian(year: int, month: int, day: int) -> tuple[int, int, int]:
    days = (31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if day < days[month - 1]:
        return year, month, day + 1
    return (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
