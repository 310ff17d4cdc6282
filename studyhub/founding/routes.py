"""Founding a group: one question on each page, then all of it at a glance, with the meetings it would have."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from studyhub.accounts.signed_in import viewer
from studyhub.branches.forms import ConfirmForm
from studyhub.courses.queries import published_courses
from studyhub.db import db
from studyhub.founding.actions import answers_of, drop_answers, found_group, keep_answer, planned_for
from studyhub.founding.forms import CourseForm, WhenForm
from studyhub.founding.questions import (
    IN_ORDER,
    QUESTIONS,
    Answers,
    answer_in,
    first_open,
    given_to,
    new_group,
)
from studyhub.organisation.here import deciding, the_branch
from studyhub.organisation.queries import membership_in
from studyhub.web import clock
from studyhub.web.access import may
from studyhub.web.forms import Form, render_form

STEPS = ",".join(IN_ORDER)
PAGES = {
    "course": "founding/course.html",
    "name": "founding/name.html",
    "when": "founding/when.html",
    "reading": "founding/reading.html",
    "where": "founding/where.html",
}

bp = Blueprint("founding", __name__, template_folder="templates")


@bp.route(f"/branches/<branch_slug>/new-group/<any({STEPS}):question>", methods=["GET", "POST"])
@may("found-group")
def ask(question: str) -> ResponseReturnValue:
    branch, answers = the_branch(), answers_of(viewer().id, the_branch().id)
    form = _form(question, answers)
    if form.validate_on_submit():
        answers = keep_answer(question, answer_in(form), branch=branch, deciding=deciding())
        db.session.commit()
        return _go_on(answers)
    return render_form(PAGES[question], form=form, branch=branch, at=IN_ORDER.index(question), steps=IN_ORDER)


@bp.route("/branches/<branch_slug>/new-group", methods=["GET", "POST"])
@may("found-group")
def review() -> ResponseReturnValue:
    branch, form = the_branch(), ConfirmForm()
    answers = answers_of(viewer().id, branch.id)
    if first_open(answers) is not None:
        return _go_on(answers)
    new = new_group(answers)
    try:
        plan = planned_for(new)
    except NoResultFound:  # the course went while they thought about it
        return redirect(url_for(".ask", question="course"), 303)
    founder = membership_in(branch.id, viewer().id)
    if form.validate_on_submit() and founder is not None:
        drop_answers(branch, deciding=deciding())
        group = found_group(new, founder, deciding=deciding())
        db.session.commit()
        return redirect(url_for("meetings.group", group_slug=group.slug, founded="yes"), 303)
    return render_form("founding/review.html", form=form, branch=branch, new=new, plan=plan)


def _form(question: str, answers: Answers) -> Form:
    given = given_to(question, answers)
    if question == "course":
        return CourseForm(courses=[(card.slug, card.title) for card in published_courses()], **given)
    if question == "when":
        return WhenForm(today=clock.today(), **given)
    return QUESTIONS[question](**given)


def _go_on(answers: Answers) -> ResponseReturnValue:
    question = first_open(answers)
    if question is None:
        return redirect(url_for(".review"), 303)
    return redirect(url_for(".ask", question=question), 303)
