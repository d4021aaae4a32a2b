"""What the hosts of pull requests have in common, as the comment needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class DeniedError(Exception):
    """The token may not do that; the text is the host's reason."""


class Host(Protocol):
    """A pull request where it is hosted, and a token for it.

    Every method raises DeniedError where the token may not, and OutsideError for every other failure.
    """

    @property
    def name(self) -> str:
        """What people call the host."""

    @property
    def longest(self) -> int:
        """Characters of a comment."""

    @property
    def html(self) -> bool:
        """Whether its Markdown may have HTML in it: without, a report is a block of plain text."""

    def own_comments(self) -> Mapping[str, str]:
        """The texts of the comments that the token's owner has written, as far as the host says so, by their ids."""

    def add(self, body: str) -> None:
        """Write a new comment."""

    def update(self, comment: str, body: str) -> None:
        """Replace the text of a comment."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job of continuous integration. `host` is None where it has nothing to comment on, or no token: `why` says it.

    `commit` is the one that is proposed, and `elsewhere` where else the report stands: `summary` is a file that the
    system shows it from.
    """

    host: Host | None
    why: str = ""
    commit: str = ""
    elsewhere: str = "the job's log has the review"
    summary: str = ""


def secret(variables: Mapping[str, str], name: str) -> str:
    """The token in the variable, without the line's end that a secret often has; empty where there is none."""
    return variables.get(name, "").strip()
