"""A place with people and courses in it, for tests that look at every page; and the list of those pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from studyhub.accounts.actions import hash_of
from studyhub.accounts.models import LinkPurpose, Member, OneTimeLink
from studyhub.accounts.passphrases import Passphrases
from studyhub.app import create_app
from studyhub.compiler import Course, compile_courses
from studyhub.compiler.passage_texts import passage_texts
from studyhub.components.routes import COMPONENTS
from studyhub.db import db
from studyhub.founding.actions import keep_answer
from studyhub.groups.models import Entry
from studyhub.groups.queries import find_group, participation_of
from studyhub.joining.actions import NewInvitation, ask, invite
from studyhub.joining.codes import code_of
from studyhub.joining.models import LINK, POSTER
from studyhub.meetings.actions import Afterwards, say_coming, write_down
from studyhub.meetings.models import Coming
from studyhub.meetings.queries import occasion_for
from studyhub.organisation.actions import Deciding
from studyhub.organisation.models import Branch, RoleKind
from studyhub.organisation.policy import setup_code
from studyhub.proposals.actions import Trusting, give
from studyhub.settings import Settings
from studyhub.ways_in.actions import make_recovery_codes, set_up_authenticator
from studyhub.ways_in.codes import new_secret
from studyhub.web import clock
from tests.compiled import make_module
from tests.compiler.folders import WHOLE
from tests.conftest import CHEAP
from tests.databases import migrate
from tests.factories import (
    JOINED,
    PASSPHRASE,
    branch_called,
    make_branch,
    make_group,
    make_instance,
    make_member,
    publish_course,
    put_in,
    put_in_group,
)
from tests.forms import post_form, send
from tests.shipped import one_course

SECRET_KEY = "a key for looking at pages, longer than thirty-two characters"
SCRIPTS = Path(__file__).parent / "courses"
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorffvoralternwaren y Santos"
MODULE = "/courses/russian-revolution/backward-country"
EVERY_BLOCK = "/courses/harbour/strike"
CHANGED = ("arabic", "oktyabr")  # these courses have two editions
OTHER_SCRIPTS = ("/courses/arabic/first-evening", "/courses/oktyabr/power")
OPEN = ("/help", "/privacy", "/accessibility", "/settings/reading", "/offline", "/no-such-page")
COURSES = ("/courses", "/courses/russian-revolution", "/courses/arabic", MODULE, EVERY_BLOCK, *OTHER_SCRIPTS)
CHANGES = tuple(f"{module}/changes/1" for module in OTHER_SCRIPTS)
EDITION = "/courses/russian-revolution/editions/1/backward-country"
PASSAGES = (  # two lists, then a paragraph, a table, an event of a timeline, one in Arabic, one that is gone
    f"{EVERY_BLOCK}/passages",
    f"{OTHER_SCRIPTS[0]}/passages",
    f"{MODULE}/passages/p-7ea7aca6",
    f"{EVERY_BLOCK}/passages/p-2d9e7460",
    f"{EVERY_BLOCK}/passages/p-2cc7d409",
    f"{OTHER_SCRIPTS[0]}/passages/p-fe3d7aca",
    f"{OTHER_SCRIPTS[1]}/passages/p-ea3a380f",
)
LIBRARY = ("/people/gapon", "/terms/soviet", "/people/ines", "/works/trotsky-hrr")
TAKEN_AWAY = (
    "/courses/harbour/print",
    "/courses/arabic/print",
    f"{MODULE}/questions/print",
    f"{OTHER_SCRIPTS[0]}/questions/print",
)
SEARCH = (  # nothing yet, many, names, another script, the nearest, in one course, nothing, too much
    "/search",
    "/search?q=revolution&page=2",
    "/search?q=Lenin",
    "/search?q=الثورة",
    "/search?q=peasants+land+submarine",
    "/search?q=soviet&course=russian-revolution",
    "/search?q=submarine",
    f"/search?q={'a+' * 40}",
)
MY_DATA = ("/you/data", "/you/data/place", "/you/data/completion", "/you/delete", "/you/log")
WAYS_IN = (
    "/you/ways-in",
    "/you/ways-in/authenticator",
    "/you/ways-in/passphrase",
    "/you/ways-in/name",
    "/you/ways-in/passkeys/new",
    "/you/devices",
    "/you/devices/1/name",
)
LINKS = {LinkPurpose.DEVICE: "d" * 28, LinkPurpose.RESET: "r" * 28}
ONCE = (f"/d/{LINKS[LinkPurpose.DEVICE]}", f"/reset/{LINKS[LinkPurpose.RESET]}", "/d/aaaa-bbbb")
ANSWERS = {  # to the questions by which a group is founded
    "course": {"course": "russian-revolution"},
    "name": {"name": LONG_NAME, "entry": "open"},
    "when": {
        "day": "2036-05-01",
        "begins": "19:00",
        "minutes": "90",
        "rhythm": "monthly",
        "without": "2036-06-05",
    },
    "reading": {"budget": "60"},
    "where": {"place": "The library", "online": "", "access": "No steps."},
}
COMPONENT_PAGES = ("/dev/components", *(f"/dev/components/{name}" for name in COMPONENTS))
KEPT = (f"{EVERY_BLOCK}/kept", f"{OTHER_SCRIPTS[0]}/kept")
TRANSLATION = f"{EVERY_BLOCK}?lang=tr"
SETUP = f"/setup?code={setup_code(SECRET_KEY)}"

BRANCH = "/branches/amber-ferry"
PERSON = f"{BRANCH}/people/2"  # the second to join it
BRANCH_PAGES = (
    BRANCH,
    f"{BRANCH}/own-name",
    f"{BRANCH}/leaving",
    f"{BRANCH}/people",
    f"{BRANCH}/people?q=nobody",
    PERSON,
    f"{PERSON}/removal",
    f"{PERSON}/organiser",
    f"{BRANCH}/invitations",
    f"{BRANCH}/invitations/new-link",
    f"{BRANCH}/invitations/new-poster",
    f"{BRANCH}/invitations/slips",
    f"{BRANCH}/invitations/1",
    f"{BRANCH}/invitations/2",
    f"{BRANCH}/invitations/2/poster/a4",
    f"{BRANCH}/invitations/2/poster/a5",
    f"{BRANCH}/invitations/2/poster/strips",
    f"{BRANCH}/asking",
    "/second-person",
    f"{BRANCH}/log",
    f"{BRANCH}/log?before=1",
)
FOUNDING = (
    f"{BRANCH}/new-group",
    *(f"{BRANCH}/new-group/{question}" for question in ("course", "name", "when", "reading", "where")),
)
GROUP = "/groups/copper-lantern"
READING_WITH_IT = (  # an evening that is over, and the next
    "/groups",
    GROUP,
    f"{GROUP}/people",
    f"{GROUP}/leaving",
    f"{GROUP}/meetings/1",
    f"{GROUP}/meetings/3",
)
ORGANISING_IT = (
    *READING_WITH_IT,
    f"{GROUP}/people/2/removal",
    f"{GROUP}/people/2/organiser",
    f"{GROUP}/archive",
    f"{GROUP}/plan",
    f"{GROUP}/new-meeting",
    f"{GROUP}/meetings/3/change",
    f"{GROUP}/meetings/1/afterwards",
    f"{GROUP}/meetings/3/pack",
    f"{BRANCH}/groups",
)
ADMINISTERED = tuple(f"{BRANCH}/{page}" for page in ("new-branch", "move", "archive", "trusted", "settings"))
LINK_SALT, POSTER_SALT = "a1" * 16, "b2" * 16
INVITED = tuple(
    f"/j/{code_of(kind, salt, secret_key=SECRET_KEY)}"
    for kind, salt in ((LINK, LINK_SALT), (POSTER, POSTER_SALT))
)

PAGES = {  # who -> what they open; test_every_page proves that no page is missing
    "stranger": (
        "/sign-in",
        "/sign-in/recovery",
        "/signed-out",
        "/goodbye",
        "/blank",
        *OPEN,
        *COURSES,
        *CHANGES,
        *INVITED,
        *ONCE,
        PASSAGES[0],
        LIBRARY[0],
        TAKEN_AWAY[2],
        SEARCH[2],
    ),
    "member": (
        "/",
        "/you",
        *OPEN,
        *COURSES,
        *CHANGES,
        *PASSAGES,
        *LIBRARY,
        *TAKEN_AWAY,
        *SEARCH,
        EDITION,
        TRANSLATION,
        *KEPT,
        *MY_DATA,
        "/settings/safety",
        *WAYS_IN,
    ),
    "late": ("/confirm",),  # signed in longer than ten minutes ago
    "recovering": ("/sign-in/new-passphrase",),  # has given a recovery code
    "careful": ("/sign-in/code",),  # has an authenticator, and has given the passphrase
    "newcomer": ("/", "/you", MY_DATA[0], "/courses/harbour", *READING_WITH_IT),
    "reader": (GROUP, f"{GROUP}/joining"),  # of the branch, and not yet of the group
    "finished": ("/", "/courses/harbour", "/courses/harbour/end"),
    "administrator": (
        "/admin",
        "/admin/backup",
        "/admin/front",
        "/admin/branches",
        "/admin/log",
        *ADMINISTERED,
        "/admin/place",
        "/second-person",
        "/you/delete",
        *COMPONENT_PAGES,
    ),
    "organiser": (*BRANCH_PAGES, *FOUNDING, *ORGANISING_IT),
    "asker": ("/waiting",),
    "invited": ("/welcome",),
}
EMPTY_PAGES = {
    "stranger": (SETUP,),
    "member": ("/", "/courses", "/search?q=bread", *MY_DATA[:2], "/you/log", "/groups"),
}


@dataclass(frozen=True)
class World:
    """An application and who comes to it, by the names that PAGES gives them."""

    app: Flask
    people: dict[str, Member]

    def client_of(self, who: str) -> FlaskClient:
        """Return a browser without scripts, signed in unless a stranger uses it."""
        client = self.app.test_client()
        if who == "invited":
            post_form(client, INVITED[0], name=LONG_NAME)
        if who in self.people:
            if who == "careful":
                _give_authenticator(self.app, self.people[who])
            name = self.people[who].sign_in_name
            post_form(client, "/sign-in", sign_in_name=name, passphrase=PASSPHRASE)
        if who == "recovering":
            _lose_passphrase(client, self.people["member"])
        if who == "late":
            with client.session_transaction() as cookie:
                cookie.pop("confirmed")
        return client


def _give_authenticator(app: Flask, member: Member) -> None:
    with app.app_context():
        set_up_authenticator(member.id, new_secret(), today=JOINED)
        db.session.commit()


def _lose_passphrase(client: FlaskClient, member: Member) -> None:
    with client.application.app_context():
        code, *_ = make_recovery_codes(member.id, today=JOINED)
        db.session.commit()
    post_form(client, "/sign-in/recovery", sign_in_name=member.sign_in_name, code=code)


def make_world(folder: Path, static_files: Path) -> World:
    """Make a place whose guests may read, with the shipped courses, other scripts, and every block there is."""
    app = _make_app(folder, static_files)
    make_instance(app, guests_may_read=True)
    people = {
        "member": make_member(app, name="Nadia"),
        "late": make_member(app, name="Vera"),
        "careful": make_member(app, name="Rosa"),
        "newcomer": make_member(app, name=LONG_NAME, sign_in_name="newcomer"),
        "finished": make_member(app, name="Tomás"),
        "administrator": make_member(app, name="Ayşe", is_administrator=True),
        "organiser": make_member(app, name="Iain"),
        "asker": make_member(app, name="Олена"),
        "reader": make_member(app, name="Mairi"),
    }
    _gather(app, people)
    _make_links(app, people["member"])
    world = World(app, people)
    courses = _courses(folder)
    publish_course(app, *(_as_it_was(course) for course in courses if course.id in CHANGED))
    _read_what_will_change(world)
    publish_course(app, *courses)
    _read(world)
    _found_group(app, people)
    return world


def _found_group(app: Flask, people: dict[str, Member]) -> None:
    """Let a group with a long name meet: twice it has, and somebody comes to the next meeting. One more is begun."""
    started = datetime.combine(clock.today() - timedelta(days=8), time(19))
    branch = BRANCH.rpartition("/")[2]
    slug = make_group(app, branch, name=f"Readers of {LONG_NAME}", course="russian-revolution", first=started)
    for who in ("organiser", "newcomer"):
        put_in_group(app, slug, people[who], is_organiser=who == "organiser")
    with app.app_context():
        group = find_group(slug)
        assert group is not None
        group.slug, group.entry = GROUP.rpartition("/")[2], Entry.ASKING
        over, _also_over, coming = (occasion_for(group, number).meeting for number in (1, 2, 3))
        write_down(over, Afterwards(11, "What we read.\n\nWhat is open.", is_shared=True), today=JOINED)
        own = participation_of(group.id, people["newcomer"].id)
        assert own is not None
        say_coming(coming, own, answer=Coming.YES)
        founder = Deciding(people["organiser"].id, clock.now())
        for question, answer in ANSWERS.items():
            keep_answer(question, answer, branch=branch_called(branch), deciding=founder)
        db.session.commit()


def _make_links(app: Flask, member: Member) -> None:
    """Make links that work once, for longer than any test takes."""
    with app.app_context():
        end = clock.now() + timedelta(days=1)
        for purpose, token in LINKS.items():
            db.session.add(
                OneTimeLink(token_hash=hash_of(token), purpose=purpose, member_id=member.id, ends_at=end)
            )
        db.session.commit()


def _gather(app: Flask, people: dict[str, Member]) -> None:
    """Make a branch with an organiser and a member with a very long name."""
    slug = make_branch(app, name="Wolfeschlegelsteinhausenbergerdorff and the docks")
    put_in(app, slug, people["organiser"], RoleKind.ORGANISER)
    put_in(app, slug, people["newcomer"], RoleKind.ORGANISER, ends_on=date(2036, 5, 1))
    put_in(app, slug, people["reader"])
    with app.app_context():
        branch = branch_called(slug)
        branch.slug = BRANCH.rpartition("/")[2]  # the pages' addresses are written down above
        _invite(branch, people)
        _ask_a_second_person(branch, people)
        db.session.commit()


def _invite(branch: Branch, people: dict[str, Member]) -> None:
    """Make a link and a poster, and let somebody ask because of it."""
    made = [
        invite(
            NewInvitation(kind, salt, names_maker=True, line="Tuesdays at seven. Ask us where."),
            branch,
            secret_key=SECRET_KEY,
            deciding=Deciding(people["organiser"].id, clock.now()),
        )
        for kind, salt in ((LINK, LINK_SALT), (POSTER, POSTER_SALT))
    ]
    asker = db.session.get_one(Member, people["asker"].id)
    asker.is_waiting = True
    ask(made[1], asker, name=asker.name, deciding=Deciding(None, clock.now()))


def _ask_a_second_person(branch: Branch, people: dict[str, Member]) -> None:
    """Let something wait: that the member with the long name organises the branch a year longer."""
    longer = Trusting(RoleKind.ORGANISER, people["newcomer"], date(2037, 5, 1))
    give(longer, branch, takes_two=True, deciding=Deciding(people["organiser"].id, clock.now()))


def make_empty_world(folder: Path, static_files: Path) -> World:
    """Make a place that nobody has set up: one member from the command line, and no course."""
    app = _make_app(folder, static_files)
    return World(app, {"member": make_member(app)})


def _make_app(folder: Path, static_files: Path) -> Flask:
    url = f"sqlite:///{folder / 'studyhub.sqlite'}"
    migrate(url, folder)
    (folder / "static").symlink_to(static_files)
    app = create_app(Settings(data=folder, database=url, secret_key=SECRET_KEY))
    app.extensions["passphrases"] = Passphrases(CHEAP)
    return app


def _courses(folder: Path) -> list[Course]:
    folders = (one_course(folder / "one-course"), WHOLE, SCRIPTS)
    return [course for each in folders for course in compile_courses(each).courses]


def _as_it_was(course: Course) -> Course:
    """The course in an edition before: something of everything was done to its first module since."""
    first, *others = course.modules
    one, two, *more, _new = passage_texts(first).values()
    was = make_module(
        first.id,
        number=first.number,
        title=first.title,
        paragraphs=(f"{one} {two.split()[0]}", *more, two, two[::-1]),
        language=first.language,
    )
    return replace(course, modules=(was, *others))


def _read_what_will_change(world: World) -> None:
    member = world.client_of("member")
    for module in OTHER_SCRIPTS:
        send(member, f"{module}/place", passage=_passages(member, module)[-1])


def _read(world: World) -> None:
    member, finished = world.client_of("member"), world.client_of("finished")
    send(member, f"{EVERY_BLOCK}/completion")
    send(member, f"{MODULE}/place", passage=_passages(member, MODULE)[2])
    for module in (EVERY_BLOCK, "/courses/harbour/end"):
        send(finished, f"{module}/completion")


def _passages(client: FlaskClient, module: str) -> list[str]:
    passages: list[str] = re.findall(r'id="(p-[0-9a-f]{8})"', client.get(module).text)
    return passages
