"""Runs every rule over a declaration, and lets waivers silence warnings until their day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sessionform.diagnostics import Finding, Path, Related, Severity
from sessionform.edits import placed
from sessionform.model import Declaration, Environment, Table
from sessionform.provenance import Origins
from sessionform.rules import RULES
from sessionform.rules.catalogue import CHECKS
from sessionform.rules.engine import acceptances
from sessionform.rules.engine.remembered import Remembered
from sessionform.rules.engine.rule import DeclarationRule, EnvironmentRule, Problem, Rule, TableRule
from sessionform.rules.engine.waivers import Waivers
from sessionform.rules.view.table_view import TableView
from sessionform.setting_path import setting_path
from sessionform.source.recovery import Damage

UNDAMAGED = Damage()


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules by what they look at."""

    of_tables: tuple[TableRule, ...]
    of_environments: tuple[EnvironmentRule, ...]
    of_declarations: tuple[DeclarationRule, ...]


def _by_subject(least: Severity) -> _Rules:
    rules = [rule for rule in RULES if rule.severity >= least]
    return _Rules(
        tuple(rule for rule in rules if isinstance(rule, TableRule)),
        tuple(rule for rule in rules if isinstance(rule, EnvironmentRule)),
        tuple(rule for rule in rules if isinstance(rule, DeclarationRule)),
    )


_RULES = {least: _by_subject(least) for least in Severity}
"""The rules whose findings are at least as bad as this."""


def run_rules(
    declaration: Declaration,
    today: date,
    damage: Damage = UNDAMAGED,
    least: Severity = Severity.NOTE,
    remembered: Remembered | None = None,
) -> list[Finding]:
    """What the rules find, waived warnings left out, in no particular order. Rules below `least` are not run, and those of
    tables only on tables of which nothing is `remembered`.

    `damage` is what the schema refused in part: a rule would misread what is left of it, so none looks at such tables and
    environments; with any damage, no rule looks at the declaration as a whole.
    """
    findings: list[Finding] = []
    rules, waivers, inherited = _RULES[least], Waivers(today), _Inherited()
    if remembered is not None:
        remembered.begin(declaration)
    for environment in declaration.environments.values():
        if environment.name in damage.environments:
            continue
        whole = True
        for table in environment.tables.values():
            if table.key in damage.tables:
                whole = False
            else:
                find = partial(_table_findings, rules, table, environment)
                found = find() if remembered is None else remembered.of(table, find)
                findings.extend(inherited.once(table, waivers.silence((table,), found)))
        if whole:
            tables = environment.tables.values()
            findings.extend(waivers.silence(tables, _environment_findings(rules, environment)))
    findings = inherited.counted(findings)
    if not damage:
        everything = [table for _, table in declaration.tables()]
        findings.extend(waivers.silence(everything, _declaration_findings(rules, declaration)))
        findings.extend(waivers.complaints(declaration, CHECKS, least))
        findings.extend(acceptances.complaints(declaration, today))
    return [finding for finding in findings if finding.severity >= least]


def certain_errors(candidates: Sequence[Declaration], tables: Collection[str], damage: Damage) -> list[Finding]:
    """The errors in these tables that hold in every one of the declarations, all of which may be what was meant.

    Nothing is said of tables in an environment that is damaged itself.
    """
    found = [_errors(declaration, tables, damage.environments) for declaration in candidates]
    return [finding for finding in found[0] if all(finding in others for others in found[1:])]


def _errors(declaration: Declaration, tables: Collection[str], environments: Collection[str]) -> list[Finding]:
    inherited = _Inherited()
    errors: list[Finding] = []
    for environment in declaration.environments.values():
        for table in environment.tables.values():
            if table.key in tables and environment.name not in environments:
                errors += inherited.once(table, _table_findings(_RULES[Severity.ERROR], table, environment))
    return inherited.counted(errors)


class _Inherited:
    """What `defaults` break is broken in every table that inherits it, and is said of the first one alone."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, Path, str], tuple[str, str]] = {}
        self._others: dict[tuple[str, Path], set[str]] = {}

    def once(self, table: Table, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings of one table, without those that an earlier table had at the same place, outside of both."""
        for finding in findings:
            if setting_path(finding.path).table != table.key:
                place = finding.rule, finding.path
                first, message = self._first.setdefault((*place, table.environment), (table.key, finding.message))
                if first != table.key:
                    if message != finding.message:
                        self._others.setdefault(place, set()).add(table.key)
                    continue
            yield finding

    def counted(self, findings: list[Finding]) -> list[Finding]:
        """The findings, with the number of the other tables of which the same is to be said."""
        return [_with_others(item, len(self._others.get((item.rule, item.path), ()))) for item in findings]


def _with_others(finding: Finding, count: int) -> Finding:
    if not count:
        return finding
    others = "another table" if count == 1 else f"{count} other tables"
    return replace(finding, message=f"{finding.message}; and so for {others}")


def _table_findings(rules: _Rules, table: Table, environment: Environment) -> Iterator[Finding]:
    view = TableView(table, environment)
    for rule in rules.of_tables:
        for problem in rule.check(table, view):
            yield _finding(rule, problem, table.origins, (environment.name,))


def _environment_findings(rules: _Rules, environment: Environment) -> Iterator[Finding]:
    for rule in rules.of_environments:
        for problem in rule.check(environment):
            yield _finding(rule, problem, environment.origins, (environment.name,))


def _declaration_findings(rules: _Rules, declaration: Declaration) -> Iterator[Finding]:
    for rule in rules.of_declarations:
        for problem in rule.check(declaration):
            yield _finding(rule, problem, None, ())


def _finding(rule: Rule, problem: Problem, origins: Origins | None, environments: tuple[str, ...]) -> Finding:
    """The problem in document paths; without `origins` it is in them already."""
    of, home = (_itself, _itself) if origins is None else (origins.of, origins.home)
    related = [Related(of(setting), label) for setting, label in problem.related]
    related += [Related(place, label) for place, label in problem.related_places]
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=problem.message,
        path=of(problem.setting) if problem.place is None else problem.place,
        hint=problem.hint,
        on_key=problem.on_key,
        environments=environments,
        related=tuple(related),
        fixes=(*[placed(fix, home) for fix in problem.fixes], *problem.place_fixes),
    )


def _itself(place: Path) -> Path:
    return place
