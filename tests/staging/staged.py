"""Two declarations to the steps between them, as the command makes them."""

from __future__ import annotations

from functools import cache

from sessionform.compile import Compiled, compile_text
from sessionform.model import Environment
from sessionform.review.model import Review
from sessionform.review.review import review
from sessionform.review.versions import providers_of
from sessionform.staging.stages import Stages, stages
from tests.review.case import TODAY, Case

FILE = "after.yaml"


def reviewed(before: Compiled, after: Compiled) -> Review:
    return review(before, after, TODAY)


def running(environment: Environment) -> str:
    return providers_of(environment).running


def staged(before: str, after: str) -> Stages:
    """The steps between two texts."""
    earlier, head = compile_text(before, "before.yaml", TODAY), compile_text(after, FILE, TODAY)
    assert not head.failed, head.diagnostics
    return stages(earlier, head, {FILE: after}, reviewed, running)


@cache
def of_case(case: Case) -> Stages:
    return staged(case.before, case.after)


def texts(found: Stages) -> list[str]:
    """What the declaration is in each step."""
    return [step.texts[FILE] for step in found.steps]
