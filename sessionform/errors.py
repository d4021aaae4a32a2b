"""Failures that end a command. Problems in the declaration are not exceptions: they are findings."""

from __future__ import annotations


class CommandError(Exception):
    """Ends a command with one sentence, a hint and an exit code; `cli.main` prints it."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(CommandError):
    """The command was used wrongly: exit code 2."""

    exit_code = 2


class OutsideError(CommandError):
    """Something outside failed (Terraform, AWS, Node, the disk): exit code 3."""


class DeclarationError(CommandError):
    """The declaration fails, and its findings have been printed: exit code 1."""

    exit_code = 1
