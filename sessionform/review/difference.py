"""What differs between two declarations, before it has a place in a file."""

from __future__ import annotations

from dataclasses import dataclass

from sessionform.facts.resource_types import TABLE
from sessionform.model import Environment, Table
from sessionform.review.effects.effect import Effect
from sessionform.review.effects.environments.relocation import RELOCATIONS
from sessionform.review.effects.lifecycle.leaving import LEAVING
from sessionform.review.effects.meeting.prevented import NOT_PLANNED
from sessionform.review.outcome import Terraform


@dataclass(frozen=True, slots=True)
class Difference:
    """Effects on one table, or on an environment itself (`table` empty), and the two sides they come from.

    None stands for a side that does not have the environment or the table. `unplanned` says that Terraform refuses to
    plan the table, and `stopped` that it plans nothing of the whole stack, because of another one.
    """

    environment: str
    table: str
    before: Environment | None
    after: Environment | None
    old: Table | None
    new: Table | None
    effects: tuple[Effect, ...]
    unplanned: bool = False
    stopped: bool = False

    @property
    def of_the_table(self) -> list[Effect]:
        """The effects on the table itself, without those on its companions."""
        return [effect for effect in self.effects if effect.resource == TABLE]

    @property
    def action(self) -> Terraform:
        """What Terraform shows for the table."""
        return max(
            (effect.terraform for effect in self.of_the_table), key=lambda action: action.rank, default=Terraform.NO_OP
        )

    @property
    def elsewhere(self) -> bool:
        """Whether Terraform looks for the table in another region, account or emulator, and for nothing where it was."""
        return any(effect.kind in RELOCATIONS and effect.terraform is Terraform.CREATE for effect in self.effects)

    @property
    def left_behind(self) -> bool:
        """Whether the table leaves its environment while that moves, so that Terraform looks for it in the new place and
        deletes what it finds.
        """
        return any(effect.kind in LEAVING and effect.terraform is Terraform.NO_OP for effect in self.of_the_table)

    @property
    def refused(self) -> bool:
        """Whether the table stays as it is, because its deletion or replacement is refused."""
        return any(effect.terraform.destroys and effect.refused for effect in self.of_the_table)

    @property
    def refused_at_plan(self) -> bool:
        """Whether Terraform plans nothing, because of this table."""
        return self.unplanned or any(effect.consequence in NOT_PLANNED for effect in self.effects)
