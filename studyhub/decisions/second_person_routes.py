"""What waits for a second person: seeing it, agreeing to it, saying no."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from studyhub.accounts.signed_in import viewer
from studyhub.db import db
from studyhub.decisions.waiting import shown
from studyhub.organisation.here import deciding, the_branch
from studyhub.organisation.queries import two_people_decide
from studyhub.proposals.actions import Outcome, agree, say_no
from studyhub.proposals.queries import find_proposal, names_in, waiting_for
from studyhub.web import clock
from studyhub.web.access import may

PROPOSAL = "/branches/<branch_slug>/second-person/<proposal>"

bp = Blueprint("second_person", __name__, template_folder="templates")


@bp.route("/second-person")
@may("see-proposals")
def index() -> ResponseReturnValue:
    found = waiting_for(viewer().id, clock.now())
    names = names_in(found)
    return render_template(
        "decisions/waiting.html",
        waiting=[shown(one, viewer().id, names=names) for one in found],
        two_people=two_people_decide(),
        done=request.args.get("done", ""),
    )


@bp.route(f"{PROPOSAL}/yes", methods=["POST"])
@may("answer-proposal")
def say_yes(proposal: str) -> ResponseReturnValue:
    found = find_proposal(proposal, branch_id=the_branch().id, now=clock.now())
    if found is None:  # decided meanwhile, or the same form sent twice
        return _back(Outcome.GONE)
    return _back(agree(found, deciding=deciding()))


@bp.route(f"{PROPOSAL}/no", methods=["POST"])
@may("answer-proposal")
def refuse(proposal: str) -> ResponseReturnValue:
    found = find_proposal(proposal, branch_id=the_branch().id, now=clock.now())
    if found is None:
        return _back(Outcome.GONE)
    outcome = say_no(found, deciding=deciding())
    return _back("refused" if outcome is Outcome.DONE else outcome)


def _back(outcome: str) -> ResponseReturnValue:
    db.session.commit()
    return redirect(url_for(".index", done=outcome), 303)
