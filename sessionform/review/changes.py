"""Two declarations to effects: which tables there are on either side, and what differs between them. No places yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from sessionform.facts import provider
from sessionform.model import Declaration, Environment, Replica, Table
from sessionform.review.adopted import with_what_adoption_changes
from sessionform.review.creation import created
from sessionform.review.declared import Declared
from sessionform.review.difference import Difference
from sessionform.review.effects import IN_ORDER, refactoring
from sessionform.review.effects.effect import Effect
from sessionform.review.effects.environments import (
    connection,
    home_region,
    states,
    versions,
    whole_environment,
)
from sessionform.review.effects.environments.relocation import (
    RELOCATIONS,
    forgets_region,
    of_table,
    region_changed,
    relocation_of,
    without_tables,
)
from sessionform.review.effects.environments.versions import Providers
from sessionform.review.effects.lifecycle import adoption, leaving, restoring
from sessionform.review.effects.meeting import prevented, refused_deletion
from sessionform.review.judge.by_version import Predictions, judged_by_version, planned_otherwise, predicted
from sessionform.review.judge.keys_taken import with_keys_taken
from sessionform.review.judge.whole_stack import with_whole_stacks
from sessionform.review.names import with_names_in_use
from sessionform.review.outcome import Terraform
from sessionform.review.pair import Pair, Side, gone_environments, paired_environments, paired_tables
from sessionform.review.predict.predict import deletion_calls
from sessionform.review.restored import with_sources
from sessionform.review.takeover import with_states_taken_over

ProvidersOf = Callable[[Environment], Providers]
"""Gives the version constraints of an environment's stack."""


def differences(
    before: Declaration, after: Declaration, providers_of: ProvidersOf, declared: Declared
) -> list[Difference]:
    """Everything that differs, in the order of the head's file; what only the base has comes last."""
    pairs = paired_environments(before, after)
    found = list(_by_environment(before, after, pairs, providers_of, declared))
    found = with_what_adoption_changes(found, before, providers_of)
    found = with_sources(found, before, pairs)
    found = with_names_in_use(found, before, after, pairs)
    found = with_keys_taken(found, pairs)
    found = with_states_taken_over(found, before, after, pairs)
    return with_whole_stacks(found)


def _by_environment(
    before: Declaration,
    after: Declaration,
    pairs: Mapping[str, Environment],
    providers_of: ProvidersOf,
    declared: Declared,
) -> Iterator[Difference]:
    for name, environment in after.environments.items():
        old = pairs.get(name)
        if old is None:
            providers = providers_of(environment)
            own = [versions.lock_refused(providers, environment)] if providers.unfit else []
            yield Difference(name, "", None, environment, None, None, (whole_environment.new(environment), *own))
            for table in environment.tables.values():
                yield _added(environment, table, None)
        else:
            yield from _environment(old, environment, declared, providers_of)
    added = [name for name in after.environments if name not in pairs]
    for environment in gone_environments(before, after, pairs):
        yield from _gone(environment, added)


def _environment(
    old: Environment, new: Environment, declared: Declared, providers_of: ProvidersOf
) -> Iterator[Difference]:
    own = list(connection.settings(old, new))
    own += states.backend_settings(old, new)
    earlier, providers = providers_of(old), providers_of(new)
    own += versions.providers(earlier, providers, new)
    relocation = relocation_of(old, new, providers)
    partners = paired_tables(old, new)
    pairs = (Pair(Side(old.tables[partners[key]], old), Side(new.tables[key], new)) for key in partners)
    first = providers.locked and not earlier.locked and not earlier.unfit
    otherwise = planned_otherwise(pairs, providers.running, providers.aws) if first else []
    own += versions.locked(earlier, providers, new, otherwise)
    if relocation is not None and not partners:
        own.append(without_tables(relocation, old, new))
    tables = list(_tables(old, new, partners, declared, relocation, providers))
    # A lock file that was refused before stops whatever else changes now
    if providers.unfit and (own or tables or providers.unfit != earlier.unfit):
        own.append(versions.lock_refused(providers, new, earlier.running))
    if own:
        yield Difference(new.name, "", old, new, None, None, tuple(own))
    yield from tables


def _tables(
    old: Environment,
    new: Environment,
    partners: Mapping[str, str],
    declared: Declared,
    relocation: Effect | None,
    providers: Providers,
) -> Iterator[Difference]:
    paired = set(partners.values())
    left = {key: table for key, table in old.tables.items() if key not in paired}
    added = [table for key, table in new.tables.items() if key not in partners]
    known = Predictions(provider.admitted(providers.running))
    for key, table in new.tables.items():
        if key in partners:
            yield from _table(old, new, old.tables[partners[key]], table, relocation, providers, known)
        else:
            yield _added(new, table, old)
    yield from _left(old, new, left, added, declared, relocation, providers)


def _table(
    old: Environment,
    new: Environment,
    before: Table,
    after: Table,
    relocation: Effect | None,
    providers: Providers,
    known: Predictions,
) -> Iterator[Difference]:
    unchanged = (
        before.settings == after.settings
        and before.name == after.name
        and before.key == after.key
        and old.tags == new.tags
    )
    if unchanged and relocation is None:
        return
    pair = Pair(Side(before, old), Side(after, new))
    copy = _copy_in_the_new_region(old, new, before, after, relocation)
    if copy is not None:
        relocation = home_region.home_exchanged(before, after, old, new, providers)
        if relocation.terraform is not Terraform.REPLACE:
            pair = replace(pair, before=home_region.replica_as_home(pair.before, copy))
            unchanged = False
    elif relocation is not None:
        relocation = of_table(relocation, before, after)
    # Found as a replica, the table is another one than its settings say
    predictions = known.of(pair) if copy is None else predicted(pair, provider.admitted(providers.running))
    effects = [] if unchanged else [effect for handler in IN_ORDER for effect in handler(pair)]
    if relocation is not None:
        effects.append(relocation)
    effects = [replace(effect, provider=providers.running) for effect in judged_by_version(pair, predictions, effects)]
    if effects:
        unplanned = predictions[0].refused_at_plan is not None and not _is_elsewhere(relocation)
        yield Difference(new.name, after.key, old, new, before, after, tuple(effects), unplanned=unplanned)


def _copy_in_the_new_region(
    old: Environment, new: Environment, before: Table, after: Table, relocation: Effect | None
) -> Replica | None:
    """The replica that Terraform finds where the environment moves, if the table has one there and keeps its name."""
    if relocation is None or relocation.kind is not region_changed or before.name != after.name or old.is_local:
        return None
    _, *numbers = connection.accounts(old, new)
    if old.endpoint_url != new.endpoint_url or numbers[0] != numbers[1]:
        return None
    return before.replica_in(new.region)


def _is_elsewhere(relocation: Effect | None) -> bool:
    """Whether Terraform looks for the table in another place, and so plans nothing for the one that there was."""
    return relocation is not None and relocation.kind in RELOCATIONS and relocation.terraform is Terraform.CREATE


def _added(new: Environment, table: Table, old: Environment | None) -> Difference:
    effect = leaving.added(table, old is not None and _released(old, new, table))
    if effect.kind is leaving.table_added and table.restore_from is not None:
        effect = restoring.restored(table, new, table.restore_from)
    effect = created(table, new, effect)
    sources = refactoring.unknown_earlier_keys(table, old) if old is not None else ()
    beside = adoption.taken_over_beside(table, new) if table.import_existing else ()
    return Difference(new.name, table.key, old, new, None, table, (effect, *sources, *beside))


def _released(old: Environment, new: Environment, table: Table) -> bool:
    """Whether AWS has the table out of the state: one of its key was released, or this change releases one of its name."""
    going = [old.tables.get(item.table) for item in new.removed if item.keep]
    return any(item.table == table.key and item.keep for item in old.removed) or any(
        other is not None and other.name == table.name for other in going
    )


def _left(
    old: Environment,
    new: Environment,
    left: dict[str, Table],
    added: list[Table],
    declared: Declared,
    relocation: Effect | None,
    providers: Providers,
) -> Iterator[Difference]:
    removals = {item.table: item for item in new.removed}
    for key, table in left.items():
        copy = _copy_in_the_new_region(old, new, table, table, relocation)
        remembered = relocation is None or not forgets_region(relocation, providers)
        there = table if copy is None or remembered else home_region.replica_as_home(Side(table, old), copy).table
        named = replace(table, environment=new.name)
        leaves = declared.leaves(named, removals.get(key), added)
        effect = _with_deletion(refused_deletion.with_refused_deletion(there, leaves), there)
        if copy is not None:
            effect = home_region.left_with_its_copy(effect, new)
        elif relocation is not None:
            effect = _behind(table, effect, relocation, providers)
        yield Difference(new.name, key, old, new, table, None, (effect,))
    for item in old.removed:
        removal = removals.get(item.table)
        missing = item.table not in old.tables and item.table not in new.tables
        if missing and (removal is None or removal.keep != item.keep):
            yield Difference(new.name, item.table, old, new, None, None, (leaving.record(item, removal),))
    said = {item.table for item in old.removed}
    for item in new.removed:
        if item.table not in old.tables and item.table not in new.tables and item.table not in said:
            yield Difference(new.name, item.table, old, new, None, None, (refactoring.removal_added(item),))


def _with_deletion(effect: Effect, table: Table) -> Effect:
    return replace(effect, calls=tuple(deletion_calls(table))) if effect.terraform is Terraform.DELETE else effect


def _behind(table: Table, effect: Effect, relocation: Effect, providers: Providers) -> Effect:
    """What leaves an environment that moves, where Terraform does not find it any more."""
    if relocation.kind not in RELOCATIONS or relocation.terraform == "replace":
        return effect
    return prevented.left_behind(table, effect, forgotten=forgets_region(relocation, providers))


def _gone(environment: Environment, added: list[str]) -> Iterator[Difference]:
    effect = whole_environment.gone(environment, added)
    for key, table in environment.tables.items():
        yield Difference(environment.name, key, environment, None, table, None, (effect,))
    if not environment.tables:
        yield Difference(environment.name, "", environment, None, None, None, (replace(effect, resource=""),))
