"""What every module has: rules about the whole of it, not about one line."""

from __future__ import annotations

from studyhub.compiler.model import Depth, Module
from studyhub.compiler.module_head import ModuleHead
from studyhub.compiler.problems import Place, Problems

SHORT_PATH = 15  # minutes
QUESTIONS = 3
PROMPTS = 3


def check_module(module: Module, head: ModuleHead, *, problems: Problems) -> None:
    """Report what a module lacks as a whole."""
    _check_readings(module, head, problems=problems)
    text = Place(head.body)
    if len(module.questions) < QUESTIONS:
        message = (
            f"a module has at least {QUESTIONS} discussion questions; this one has {len(module.questions)}"
        )
        problems.add("too-few-questions", text, message=message)
    elif all(question.depth is not Depth.NONE for question in module.questions):
        hint = "write depth=none at a question that a person can discuss who has read nothing"
        problems.add(
            "no-open-question", text, message="no question can be discussed without a reading", hint=hint
        )
    if len(module.recall) < PROMPTS:
        message = f"a module has at least {PROMPTS} recall prompts; this one has {len(module.recall)}"
        problems.add("too-few-prompts", text, message=message)
    if not module.parts:
        problems.add("no-text", text, message="this module has no text of its own")


def _check_readings(module: Module, head: ModuleHead, *, problems: Problems) -> None:
    place = head.readings_place
    depths = {reading.depth for reading in module.readings}
    if Depth.MAIN not in depths:
        problems.add("no-main-reading", place, message="no reading has “depth: main”")
    if not any(reading.other_view for reading in module.readings):
        hint = "write “other_view: true” at a reading whose author disagrees"
        problems.add("no-other-view", place, message="no reading is a voice that disagrees", hint=hint)
    short = [reading.minutes for reading in module.readings if reading.depth is Depth.SHORT]
    if min([*short, module.minutes]) > SHORT_PATH:
        message = f"there is no way through this module of at most {SHORT_PATH} minutes"
        hint = f"set a reading with “depth: short”, or keep the text itself within {SHORT_PATH} minutes"
        problems.add("no-short-path", place, message=message, hint=hint)
