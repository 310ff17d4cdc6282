"""create_app(): settings, extensions, features. The only module that knows every feature."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

import studyhub.accounts.models
import studyhub.accounts.routes
import studyhub.audit.models
import studyhub.branches.people_routes
import studyhub.branches.routes
import studyhub.components.routes
import studyhub.courses.routes
import studyhub.decisions.routes
import studyhub.decisions.second_person_routes
import studyhub.devices.link_routes
import studyhub.devices.routes
import studyhub.exports.routes
import studyhub.founding.models
import studyhub.founding.routes
import studyhub.front.routes
import studyhub.groups.models
import studyhub.groups.routes
import studyhub.health.audit_checks
import studyhub.health.backup_checks
import studyhub.health.checks
import studyhub.health.facts
import studyhub.health.routes
import studyhub.joining.invitation_routes
import studyhub.joining.models
import studyhub.joining.routes
import studyhub.joining.slip_routes
import studyhub.keeping.routes
import studyhub.library.routes
import studyhub.meetings.models
import studyhub.meetings.plan_routes
import studyhub.meetings.routes
import studyhub.my_data.routes
import studyhub.organisation.models
import studyhub.organisation.routes
import studyhub.packs.routes
import studyhub.passages.routes
import studyhub.passkeys.routes
import studyhub.passkeys.sign_in_routes
import studyhub.progress.routes
import studyhub.proposals.checks
import studyhub.reading.routes
import studyhub.reading.settings_routes
import studyhub.reading.you_routes
import studyhub.safety.routes
import studyhub.search.routes
import studyhub.tree.place_routes
import studyhub.tree.routes
import studyhub.tree.trust_routes
import studyhub.ways_in.models
import studyhub.ways_in.routes
import studyhub.ways_in.second_factor_checks
import studyhub.ways_in.sign_in_routes
import studyhub.web.routes
from studyhub.accounts.passphrases import Passphrases
from studyhub.accounts.signed_in import prepare_sign_in, viewer_or_none
from studyhub.courses.actions import followers
from studyhub.courses.queries import titles_of
from studyhub.db import db, engine_options, prepare
from studyhub.front.routes import show_or_ask_to_sign_in
from studyhub.groups.here import (
    SHOWN,
    actors_for_group,
    hand_group_on,
    is_group_shown,
    may_in_group,
    take_group,
)
from studyhub.groups.queries import names_of_groups
from studyhub.health.routes import backups_are_late
from studyhub.joining.actions import end_all, stop_links
from studyhub.joining.routes import ask_to_wait
from studyhub.keeping.place import place_on_device
from studyhub.meetings.queries import modules_of_groups
from studyhub.my_data.leaving import answer_who_has_left
from studyhub.my_data.queries import names_in
from studyhub.organisation.actions import followers_of_archiving, followers_of_removal
from studyhub.organisation.here import (
    actors_for,
    guests_may_read_here,
    hand_branch_on,
    is_set,
    may_here,
    settings_of_others,
    take_branch,
    towards_others,
)
from studyhub.organisation.queries import holds_office, names_of_branches, two_people_decide
from studyhub.policy.matrix import About
from studyhub.reading.settings_routes import reading_settings
from studyhub.search.actions import bring_search_up_to_date
from studyhub.settings import Settings, read_settings
from studyhub.ways_in.confirming import ask_for_second_factor, ask_to_confirm, is_fresh_for, is_missing_here
from studyhub.ways_in.sign_in_routes import ask_for_code
from studyhub.web import clock
from studyhub.web.access import Asked, Guard, require_declared_access
from studyhub.web.assets import STATIC, collect, serve
from studyhub.web.errors import show_errors
from studyhub.web.headers import fixed_headers, send_headers
from studyhub.web.one_at_a_time import UnderWay
from studyhub.web.requests import check_after_access, check_before_access
from studyhub.web.templating import NavigationPlace, PageContext, prepare_templates

LARGEST_FORM = 1_000_000  # bytes
FEATURES: tuple[Blueprint, ...] = (
    studyhub.web.routes.bp,
    studyhub.accounts.routes.bp,
    studyhub.organisation.routes.bp,
    studyhub.branches.routes.bp,
    studyhub.branches.people_routes.bp,
    studyhub.joining.routes.bp,
    studyhub.joining.invitation_routes.bp,
    studyhub.joining.slip_routes.bp,
    studyhub.decisions.routes.bp,
    studyhub.decisions.second_person_routes.bp,
    studyhub.tree.place_routes.bp,
    studyhub.tree.routes.bp,
    studyhub.tree.trust_routes.bp,
    studyhub.courses.routes.bp,
    studyhub.progress.routes.bp,
    studyhub.reading.routes.bp,
    studyhub.passages.routes.bp,
    studyhub.groups.routes.bp,
    studyhub.meetings.routes.bp,
    studyhub.meetings.plan_routes.bp,
    studyhub.founding.routes.bp,
    studyhub.packs.routes.bp,
    studyhub.library.routes.bp,
    studyhub.exports.routes.bp,
    studyhub.search.routes.bp,
    studyhub.keeping.routes.bp,
    studyhub.components.routes.bp,
    studyhub.reading.settings_routes.bp,
    studyhub.reading.you_routes.bp,
    studyhub.my_data.routes.bp,
    studyhub.health.routes.bp,
    studyhub.front.routes.bp,
    studyhub.safety.routes.bp,
    studyhub.safety.routes.way_out,
    studyhub.ways_in.routes.bp,
    studyhub.ways_in.sign_in_routes.bp,
    studyhub.devices.routes.bp,
    studyhub.devices.link_routes.bp,
    studyhub.passkeys.routes.bp,
    studyhub.passkeys.sign_in_routes.bp,
)
PLACES = (
    NavigationPlace("reading.today", _("Today"), "today", "/"),
    NavigationPlace("reading.courses", _("Courses"), "courses", "/courses"),
    NavigationPlace("meetings.index", _("Groups"), "group", "/groups"),
    NavigationPlace("you.show", _("You"), "you", "/you"),
    NavigationPlace("search.show", _("Search"), "search", "/search", is_in_bar=False),
)
CHECKS = (
    *studyhub.health.checks.CHECKS,
    *studyhub.health.backup_checks.CHECKS,
    *studyhub.health.audit_checks.CHECKS,
    *studyhub.ways_in.second_factor_checks.CHECKS,
    *studyhub.proposals.checks.CHECKS,
)
FACTS = (studyhub.health.backup_checks.backup_facts, studyhub.health.facts.place_facts)
FOR_TEMPLATES = {
    "may_here": may_here,
    "two_people_decide": two_people_decide,
    "may_in_group": may_in_group,
    "viewer_or_none": viewer_or_none,
    "backups_are_late": backups_are_late,
}
ASKED = Asked(
    actors=actors_for,
    is_set=is_set,
    ask_to_sign_in=show_or_ask_to_sign_in,
    ask_to_wait=ask_to_wait,
    lacks_second_factor=is_missing_here,
    ask_for_second_factor=ask_for_second_factor,
    is_freshly_confirmed=is_fresh_for,
    ask_to_confirm=ask_to_confirm,
)
GUESTS_PLACES = (PLACES[1], NavigationPlace("accounts.sign_in", _("Sign in"), "you", "/sign-in"), PLACES[-1])


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application; without settings it reads them from the environment."""
    settings = settings or read_settings()
    app = Flask("studyhub", static_folder=None, template_folder=None)
    app.config.from_mapping(configuration(settings))
    app.extensions["settings"] = settings
    app.extensions["passphrases"] = Passphrases()
    app.extensions["where_groups_are"] = (
        lambda member_id, course_id: modules_of_groups(member_id, course_id, now=clock.now()),
    )
    app.extensions |= {"checks": CHECKS, "facts": FACTS, "under_way": UnderWay()}
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    check_before_access(app)
    prepare_sign_in(app)
    app.extensions["second_step"] = ask_for_code
    app.extensions["holds_office"] = lambda member_id: holds_office(member_id, clock.today())
    app.before_request(answer_who_has_left)
    Guard(app, ASKED)
    check_after_access(app)
    send_headers(app, is_public=settings.is_public)
    show_errors(app)
    assets = collect(STATIC, settings.data / "static")
    serve(app, assets, headers=fixed_headers(is_public=settings.is_public))
    prepare_templates(
        app,
        asset=assets.url,
        page=PageContext(reading_settings=reading_settings, places=_places, place_on_device=place_on_device),
    )
    _read_addresses(app)
    app.jinja_env.globals |= FOR_TEMPLATES
    for feature in FEATURES:
        app.register_blueprint(feature)
    _hand_down()
    require_declared_access(app)
    if hops := settings.proxies:  # CS-09: what a proxy says of a request is heard only where there is one
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's own way of wrapping
    return app


def _read_addresses(app: Flask) -> None:
    """Take out of addresses the branch and the group that they name, and put them into those of links."""
    for take, hand_on in ((take_branch, hand_branch_on), (take_group, hand_group_on)):
        app.url_value_preprocessor(take)
        app.url_defaults(hand_on)


def _hand_down() -> None:
    """Give lower features what they ask of higher ones."""
    followers[:] = [bring_search_up_to_date]
    followers_of_archiving[:], followers_of_removal[:] = [end_all], [stop_links]
    towards_others[About.GROUP] = actors_for_group
    settings_of_others[SHOWN] = is_group_shown
    names_in.update(course=titles_of, branch=names_of_branches, study_group=names_of_groups)


def _places() -> tuple[NavigationPlace, ...]:
    if viewer_or_none() is not None:
        return PLACES
    try:
        return GUESTS_PLACES if guests_may_read_here() else ()
    except SQLAlchemyError:  # the page that tells of a fault has to be shown, too
        return ()


def configuration(settings: Settings) -> dict[str, object]:
    """Return Flask's configuration for these settings."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.old_secret_keys),
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database),
        "TRUSTED_HOSTS": [settings.host] if settings.is_public else ["127.0.0.1", "localhost", "[::1]"],
        "SESSION_COOKIE_NAME": "__Host-session" if settings.is_public else "session",
        "SESSION_COOKIE_SECURE": settings.is_public,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "MAX_FORM_PARTS": 200,
    }
