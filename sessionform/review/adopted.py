"""Tables that are taken over under another key, or in another environment, than the base has them: what the base says of
them is what AWS has, and so the review knows what the import goes on to change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sessionform.facts import provider
from sessionform.facts.resource_types import TABLE
from sessionform.model import Declaration, Environment, Table
from sessionform.review.difference import Difference
from sessionform.review.effects import IN_ORDER
from sessionform.review.effects.effect import Effect
from sessionform.review.effects.environments import home_region, whole_environment
from sessionform.review.effects.environments.versions import Providers
from sessionform.review.effects.lifecycle import leaving
from sessionform.review.judge.by_version import judged_by_version, predicted
from sessionform.review.model import ReviewSeverity
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair, Side


def with_what_adoption_changes(
    differences: Sequence[Difference], before: Declaration, providers_of: Callable[[Environment], Providers]
) -> list[Difference]:
    """The differences, and of each table that is taken over what differs from the base's table of that name."""
    found: list[Difference] = []
    takers: dict[str, dict[str, Difference]] = {}
    for item in differences:
        known = _known(item, before)
        if known is None or item.new is None or item.after is None:
            found.append(item)
            continue
        owner, side = known
        takers.setdefault(owner.environment, {})[owner.key] = item
        found.append(_changed(item, item.new, item.after, side, providers_of(item.after)))
    return [
        item if item.old is None else _taken(item, item.old, takers.get(item.old.environment, {})) for item in found
    ]


def _known(difference: Difference, before: Declaration) -> tuple[Table, Side] | None:
    """The base's table that is taken over, and what it is in the region where it is taken over."""
    new, after = difference.new, difference.after
    if new is None or after is None or not any(item.kind is leaving.table_adopted for item in difference.effects):
        return None
    for environment, table in before.tables():
        if table.name != new.name or not _same_account(environment, difference, after):
            continue
        side = Side(table, environment)
        if environment.region == after.region:
            return table, side
        copy = table.replica_in(after.region)
        if copy is not None:
            return table, home_region.replica_as_home(side, copy)
    return None


def _same_account(environment: Environment, difference: Difference, after: Environment) -> bool:
    own = environment is difference.before or environment.name == after.name
    return environment.account.alike(after.account) if own else environment.account.same_as(after.account)


def _changed(difference: Difference, new: Table, after: Environment, known: Side, providers: Providers) -> Difference:
    """The difference with what the table itself becomes; its companions have effects of their own."""
    tagged = {replica.region: replica.propagate_tags for replica in new.replicas}
    replicas = tuple(
        replace(item, propagate_tags=tagged.get(item.region, item.propagate_tags)) for item in known.table.replicas
    )
    was = replace(
        known.table,
        key=new.key,
        environment=new.environment,
        renamed_from=new.renamed_from,
        import_existing=new.import_existing,
        restore_from=new.restore_from,
        replicas=replicas,
    )
    pair = Pair(replace(known, table=was), Side(new, after))
    predictions = predicted(pair, provider.admitted(providers.running))
    effects = judged_by_version(pair, predictions, [effect for handler in IN_ORDER for effect in handler(pair)])
    changes = [_of_adoption(new, effect, providers) for effect in effects if _acts(effect)]
    unplanned = predictions[0].refused_at_plan is not None
    return replace(difference, effects=(*difference.effects, *changes), unplanned=unplanned)


def _acts(effect: Effect) -> bool:
    """Whether it changes the table itself, or leaves AWS with another one than the declaration says."""
    return effect.resource == TABLE and (
        effect.terraform is not Terraform.NO_OP or effect.outcome is Outcome.SILENTLY_IGNORED
    )


def _of_adoption(table: Table, effect: Effect, providers: Providers) -> Effect:
    """The effect, and for the worst the way out that an adoption has: to take over first what is there.

    No declaration in between is made of an adoption, so what it would be cut into fails.
    """
    cut = effect.outcome is Outcome.NEEDS_SEVERAL_DEPLOYS
    outcome = Outcome.FAILS_AT_APPLY if cut else effect.outcome
    effect = replace(effect, provider=providers.running, outcome=outcome)
    if effect.severity is not ReviewSeverity.CRITICAL or not effect.hint:
        return effect
    return replace(
        effect, hint=f"declare `{table.key}` as the base declares `{table.name}`, and change it in a later deploy"
    )


def _taken(difference: Difference, old: Table, takers: Mapping[str, Difference]) -> Difference:
    """A table that is kept when it leaves, and that this same change takes over: somebody manages it. `takers` are what
    takes over tables of its environment, by their keys there.
    """
    effects = difference.effects
    taker = takers.get(old.key)
    if taker is not None:
        effects = tuple(leaving.kept_for(effect, old, taker.environment, taker.table) for effect in effects)
    if takers and difference.after is None:
        taken = {key: f"`{item.table}` of `{item.environment}`" for key, item in takers.items()}
        effects = tuple(whole_environment.gone_beside_taken(effect, old, taken) for effect in effects)
    return replace(difference, effects=effects)
