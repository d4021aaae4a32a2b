"""Two compiled declarations to a review. A pure function: the day and the base are given to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from sessionform.compile import Compiled
from sessionform.diagnostics import Finding, Severity, dotted
from sessionform.facts.version_constraints import Version
from sessionform.model import Declaration, Environment
from sessionform.review.acceptances import accept, complaints, standing
from sessionform.review.changes import differences
from sessionform.review.declared import Declared
from sessionform.review.difference import Difference
from sessionform.review.effects.effect import Effect
from sessionform.review.effects.environments.versions import Providers
from sessionform.review.effects.tags import ENVIRONMENT_TAGS
from sessionform.review.imported import about_done_imports
from sessionform.review.model import Change, Review, ReviewSeverity, TableVerdict
from sessionform.review.outcome import Outcome
from sessionform.review.pair import with_successors
from sessionform.review.places import Place, Places
from sessionform.review.versions import providers_of
from sessionform.setting_path import SettingPath, setting_path
from sessionform.source.checks import language, reading
from sessionform.source.document import Document
from sessionform.terraform.companions import companion_address
from sessionform.words import names_in_quotes

_MOST_REMARKS = 5


def review(
    before: Compiled | None,
    after: Compiled,
    today: date,
    *,
    base: str = "",
    gaps: Sequence[str] = (),
    statements: Sequence[str] = (),
    commits: tuple[str, ...] = (),
    new: bool = False,
    environments: Collection[str] = (),
    locks: Mapping[str, Version] | None = None,
    earlier_locks: Mapping[str, Version] | None = None,
) -> Review:
    """What the change from `before` to `after` does. `after` has compiled without errors.

    Without a base everything counts as new. `base` is what people call it; `gaps`, `statements` and `commits` are
    passed on, the first two before those about a base that does not compile. With `new` the head is meant to have nothing to be compared with: no gap
    fails the review then. `environments`, where given, are the only ones looked at, and those that go on with their state.
    `locks` are the AWS providers that the head's lock files name, by environment, `earlier_locks` those of the base's.
    """
    head, document = after.valid(), _document(after)
    earlier, remarks, unknown = _comparable(before, head)

    def providers(environment: Environment) -> Providers:
        was = earlier is not None and environment is earlier.environments.get(environment.name)
        return providers_of(environment, earlier_locks if was else locks)

    environments = environments if earlier is None else with_successors(environments, earlier, head)
    declared = Declared.of(head, before.document if before is not None else None, document)
    considered = [
        difference
        for difference in (() if earlier is None else differences(earlier, head, providers, declared))
        if (not environments or difference.environment in environments) and difference.table not in unknown
    ]
    places = Places(before.document if before is not None else None, document)
    changes = accept(
        (_change(item, effect, places) for item in considered for effect in item.effects), head.accept, today
    )
    worst = max((change.severity for change in changes if change.accepted is None), default=ReviewSeverity.NONE)
    compared = earlier is not None and not unknown and not gaps
    protected = _protected(earlier, head)
    if earlier is None or unknown:
        gaps, remarks = (*gaps, *remarks), []
    if earlier is not None:
        remarks = [
            *remarks,
            *about_done_imports(earlier, head, environments),
            *standing(changes, earlier.accept),
        ]
    if new and before is not None and compared:
        remarks.append(f"`--new` has no effect, as there is {before.file} to compare with: leave it out")
    if new:
        gaps, remarks = (), [*gaps, *remarks]
    lines = document.sources
    if before is not None and before.document is not None:
        lines |= before.document.sources
    return Review(
        file=after.file,
        base=base or (before.file if before is not None else ""),
        verdict=ReviewSeverity.CRITICAL if gaps else worst,
        changes=tuple(sorted(changes, key=partial(_urgency, protected))),
        tables=tuple(sorted(_verdicts(considered), key=partial(_table_urgency, protected))),
        gaps=tuple(gaps),
        statements=(*statements, *remarks),
        diagnostics=tuple(document.diagnose(item) for item in complaints(changes, head.accept, today, environments)),
        lines=lines,
        compared=compared,
        commits=commits,
    )


def _protected(*declarations: Declaration | None) -> set[str]:
    """The environments that guard a table against deletion: what happens there is looked at first."""
    found = (item.tables() for item in declarations if item is not None)
    return {environment.name for tables in found for environment, table in tables if table.is_protected}


def _urgency(protected: Collection[str], change: Change) -> tuple[int, bool, int, bool]:
    """The worst first: of equally bad ones what loses data before what is refused, and protected environments first."""
    accepted, unprotected = change.accepted is not None, change.environment not in protected
    return -change.severity, accepted, -change.outcome.rank, unprotected


def _table_urgency(protected: Collection[str], table: TableVerdict) -> tuple[int, int, bool]:
    """The worst first, as `_urgency` has the changes."""
    return -table.severity, -table.outcome.rank, table.environment not in protected


def _document(compiled: Compiled) -> Document:
    return compiled.document or Document.empty(compiled.file)


def _comparable(before: Compiled | None, head: Declaration) -> tuple[Declaration | None, list[str], set[str]]:
    """The base's declaration, what is to be said about it, and the tables of it that cannot be compared.

    The declaration is empty where there is no base, and None where nothing in it can be compared.
    """
    if before is None:
        return Declaration(head.file, None, {}), [], set()
    errors = [item.finding for item in before.diagnostics if item.finding.severity is Severity.ERROR]
    if before.declaration is None:
        return (
            None,
            [f"{before.file} is not a declaration ({errors[0].message}); nothing can be compared with it"],
            set(),
        )
    if not errors:
        return before.declaration, [], set()
    unread = {check.id for check in (*reading.CHECKS, *language.CHECKS)}
    misread = [finding for finding in errors if finding.rule in unread]
    if not misread:
        count = f"{len(errors)} error" + ("s" if len(errors) > 1 else "")
        return before.declaration, [f"{before.file} fails the check ({count}); it is compared as it is written"], set()
    strange = next((finding for finding in misread if not _can_be_left_out(finding)), None)
    if strange is not None:
        reason = f"`{dotted(strange.path) or 'its top level'}`: {strange.message}"
        return None, [f"{before.file} is of another form ({reason}); nothing can be compared with it"], set()
    remarks = [
        f"in {before.file}, `{dotted(finding.path)}` cannot be understood" for finding in misread[:_MOST_REMARKS]
    ]
    if before.unknown:
        names = names_in_quotes(sorted(before.unknown))
        remarks.append(f"in {before.file}, too little of {names} can be understood, which is not compared")
    return before.declaration, remarks, set(before.unknown)


def _can_be_left_out(finding: Finding) -> bool:
    """Whether the rest can be compared without what this is about: a table or one of its settings, or a key too many."""
    return setting_path(finding.path).of_tables or finding.rule == "unknown-key"


def _change(difference: Difference, effect: Effect, places: Places) -> Change:
    place = places.of(difference, effect)
    kind, _, instance = effect.resource.partition("[")
    return Change(
        environment=difference.environment,
        table=difference.table,
        address=companion_address(kind, difference.table) + (f"[{instance}" if instance else "") if kind else "",
        rule=effect.kind.id,
        severity=effect.severity,
        path=place.path,
        before=effect.before,
        after=effect.after,
        terraform=effect.terraform,
        outcome=effect.outcome,
        message=effect.text,
        hint=effect.hint,
        location=place.location,
        nearest=place.nearest,
        gone=place.gone,
        refused=effect.refused,
        setting=_setting(difference, effect, place),
        later=None if effect.outcome.refused else effect.later,
        calls=effect.calls,
        provider=effect.provider,
        confidence=effect.confidence,
    )


def _setting(difference: Difference, effect: Effect, place: Place) -> SettingPath:
    """What the effect is about, as the table or the environment has it, and the layer in which it stands."""
    of_environment = not difference.table or effect.setting[:1] == ENVIRONMENT_TAGS[:1]
    return SettingPath(
        setting_path(place.path).layer,
        difference.environment,
        None if of_environment else difference.table,
        effect.setting[1:] if effect.setting[:1] == ENVIRONMENT_TAGS[:1] else effect.setting,
    )


def _weight(effect: Effect) -> tuple[ReviewSeverity, int]:
    """What decides which of several effects says what becomes of a table: the worst, and of equals the last of `Outcome`."""
    return effect.severity, effect.outcome.rank


def _severity(difference: Difference) -> ReviewSeverity:
    """The worst of its effects; what a refusal of the whole stack stops is as bad as what is refused."""
    worst = max(effect.severity for effect in difference.effects)
    return ReviewSeverity.CRITICAL if difference.stopped else worst


def _verdicts(found: Sequence[Difference]) -> Iterator[TableVerdict]:
    for difference in found:
        if not difference.table or (difference.old is None and difference.new is None):
            continue
        own = difference.of_the_table
        failing = [effect for effect in difference.effects if effect.resource and effect.outcome.refused]
        yield TableVerdict(
            environment=difference.environment,
            table=difference.table,
            terraform=difference.action,
            outcome=max((*own, *failing), key=_weight).outcome if own or failing else Outcome.NONE,
            severity=_severity(difference),
            before=difference.old,
            after=difference.new,
            refused=any(effect.refused and effect.resource for effect in difference.effects),
        )
