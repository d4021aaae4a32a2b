"""Texts of a declaration, and the name of a file of it, that would act on the terminal of whoever reads about them."""

from __future__ import annotations

import re
import unicodedata

import pytest

from tests.commands.reviewing import repository, run
from tests.git_support import Checkout

__all__ = ["repository"]

TEXT = "x\x1b]0;owned\x07\u202ey"
"""Sets the title of a terminal, rings, and turns the direction of writing."""

SHOWN = r"x\x1b]0;owned\x07\u202ey"

STYLE = re.compile(r"\x1b\[(?:0|1|2|36|1;3[1-6])m")
"""What colours are made of here."""

HEAD = f"""\
version: 1
environments: {{production: {{region: us-east-1}}}}
accept: [{{change: ttl-attribute-changed, reason: "{SHOWN}"}}]
tables:
  userSessions:
    partition_key: userId
    ttl: "{SHOWN}"
    description: "{SHOWN}"
    import_existing: true
    access_patterns: {{"{SHOWN}": {{get: userId}}}}
    resource_policy:
      Version: "2012-10-17"
      Statement: [{{Sid: "{SHOWN}", Effect: Deny, Principal: {{AWS: "arn:aws:iam::123456789012:root"}}, Action: "dynamodb:Scan", Resource: "*"}}]
    waivers: [{{rule: import-unprotected, reason: "{SHOWN}"}}]
"""


def acting(text: str) -> list[str]:
    """The lines in which anything acts beside our own colours."""
    lines = STYLE.sub("", text).split("\n")
    return [line for line in lines if any(unicodedata.category(each) in ("Cc", "Cf") for each in line)]


@pytest.fixture
def hostile(repository: Checkout) -> Checkout:
    """A branch with these texts in the declaration, whose base has all but one of them."""
    repository.commit("sessions.yaml", HEAD.replace(f'ttl: "{SHOWN}"', "ttl: old"))
    repository.git("branch", "--force", "main")
    repository.commit("sessions.yaml", HEAD)
    return repository


@pytest.mark.parametrize("color", ["always", "never"])
@pytest.mark.parametrize(
    "words",
    ["explain userSessions", "review --base main", "stage --base main", "stage --base main --next", "prove"],
)
def test_no_text_of_a_declaration_acts_on_a_terminal(hostile: Checkout, words: str, color: str) -> None:
    done = run(*words.split(), "--color", color)
    assert SHOWN in done.output
    assert acting(done.output + done.error) == []


@pytest.mark.parametrize("color", ["always", "never"])
@pytest.mark.parametrize("words", ["check", "check --fix --diff", "check --fix"])
def test_neither_does_a_mistake_or_what_a_fix_does_about_it(hostile: Checkout, words: str, color: str) -> None:
    hostile.write("sessions.yaml", HEAD.replace("partition_key:", '"strea\\am": NEW_IMAGE\n    partition_key:'))
    done = run(*words.split(), "--color", color)
    assert "strea\\x07m" in done.output or "strea\\am" in done.output
    assert acting(done.output + done.error) == []
