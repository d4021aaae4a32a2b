"""What Terraform shows and what really happens, each with its rank, its symbol and its words. In order of their ranks."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Terraform(StrEnum):
    """What `terraform plan` will show for a resource. A resource that moves and changes shows `update` or `replace`.

    Of several changes of one resource the last of these decides.
    """

    rank: int
    symbol: str
    words: str
    planned: str

    NO_OP = "no-op", "", "no change", "no change"
    MOVE = "move", "→", "moved in the state", "a move in its state"
    UPDATE = "update", "~", "updated in place", "an update in place"
    CREATE = "create", "+", "created", "a new table"
    FORGET = "forget", ".", "no longer managed", "a table that it no longer manages"
    DELETE = "delete", "-", "deleted", "a deletion"
    REPLACE = "replace", "-/+", "deleted and created again", "a replacement"

    def __new__(cls, value: str, symbol: str, words: str, planned: str) -> Self:
        """`symbol` is what a plan marks it with, `words` what becomes of the resource, `planned` what is planned."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.rank = len(cls.__members__)
        member.symbol, member.words, member.planned = symbol, words, planned
        return member

    @property
    def destroys(self) -> bool:
        """Whether what was there is gone afterwards."""
        return self in (Terraform.DELETE, Terraform.REPLACE)


class Outcome(StrEnum):
    """What will really happen. Of several changes of one table the last of these is what happens to it.

    `shown` says whether the action in a plan tells it honestly.
    """

    rank: int
    words: str
    shown: bool
    contradiction: str

    NONE = "none", "nothing, in AWS", True, ""
    CREATE = "create", "created, empty", True, ""
    IN_PLACE = "in-place", "changed while the table stays online", True, ""
    KEPT = "kept", "left in AWS, no longer managed", True, ""
    SILENTLY_IGNORED = (
        "silently-ignored",
        "the plan is clean or even shows the change, and AWS stays as it was",
        False,
        "AWS keeps it as it was",
    )
    NEW_STREAM = "new-stream", "a stream begins, or is replaced by another with another ARN", False, ""
    INDEX_REBUILD = (
        "index-rebuild",
        "an index, or a replica, is deleted and rebuilt; until then it does not answer",
        False,
        "",
    )
    NEEDS_SEVERAL_DEPLOYS = (
        "needs-several-deploys",
        "refused in one deploy, possible in several",
        False,
        "not possible in one deploy",
    )
    FAILS_AT_APPLY = (
        "fails-at-apply",
        "Terraform or AWS refuses; what came before it in the same apply is done",
        False,
        "refused at apply",
    )
    DATA_LOSS = "data-loss", "sessions are gone, or no longer found by the application", True, ""

    def __new__(cls, value: str, words: str, shown: bool, contradiction: str) -> Self:
        """`contradiction` is what to say beside a picture of the change that promises too much."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.rank = len(cls.__members__)
        member.words, member.shown, member.contradiction = words, shown, contradiction
        return member

    @property
    def refused(self) -> bool:
        """Whether AWS or Terraform refuses it, which nobody can accept away."""
        return self in (Outcome.NEEDS_SEVERAL_DEPLOYS, Outcome.FAILS_AT_APPLY)
