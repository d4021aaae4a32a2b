"""What the editor offers to do about a finding: its fixes, and a waiver or an acceptance with a reason to write."""

from __future__ import annotations

from dataclasses import dataclass

from sessionform.compile import Compiled
from sessionform.diagnostics import Diagnostic, Path, Severity
from sessionform.edits import Fix, Remove, Set
from sessionform.fixing.edit import done
from sessionform.fixing.fix import ends
from sessionform.fixing.replacements import replacements
from sessionform.fixing.texts import compile_texts, texts_of
from sessionform.fixing.title import title
from sessionform.lsp.analysis import Analysis
from sessionform.lsp.positions import Span
from sessionform.review import imported
from sessionform.review.model import Change
from sessionform.rules.catalogue import CHECKS
from sessionform.setting_path import setting_path
from sessionform.source.edit.refused import EditRefusedError

REASON = "TODO: why this is meant"
"""Stands where somebody has to write a reason."""

_WAIVABLE = {check.id for check in CHECKS if check.waivable}


@dataclass(frozen=True, slots=True)
class Action:
    """An edit that is offered. `changes` are texts that take the place of spans, by file."""

    title: str
    changes: dict[str, list[tuple[Span, str]]]
    code: str
    preferred: bool = False


def actions(analysis: Analysis, first: int, last: int) -> list[Action]:
    """What can be done about the findings on these lines of the protocol, the fixes first."""
    if not analysis.readable:
        return []
    near = [item for item in analysis.compiled.diagnostics if _touches(item, analysis, first, last)]
    fixes = [action for item in near for action in _fixes(analysis, item)]
    return [*fixes, *(action for item in near for action in _waiver(analysis, item))]


def fix_all(analysis: Analysis) -> list[Action]:
    """Every safe fix of the file at once."""
    from sessionform.fixing.fix import fixed

    if not analysis.readable or not any(
        fix.safe for item in analysis.compiled.diagnostics for fix in item.finding.fixes
    ):
        return []
    texts = {**texts_of(analysis.compiled), analysis.file: analysis.text}
    result = fixed(texts, analysis.file)
    changes = _changes(analysis, texts, dict(result.texts))
    return [Action("correct everything that is certain", changes, "")] if changes else []


def acceptance(analysis: Analysis, change: Change) -> list[Action]:
    """The acceptance of a change of the review, with a reason to write."""
    if not analysis.readable or change.accepted is not None:
        return []
    accept = analysis.document.value.get("accept")
    at = len(accept) if isinstance(accept, list) else 0
    entry = {"change": change.rule, "table": change.table, "environment": change.environment, "reason": REASON}
    value = {key: item for key, item in entry.items() if item}
    fix = Fix((Set(("accept", at), value) if at else Set(("accept",), [value]),))
    made = _action(analysis, fix, f"accept `{change.rule}` of `{change.table}` in {change.environment}", change.rule)
    return [made] if made else []


def done_imports(analysis: Analysis, base: Compiled | None, first: int, last: int) -> list[Action]:
    """On these lines: an `import_existing` that the base has already, so that the table has been taken over since."""
    if not analysis.readable or base is None or base.declaration is None or analysis.declaration is None:
        return []
    found: list[Action] = []
    for path in imported.done_imports(base.declaration, analysis.declaration):
        place = analysis.document.locate(path, on_key=True)
        if place.file == analysis.file and first <= analysis.positions.span(place)[0][0] <= last:
            name = "remove `import_existing`: the base has it too, and it has done its work"
            made = _action(analysis, Fix((Remove(path),)), name, "import-existing")
            found += [made] if made else []
    return found


def _fixes(analysis: Analysis, item: Diagnostic) -> list[Action]:
    found = []
    for fix in item.finding.fixes:
        made = _action(analysis, fix, title(fix), item.finding.rule, preferred=fix.safe)
        if made is not None and _helps(analysis, fix, item):
            found.append(made)
    return found


def _helps(analysis: Analysis, fix: Fix, item: Diagnostic) -> bool:
    """As `check --fix` has it: what would not end the finding, or would break something else, is not offered."""
    document = analysis.compiled.document
    if document is None:
        return False
    texts = {**texts_of(analysis.compiled), analysis.file: analysis.text}
    after = compile_texts(done(texts, fix, document), analysis.file)
    return ends(analysis.compiled, after, item.finding)


def _waiver(analysis: Analysis, item: Diagnostic) -> list[Action]:
    finding = item.finding
    if finding.rule not in _WAIVABLE or finding.severity is Severity.ERROR:
        return []
    place = _waiver_place(analysis, finding.path)
    if place is None:
        return []
    value, there = {"rule": finding.rule, "reason": REASON}, analysis.value_at(place)
    fix = Fix((Set((*place, len(there)), value) if isinstance(there, list) and there else Set(place, [value]),))
    made = _action(analysis, fix, f"waive `{finding.rule}`, with a reason", finding.rule)
    return [made] if made else []


def _waiver_place(analysis: Analysis, path: Path) -> Path | None:
    """At the table that the finding is in, else in the defaults of its environment, or of all."""
    found = setting_path(path)
    if found.of_tables and found.table is not None:
        return "tables", found.table, "waivers"
    if found.environment is not None:
        return "environments", found.environment, "defaults", "waivers"
    return "defaults", "waivers"


def _action(analysis: Analysis, fix: Fix, name: str, code: str, *, preferred: bool = False) -> Action | None:
    texts = {**texts_of(analysis.compiled), analysis.file: analysis.text}
    try:
        changes = _changes(analysis, texts, done(texts, fix, analysis.document))
    except EditRefusedError:
        return None
    return Action(name, changes, code, preferred) if changes else None


def _changes(analysis: Analysis, before: dict[str, str], after: dict[str, str]) -> dict[str, list[tuple[Span, str]]]:
    from sessionform.lsp.positions import Positions

    changes: dict[str, list[tuple[Span, str]]] = {}
    for file, text in before.items():
        positions = analysis.positions if file == analysis.file else Positions(text, analysis.encoding)
        for change in replacements(file, text, after[file]):
            changes.setdefault(file, []).append((positions.line_span(change.line, change.last), change.text))
    return changes


def _touches(item: Diagnostic, analysis: Analysis, first: int, last: int) -> bool:
    if item.location.file != analysis.file:
        return False
    (start, _), (end, _) = analysis.positions.span(item.location)
    return start <= last and end >= first
