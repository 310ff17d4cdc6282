"""Founding a group: its plan is laid out with it. None of these commits."""

from __future__ import annotations

from dataclasses import dataclass

from studyhub.audit.actions import Decision, record
from studyhub.courses.published import PublishedCourse
from studyhub.courses.queries import course_for
from studyhub.db import db
from studyhub.founding.models import FoundingDraft
from studyhub.founding.questions import Answers, NewGroup, read_answers, write_answers
from studyhub.groups.actions import free_group_slug, put_into_group
from studyhub.groups.models import Group
from studyhub.meetings.actions import lay_out
from studyhub.meetings.planning import Planned, plan_course
from studyhub.organisation.actions import Deciding
from studyhub.organisation.models import Branch, Membership


@dataclass(frozen=True, slots=True)
class Plan:
    """A course, laid out over the days of a group that is not there yet."""

    course: PublishedCourse
    meetings: tuple[Planned, ...]


def answers_of(member_id: int, branch_id: int) -> Answers:
    """Return what somebody has answered so far."""
    draft = db.session.get(FoundingDraft, (member_id, branch_id))
    return {} if draft is None else read_answers(draft.answers)


def keep_answer(question: str, answer: dict[str, str], *, branch: Branch, deciding: Deciding) -> Answers:
    """Keep the answer to one question; the same again changes nothing."""
    answers = {**answers_of(deciding.member_id or 0, branch.id), question: answer}
    db.session.merge(
        FoundingDraft(
            member_id=deciding.member_id,
            branch_id=branch.id,
            answers=write_answers(answers),
            on=deciding.today,
        )
    )
    return answers


def drop_answers(branch: Branch, *, deciding: Deciding) -> bool:
    """Forget what was answered; says whether there was anything, so that founding twice founds one."""
    draft = db.session.get(FoundingDraft, (deciding.member_id, branch.id))
    if draft is None:
        return False
    db.session.delete(draft)
    db.session.flush()
    return True


def planned_for(new: NewGroup) -> Plan:
    """Lay the latest edition of a course out as a new group would meet; raises NoResultFound."""
    course = course_for(new.course)
    return Plan(course, tuple(plan_course(course, new)))


def found_group(new: NewGroup, founder: Membership, *, deciding: Deciding) -> Group:
    """Found a group in a branch, with its meetings, and let the founder organise it."""
    group = plan_group(new, founder.branch, deciding=deciding)
    put_into_group(group, founder, deciding=deciding).is_organiser = True
    return group


def plan_group(new: NewGroup, branch: Branch, *, deciding: Deciding) -> Group:
    """Found a group with its meetings; nobody is in it yet. Raises NoResultFound for a course that is not there."""
    plan = planned_for(new)
    group = Group(
        branch_id=branch.id,
        course_id=plan.course.id,
        edition=plan.course.number,
        name=new.name,
        slug=free_group_slug(),
        entry=new.entry,
        rhythm=new.rhythm,
        budget=new.budget,
        minutes=new.minutes,
        time_zone=branch.time_zone,
        place=new.place,
        online=new.online,
        access=new.access,
        founded_on=deciding.today,
    )
    db.session.add(group)
    db.session.flush()
    lay_out(group, plan.meetings)
    record(Decision("group-founded", deciding.today, by=deciding.member_id, branch=branch.id))
    return group
