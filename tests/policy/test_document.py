"""The page of roles says what the table says."""

from studyhub.policy.document import document
from tests.architecture.rules.source import ROOT


def test_the_page_of_roles_is_printed_from_the_table() -> None:
    assert (ROOT / "docs/roles.md").read_text() == document(), "make roles"
