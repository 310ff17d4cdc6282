"""What is done at a meeting, in words: a name, and how it goes."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from studyhub.packs.agenda import Doing

NAMES: Mapping[Doing, str] = {
    Doing.WELCOME: _("Welcome"),
    Doing.LEAD_OFF: _("Lead-off"),
    Doing.PAIRS: _("Talk in pairs"),
    Doing.QUESTIONS: _("Discussion"),
    Doing.REPLY: _("Reply"),
    Doing.CLOSE: _("Who leads off next, and what to read"),
    Doing.READ_ALOUD: _("Read a page aloud"),
    Doing.WRITE: _("Everybody writes an answer"),
    Doing.JUDGE: _("Is the author right?"),
    Doing.CHANGED: _("What changed in my view"),
    Doing.POSITIONS: _("The question and the positions"),
    Doing.GROUPS: _("Small groups, a position each"),
    Doing.PRESENT: _("The groups present"),
    Doing.CROSS: _("Questions across"),
    Doing.STRONGEST: _("The strongest argument against my own view"),
    Doing.ROLES: _("Four roles, four parts of the text"),
    Doing.CLEAR: _("One thing clear, one thing not"),
    Doing.CARDS: _("Put the events in order"),
    Doing.SOURCES: _("Three sources at three tables"),
    Doing.HIDE: _("What does each source hide?"),
    Doing.RECALL: _("What we remember"),
    Doing.TELL: _("What I would now tell a workmate"),
    Doing.OPEN: _("Questions that we still have"),
    Doing.NEXT: _("What we read next"),
}

HOW: Mapping[Doing, str] = {
    Doing.WELCOME: _("One sentence from each person. If there is time, the prompts to remember below."),
    Doing.LEAD_OFF: _("One person opens, and ends with two questions."),
    Doing.PAIRS: _("With whoever sits next to you: what surprised you?"),
    Doing.QUESTIONS: _("Who has not spoken yet speaks first; three minutes each."),
    Doing.REPLY: _("Whoever opened answers, and says what was new."),
    Doing.CLOSE: _("Name the next person to lead off, and what everybody reads."),
    Doing.READ_ALOUD: _("In turn, a few sentences each."),
    Doing.WRITE: _("In silence; nobody has to read theirs out."),
    Doing.JUDGE: _("Each claim with its reason."),
    Doing.CHANGED: _("One sentence each; “nothing” is an answer."),
    Doing.POSITIONS: _("Read the positions out."),
    Doing.GROUPS: _("Three or four people prepare a position as its holder would like to hear it."),
    Doing.PRESENT: _("Five minutes each, without interruption."),
    Doing.CROSS: _("Each group asks the others."),
    Doing.STRONGEST: _("Each person names one."),
    Doing.ROLES: _(
        "One foresees, one asks, one clears up words, one sums up; the roles go round with each part."
    ),
    Doing.CLEAR: _("Each person says one of each."),
    Doing.CARDS: _("Teams lay out the dates of the timeline."),
    Doing.SOURCES: _("Each table reads one and tells the others."),
    Doing.HIDE: _("Who wrote it, for whom, and what is missing?"),
    Doing.RECALL: _("Ask the prompts below; nobody is marked."),
    Doing.TELL: _("Two minutes each."),
    Doing.OPEN: _("List them; who looks into which?"),
    Doing.NEXT: _("Choose, and name who begins."),
}
