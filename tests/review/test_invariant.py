"""Equal arguments are not a change, and others are one unless the provider's model says why not. Over cases and random pairs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import pytest

from sessionform.facts.provider import BEHAVIOURS, RUN_WITH, admitted
from sessionform.facts.provider_calls import BESIDE, FORCE_NEW
from sessionform.facts.version_constraints import Version
from sessionform.model import Environment, Table
from sessionform.review.effects.beside import NOUNS
from sessionform.review.effects.lifecycle import adoption
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import paired_environments, paired_tables
from sessionform.review.predict.predict import predict
from sessionform.source.schema import settings_schema
from sessionform.terraform.companions import COMPANIONS, TARGET, companions
from sessionform.terraform.environment import provider_arguments
from sessionform.terraform.table import table_arguments
from tests.review.case import CASES, Case
from tests.review.random_pairs import SETTINGS, every_pair

PAIRS = 150

IN_THE_CONFIGURATION_ONLY = ("lifecycle",)
"""What Terraform reads, and no provider."""


@cache
def cases() -> tuple[Case, ...]:
    return (*CASES, *islice(every_pair(7), PAIRS))


def tables(case: Case) -> Iterator[tuple[Environment, Environment, Table, Table]]:
    """The tables that are on both sides, in environments that stay where they are."""
    before, after = (side.valid() for side in case.compiled())
    for name, old in paired_environments(before, after).items():
        new = after.environments[name]
        if provider_arguments(old) | {"default_tags": []} != provider_arguments(new) | {"default_tags": []}:
            continue
        if old.backend != new.backend:
            continue
        for key, earlier in paired_tables(old, new).items():
            yield old, new, old.tables[earlier], new.tables[key]


def compiled(table: Table, environment: Environment) -> dict[str, Any]:
    own = {name: value for name, value in table_arguments(table).items() if name not in IN_THE_CONFIGURATION_ONLY}
    return {"table": own, "beside": companions(table), "tags": dict(environment.tags)}


def test_equal_arguments_are_no_change() -> None:
    wrong = []
    for case in cases():
        review = case.review()
        for old, new, before, after in tables(case):
            if before.key != after.key or compiled(before, old) != compiled(after, new):
                continue
            wrong += [
                f"{case.name}: {change.rule} claims {change.terraform} and {change.outcome}"
                for change in review.changes
                if (change.environment, change.table) == (new.name, after.key)
                and (change.terraform is not Terraform.NO_OP or change.outcome is not Outcome.NONE)
            ]
    assert not wrong, "\n".join(wrong)


def test_other_arguments_are_a_change_or_a_known_behaviour() -> None:
    wrong = []
    for case in cases():
        for old, new, before, after in tables(case):
            prediction = predict((before, old), (after, new), RUN_WITH)
            acts = prediction.action is not Terraform.NO_OP or bool(prediction.beside)
            known = [item.why for item in prediction.differences if item.why in BEHAVIOURS]
            if compiled(before, old) == compiled(after, new):
                if acts and before.key == after.key and not _moved_by_autoscaling(before, after):
                    wrong.append(f"{case.name}: {prediction.action} without a difference")
            elif not acts and not known and "lifecycle" not in companions(after).get(TARGET, {}):
                # What schedules move is ignored, and said so by a kind of its own
                wrong.append(f"{case.name}: nothing is predicted\n{case.before}\n{case.after}")
    assert not wrong, "\n".join(wrong)


def _moved_by_autoscaling(before: Table, after: Table) -> bool:
    """A capacity that is fixed where autoscaling had moved it may be another than both declarations say."""
    return table_arguments(before)["lifecycle"] != table_arguments(after)["lifecycle"]


def test_every_change_with_a_resource_is_predicted() -> None:
    """What is reported of a table is what is predicted for it: the strongest of its changes is the table's action."""
    wrong = []
    for case in cases():
        review = case.review()
        for old, new, before, after in tables(case):
            del before
            own = [item for item in review.changes if (item.environment, item.table) == (new.name, after.key)]
            of_table = [item.terraform for item in own if item.address == f"aws_dynamodb_table.{after.key}"]
            prediction = predict((_earlier(old, new, after), old), (after, new), _first_version(review))
            said = max(of_table, key=lambda action: action.rank, default=Terraform.NO_OP)
            if said is not prediction.action and prediction.refused_at_plan is None:
                wrong.append(
                    f"{case.name}: {said} is said, {prediction.action} is predicted\n{case.before}\n{case.after}"
                )
    assert not wrong, "\n".join(wrong)


def _earlier(old: Environment, new: Environment, after: Table) -> Table:
    return old.tables[paired_tables(old, new)[after.key]]


def _first_version(review: Any) -> Version:
    """The oldest provider, as far as it makes a difference, of those that the review speaks of."""
    constraint = next((change.provider for change in review.changes if change.provider), "")
    return admitted(constraint)[0] if constraint else RUN_WITH


@pytest.mark.parametrize("type_", COMPANIONS)
def test_everything_that_can_stand_beside_a_table_is_known_to_the_prediction(type_: str) -> None:
    assert type_ in FORCE_NEW
    assert type_ in BESIDE
    assert type_ in NOUNS
    assert type_ in adoption._ABOUT


@pytest.mark.parametrize("setting", settings_schema())
def test_every_setting_is_in_the_random_pairs(setting: str) -> None:
    assert setting in SETTINGS
