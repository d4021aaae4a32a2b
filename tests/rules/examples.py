"""What the tests of the rules share: the day on which examples are looked at, and what is found in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sessionform.compile import Compiled, compile_text
from sessionform.diagnostics import Diagnostic, dotted
from sessionform.documentation import Check, whole_example
from sessionform.edits import Edit, Fix, Rename, Set
from sessionform.report.findings.text import render_text
from sessionform.review.review import review
from sessionform.rules.catalogue import CHECKS
from sessionform.rules.engine.acceptances import acceptance_unused
from sessionform.source.flow import flow

FILE = "sessions.yaml"
TODAY = date(2026, 1, 15)

GOLDEN = Path(__file__).parent / "golden"
"""What is reported of each failing example."""

REVIEWED = (acceptance_unused,)
"""What only the review finds. Its examples are reviewed against themselves: a change that changes nothing."""

COMMANDS = tuple(check for check in CHECKS if check.form == "sh")

COMPILED = tuple(check for check in CHECKS if check not in COMMANDS)
"""Every check whose examples are declarations."""


def compiled(example: str) -> Compiled:
    """A documented example, compiled as a file of its own."""
    return compile_text(whole_example(example), FILE, TODAY)


def found(check: Check, example: str) -> tuple[Diagnostic, ...]:
    """Everything that is found in an example of the check."""
    result = compiled(example)
    if check in REVIEWED:
        return (*result.diagnostics, *review(result, result, TODAY).diagnostics)
    return result.diagnostics


def rendered(diagnostics: tuple[Diagnostic, ...], example: str) -> str:
    """The findings as people read them on a terminal without colour."""
    return render_text(diagnostics, {FILE: tuple(whole_example(example).splitlines())}, color=False)


def rules_of(text: str) -> set[str]:
    """What is found in a declaration, whole or only its `tables`."""
    return {item.finding.rule for item in compiled(text).diagnostics}


def of_table(settings: str, *, environment: str = "region: us-east-1") -> set[str]:
    """What is found in one table with these settings, which may be given on several lines, in one environment."""
    body = "".join(f"    {line}\n" for line in settings.splitlines())
    return rules_of(f"version: 1\nenvironments:\n  staging: {{{environment}}}\ntables:\n  userSessions:\n{body}")


def fix_of(fix: Fix) -> str:
    """What a fix would change, and whether `check --fix` does so unasked: so that neither changes unseen."""
    return f"{'safe fix' if fix.safe else 'fix'}: {', '.join(map(_words_of, fix.edits))}"


def _words_of(edit: Edit) -> str:
    match edit:
        case Set():
            return f"{dotted(edit.path)} = {flow(edit.value)}"
        case Rename():
            return f"{dotted(edit.path)} is called {edit.key}"
    return f"no {dotted(edit.path)}"
