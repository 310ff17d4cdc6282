"""Each rule was broken once, here, and said so: a rule that cannot fail holds nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table

from studyhub.db import about_nobody
from studyhub.web.what_we_keep import undeclared_columns
from tests.architecture import test_routes as routes
from tests.architecture.rules import documents, pages, sizes, words
from tests.architecture.rules.source import ROOT
from tests.architecture.test_imports import broken_contracts
from tests.architecture.test_rules import RULES

Rule = Callable[[Path], list[str]]
PYPROJECT = """
[project]
dependencies = ["flask>=3"]
[[tool.importlinter.contracts]]
layers = ["top", "left | right"]
"""
INLINE = (
    "<style>p { color: red }</style>",
    '<p style="color: red">',
    "<script>alert(1)</script>",
    '<a href="javascript:alert(1)">',
    '<button type="button" onclick="alert(1)">',
    '<img alt="" src="https://elsewhere.example/picture.png">',
)
BAD_VIEW = "@bp.route('/')\ndef index():\n" + "    pass\n" * 25

# What breaks each rule: files of a house that has nothing else in it.
BROKEN: list[tuple[Rule, dict[str, str]]] = [
    (sizes.modules_stay_short, {"studyhub/long.py": "x = 1\n" * 301}),
    (sizes.functions_stay_short, {"studyhub/long.py": "def run():\n" + "    pass\n" * 40}),
    (sizes.functions_stay_short, {"studyhub/reading/routes.py": BAD_VIEW}),
    (sizes.functions_take_few_things, {"studyhub/many.py": "def run(a, b, c): ..."}),
    (sizes.functions_take_few_things, {"studyhub/many.py": "def run(a, b, *, c, d, e, f, g): ..."}),
    (sizes.features_have_few_files, {f"studyhub/big/m{number}.py": "" for number in range(11)}),
    (sizes.folders_stay_shallow, {"studyhub/one/two/three/deep.py": ""}),
    (sizes.templates_stay_short, {"studyhub/web/templates/long.html": "<p>\n" * 121}),
    (sizes.stylesheets_stay_short, {"studyhub/web/static/long.css": "p {}\n" * 251}),
    (sizes.scripts_stay_few, {f"studyhub/web/static/{name}.js": ";\n" * 751 for name in "ab"}),
    (sizes.imports_stand_at_the_top, {"studyhub/late.py": "def run():\n    import json\n"}),
    (
        sizes.imports_make_no_cycle,
        {"studyhub/a.py": "from studyhub.b import x", "studyhub/b.py": "from studyhub import a"},
    ),
    (words.names_mean_something, {"studyhub/web/form_utils.py": ""}),
    (words.names_mean_something, {"studyhub/web/forms.py": "class FormManager: ..."}),
    (words.packages_hold_nothing_themselves, {"studyhub/web/__init__.py": "db = None"}),
    (words.the_interface_keeps_to_its_words, {"studyhub/web/forms.py": 'label = lazy_gettext("Your score")'}),
    (words.the_interface_keeps_to_its_words, {"studyhub/web/templates/p.html": '{{ _("All users") }}'}),
    (
        words.the_interface_keeps_to_its_words,
        {"studyhub/web/templates/p.html": "{% trans %}a badge{% endtrans %}"},
    ),
    (words.public_functions_say_what_they_do, {"studyhub/courses/queries.py": "def courses_of(): ..."}),
    (
        words.public_functions_say_what_they_do,
        {"studyhub/compiler/words/dates.py": "class Date:\n    'A day.'\n\n    def year(self): ..."},
    ),
    (words.only_edges_commit, {"studyhub/courses/actions.py": "def publish():\n    db.session.commit()\n"}),
    (words.exceptions_to_lint_say_why, {"studyhub/a.py": "x = 1  # noqa" + ": E501", "pyproject.toml": ""}),
    (
        words.exceptions_to_lint_say_why,
        {"studyhub/a.py": "x = 1  # type" + ": ignore[misc]", "pyproject.toml": ""},
    ),
    (words.exceptions_to_lint_say_why, {"pyproject.toml": 'ignore = [\n  "E501",\n]'}),
    (words.nothing_is_left_for_later, {"studyhub/a.py": "# FIX" + "ME: later"}),
    (words.no_test_is_skipped, {"tests/test_a.py": "import pytest\npytest.sk" + "ip('no browser')"}),
    (pages.templates_can_be_read, {"studyhub/web/templates/p.html": "{% if %}"}),
    *((pages.templates_hold_nothing_inline, {"studyhub/web/templates/p.html": line}) for line in INLINE),
    (pages.only_reviewed_html_is_not_escaped, {"studyhub/web/templates/p.html": "{{ name|safe }}"}),
    (pages.only_reviewed_html_is_not_escaped, {"studyhub/web/routes.py": "Markup(name)"}),
    (pages.every_word_is_marked, {"studyhub/web/templates/p.html": "<p>Welcome, {{ name }}</p>"}),
    (pages.every_word_is_marked, {"studyhub/web/templates/p.html": '<img alt="A red flag" src="x">'}),
    (pages.every_template_is_used, {"studyhub/web/templates/web/old.html": ""}),
    (documents.dependencies_have_their_reasons, {"pyproject.toml": PYPROJECT}),
    (documents.settings_are_explained, {"studyhub/settings.py": 'environ["STUDYHUB_COLOUR"]'}),
    (documents.commands_exist, {"README.md": "Run `studyhub fly`."}),
    (documents.commands_exist, {"README.md": "    make fly\n"}),
    (documents.links_resolve, {"README.md": "[here](docs/nowhere.md)"}),
    (
        documents.ci_runs_what_the_readme_says,
        {"README.md": "## Test it\n\n    pytest\n", ".ci/run": "make\n"},
    ),
    (documents.the_changelog_keeps_its_form, {"CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n- Half an"}),
    (documents.the_picture_shows_the_layers, {"pyproject.toml": PYPROJECT}),
    (
        documents.packages_are_explained,
        {
            "pyproject.toml": PYPROJECT,
            "docs/architecture.md": "| `top` | above them all |\n| `left` | beside the other |\n",
        },
    ),
]


@pytest.mark.parametrize(("rule", "files"), BROKEN, ids=[rule.__name__ for rule, _ in BROKEN])
def test_a_broken_rule_is_found_where_it_is_broken(rule: Rule, files: dict[str, str], tmp_path: Path) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert len(rule(tmp_path)) == 1


def test_every_rule_was_broken_once() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("studyhub/courses/models.py", "import flask", "do not know HTTP"),
        ("studyhub/web/access.py", "import studyhub.courses.models", "point one way"),
        ("studyhub/compiler/model.py", "import sqlalchemy", "compiler is pure"),
        ("studyhub/compiler/words/dates.py", "import studyhub.compiler.files.source", "Inside the compiler"),
        ("studyhub/organisation/policy.py", "import studyhub.organisation.queries", "Policies and models"),
        ("studyhub/reading/changes.py", "import studyhub.compiler.folder", "No page parses"),
        ("studyhub/homeless/__init__.py", "", "point one way"),
    ],
)
def test_an_arrow_that_points_up_is_found(path: str, line: str, contract: str, tmp_path: Path) -> None:
    shutil.copytree(
        ROOT / "studyhub", tmp_path / "studyhub", ignore=shutil.ignore_patterns("static", "__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    module = tmp_path / path
    module.parent.mkdir(exist_ok=True)
    module.write_text(f"{module.read_text() if module.exists() else ''}\n{line}\n")
    told = broken_contracts(tmp_path)
    assert [row for row in told.splitlines() if contract in row and "BROKEN" in row] or "homeless" in told


@pytest.mark.parametrize(
    ("address", "methods", "rule"),
    [
        ("/My_Page", ["GET"], routes.misspelt),
        ("/courses/<number>", ["GET"], routes.loosely_typed),
        ("/courses", ["DELETE"], routes.oddly_called),
    ],
)
def test_a_bad_address_is_found(
    app: Flask, address: str, methods: list[str], rule: Callable[[Flask], list[str]]
) -> None:
    def view(number: int = 0) -> str:
        return str(number)

    app.add_url_rule(address, "planted", view, methods=methods)
    assert len(rule(app)) == 1


def test_an_undeclared_column_about_a_person_is_found() -> None:
    metadata = MetaData()
    Table("member", metadata, Column("id", Integer, primary_key=True), Column("birthday", String))
    Table(
        "shoe",
        metadata,
        Column("wearer", ForeignKey("member.id")),
        Column("id", Integer, primary_key=True),
        **about_nobody("shoes"),
    )
    Table("hat", metadata, Column("colour", String))
    Table("coat", metadata, Column("colour", String), **about_nobody("coats"))
    assert set(undeclared_columns(metadata)) == {"hat", "member", "shoe", "member.birthday", "shoe.wearer"}
