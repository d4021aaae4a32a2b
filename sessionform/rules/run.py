"""Runs every rule over a declaration, and lets waivers silence warnings until their day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date

from sessionform.diagnostics import Finding, Path, Related
from sessionform.model import Declaration, Environment, Table
from sessionform.rules import RULES, acceptances
from sessionform.rules.rule import DeclarationRule, Documented, EnvironmentRule, Problem, TableRule
from sessionform.rules.waivers import Waivers

_TABLE_RULES = [rule for rule in RULES if isinstance(rule, TableRule)]
_ENVIRONMENT_RULES = [rule for rule in RULES if isinstance(rule, EnvironmentRule)]
_DECLARATION_RULES = [rule for rule in RULES if isinstance(rule, DeclarationRule)]


def run_rules(declaration: Declaration, today: date, broken: Collection[str] = ()) -> list[Finding]:
    """What the rules find, waived warnings left out, in no particular order.

    `broken` names tables (`tables.userSessions`) and environments (`environments.production`) that the schema refused
    in part: a rule would misread what is left of them, so none looks at them; with any broken, no rule
    looks at the declaration as a whole.
    """
    findings: list[Finding] = []
    waivers = Waivers(today)
    for environment in declaration.environments.values():
        if f"environments.{environment.name}" in broken:
            continue
        whole = True
        for table in environment.tables.values():
            if f"tables.{table.key}" in broken:
                whole = False
            else:
                findings.extend(waivers.silence((table,), _table_findings(table, environment)))
        if whole:
            tables = environment.tables.values()
            findings.extend(waivers.silence(tables, _environment_findings(environment)))
    if not broken:
        everything = [table for _, table in declaration.tables()]
        findings.extend(waivers.silence(everything, _declaration_findings(declaration)))
        findings.extend(waivers.complaints(declaration))
        findings.extend(acceptances.complaints(declaration, today))
    return findings


def _table_findings(table: Table, environment: Environment) -> Iterator[Finding]:
    for rule in _TABLE_RULES:
        for problem in rule.check(table, environment):
            yield _finding(rule, problem, table.origins.of, (environment.name,))


def _environment_findings(environment: Environment) -> Iterator[Finding]:
    for rule in _ENVIRONMENT_RULES:
        for problem in rule.check(environment):
            yield _finding(rule, problem, environment.origins.of, (environment.name,))


def _declaration_findings(declaration: Declaration) -> Iterator[Finding]:
    for rule in _DECLARATION_RULES:
        for problem in rule.check(declaration):
            yield _finding(rule, problem, lambda path: path, ())


def _finding(
    rule: Documented, problem: Problem, origin: Callable[[Path], Path], environments: tuple[str, ...]
) -> Finding:
    related = [Related(origin(setting), label) for setting, label in problem.related]
    related += [Related(place, label) for place, label in problem.related_places]
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=problem.message,
        path=origin(problem.setting) if problem.place is None else problem.place,
        hint=problem.hint,
        on_key=problem.on_key,
        environments=environments,
        related=tuple(related),
    )
