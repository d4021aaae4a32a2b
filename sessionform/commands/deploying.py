"""What stands between a plan and its apply: the review, what the plan takes away, and the answer of whoever is asked."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sessionform.commands.common import print_for_people
from sessionform.commands.stack_runs import Stacks
from sessionform.errors import DeclarationError, UsageError
from sessionform.report.formats.renderer import REVIEW

if TYPE_CHECKING:
    from sessionform.review.model import Review

_WAY = "accept it in the declaration (`accept`), where it is meant; `--force` applies it all the same"


@dataclass(slots=True)
class Deployment:
    """The judgement on what is planned. `review` is None where no `--base` says what there was before."""

    arguments: argparse.Namespace
    stacks: Stacks
    review: Review | None

    @classmethod
    def of(cls, arguments: argparse.Namespace, stacks: Stacks) -> Deployment:
        """With the review of the declarations where there is a base; plans join it one by one."""
        review = None
        if arguments.base is not None:
            from sessionform.commands.review import reviewed_against

            passed_over = getattr(arguments, "passed_over", ())
            review, _ = reviewed_against(stacks.compiled, arguments.base, list(stacks.names), passed_over=passed_over)
        return cls(arguments, stacks, review)

    def look_at(self, name: str, plan: Path | None) -> None:
        """Join the plan of an environment with the review."""
        from sessionform.review.join import join

        if self.review is not None and plan is not None:
            self.review = join(self.review, self.stacks.show(name, plan), name)

    def report(self) -> int:
        """Print the review, if there is one; the exit code."""
        if self.review is None:
            return 0
        sys.stdout.write("\n")
        print_for_people(REVIEW, self.review, self.arguments)
        return 1 if self._critical(self.review) else 0

    def stop_before_critical(self) -> None:
        """Raise DeclarationError where the change is critical and not accepted, before anything is planned."""
        if self.review is None or not self._critical(self.review):
            return
        self.report()
        self._stop("the change is critical and not accepted; nothing was deployed")

    def stop_before_losses(self, name: str, plan: Path) -> None:
        """Raise DeclarationError where the plan takes sessions away, and neither the declaration nor the review knows it."""
        from sessionform.review.losses import losses

        lost = list(losses(self.stacks.show(name, plan), name, self.stacks.declaration, date.today()))
        if lost:
            self._stop(f"{'; '.join(lost)}; `{name}` was not deployed")

    @staticmethod
    def _critical(review: Review) -> bool:
        from sessionform.review.model import ReviewSeverity

        return review.fails(ReviewSeverity.CRITICAL)

    def _stop(self, message: str) -> None:
        if not self.arguments.force:
            raise DeclarationError(message, _WAY)
        self.stacks.say(f"sessionform: --force: {message.rpartition(';')[0]}")

    def ask(self, name: str) -> None:
        """Ask whether the plan is to be applied. Raises UsageError for every other answer than yes."""
        hint = "where nobody can answer, `--auto-approve` says yes"
        try:
            answer = input(f"\nApply this plan to `{name}`? Only yes does: ")
        except EOFError:
            raise UsageError(f"nobody has answered for `{name}`, which was not deployed", hint) from None
        if answer.strip() != "yes":
            raise UsageError(f"`{name}` was not deployed, as the answer was not yes")
