"""What kinds of branches and roles are called here; an administrator may have given the kinds other names."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _

from studyhub.organisation.models import BranchKind, RoleKind
from studyhub.organisation.queries import find_instance


def kind_called(kind: str) -> str:
    """Return what a kind of branch is called here; what the place calls it is asked once for each request."""
    if "kinds_called" not in g:
        instance = find_instance()
        g.kinds_called = (
            {} if instance is None else {one: getattr(instance, f"called_{one}") for one in BranchKind}
        )
    words = {
        BranchKind.INTERNATIONAL: _("International"),
        BranchKind.SECTION: _("Section"),
        BranchKind.REGION: _("Region"),
        BranchKind.BRANCH: _("Branch"),
    }
    return str(g.kinds_called.get(kind) or words[BranchKind(kind)])


def role_called(kind: str) -> str:
    """Return what a role is called."""
    words = {
        RoleKind.ORGANISER: _("Organiser"),
        RoleKind.ADMINISTRATOR: _("Administrator"),
        RoleKind.AUTHOR: _("Author"),
        RoleKind.EDITOR: _("Editor"),
    }
    return str(words[RoleKind(kind)])
