"""SARIF 2.1.0 logs (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), as GitHub code scanning
and editors read them. `sarif_log` knows nothing about findings, so that every report can use it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sessionform import __version__
from sessionform.diagnostics import Diagnostic, Location, dotted
from sessionform.documentation import Check, Documented, documentation_address
from sessionform.fixing.suggestion import Suggest, Suggestion, no_suggestions
from sessionform.json_value import Json, JsonObject, json_text
from sessionform.report.findings.bounded import MOST_LISTED, bounded
from sessionform.report.layout.paths import from_root
from sessionform.report.levels import OF_FINDINGS, Level

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


_MOST_RELATED = 20
"""Of a result; people see fewer, and a log of thousands of results may have no more."""

_LINK = re.compile(r"[\[\]\\]")


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a log. `subject` says, with the rule, what it is about wherever that stands: a dotted path.

    `accepted` is the reason for which the file itself accepts it.
    """

    rule: str
    level: Level
    message: str
    location: Location
    subject: str
    related: tuple[tuple[Location, str], ...] = ()
    properties: Mapping[str, Json] = field(default_factory=dict)
    accepted: str | None = None
    fixes: tuple[Suggestion, ...] = ()


def render_sarif(
    diagnostics: Iterable[Diagnostic],
    rules: Iterable[Documented] = (),
    root: Path | None = None,
    suggest: Suggest = no_suggestions,
) -> str:
    """The log of a check, with the first findings of each rule. Files are named as seen from `root`, the repository's.

    Of `rules` only those are listed that a diagnostic names; one that is not among them is listed by its id alone.
    """
    found = bounded(diagnostics, MOST_LISTED)
    return sarif_log(
        "check", [diagnostic_result(item, suggest(item)) for item in found.shown], rules, root, more=found.more
    )


def sarif_log(
    category: str,
    results: Iterable[Result],
    rules: Iterable[Documented] = (),
    root: Path | None = None,
    *,
    more: Mapping[str, int] | None = None,
) -> str:
    """A log with one run. `category` keeps the logs of different commands apart where both are uploaded; `more` says by
    rule how many results are left out.
    """
    results = list(results)
    documented = {rule.id: rule for rule in rules}
    matched = {name: position for position, name in enumerate(dict.fromkeys(result.rule for result in results))}
    run: JsonObject = {
        "tool": {
            "driver": {
                "name": "sessionform",
                "semanticVersion": __version__,
                "rules": [_descriptor(name, documented.get(name)) for name in matched],
            }
        },
        "automationDetails": {"id": f"sessionform/{category}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "results": [
            _result_object(result, matched[result.rule], fingerprint, root)
            for result, fingerprint in zip(results, _fingerprints(results), strict=True)
        ],
        **({"properties": {"more": dict(more)}} if more else {}),
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _descriptor(name: str, rule: Documented | None) -> JsonObject:
    if rule is None:
        return {"id": name}
    # Where nobody knows the address of its page, the one that justifies the rule stands in for it
    own = rule.web_page(rule.id) if rule.PAGES else documentation_address(rule.source)
    address = next((text for text in (own, rule.source) if text.startswith("https://")), None)
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {
            "text": _help(rule, "{0}"),
            "markdown": _help(rule, "```{1}\n{0}\n```"),
        },
        **({"helpUri": address} if address else {}),
    }


def _help(rule: Documented, code: str) -> str:
    if not isinstance(rule, Check):
        return rule.why
    failing, passing = (code.format(example.rstrip(), rule.form) for example in (rule.failing, rule.passing))
    return f"{rule.why}\n\nAn example that fails:\n\n{failing}\n\nPasses:\n\n{passing}"


def _result_object(result: Result, rule: int, fingerprint: str, root: Path | None) -> JsonObject:
    location = _location(result.location, root)
    if result.subject:
        location["logicalLocations"] = [{"fullyQualifiedName": result.subject}]
    item: JsonObject = {
        "ruleId": result.rule,
        "ruleIndex": rule,
        "level": result.level,
        "message": {"text": _plain(result.message)},
        "locations": [location],
        # Not under GitHub's own name `primaryLocationLineHash`: its upload action computes that one by itself,
        # and warns about every result that brings another value.
        "partialFingerprints": {"sessionformRuleAndPath/v1": fingerprint},
    }
    if result.related:
        item["relatedLocations"] = [
            {"id": number, **_location(place, root), "message": {"text": _plain(label)}}
            for number, (place, label) in enumerate(result.related[:_MOST_RELATED], 1)
        ]
    if result.accepted is not None:
        item["suppressions"] = [{"kind": "inSource", "justification": result.accepted}]
    if result.fixes:
        item["fixes"] = [_fix_object(fix, root) for fix in result.fixes]
    if result.properties:
        item["properties"] = dict(result.properties)
    return item


def _fix_object(fix: Suggestion, root: Path | None) -> JsonObject:
    """Whole lines, up to the start of the next one: that is the way to say their line ends too (section 3.30.2)."""
    changes: dict[str, list[JsonObject]] = {}
    for item in fix.replacements:
        region = {"startLine": item.line, "startColumn": 1, "endLine": item.last + 1, "endColumn": 1}
        changes.setdefault(item.file, []).append({"deletedRegion": region, "insertedContent": {"text": item.text}})
    return {
        "description": {"text": _plain(fix.title)},
        "artifactChanges": [
            {"artifactLocation": artifact(from_root(file, root)), "replacements": replacements}
            for file, replacements in changes.items()
        ],
    }


def _plain(text: str) -> str:
    """A message without links, whatever it quotes: what a viewer would take for one is escaped (section 3.11.6)."""
    return _LINK.sub(r"\\\g<0>", text)


def _location(place: Location, root: Path | None) -> JsonObject:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"physicalLocation": {"artifactLocation": artifact(from_root(place.file, root)), "region": region}}


def artifact(name: str) -> dict[str, str]:
    """The file as an artifactLocation: percent-encoded, and relative to the repository unless it is absolute."""
    if name.startswith("/"):
        return {"uri": "file://" + quote(name, errors="surrogateescape")}
    return {"uri": quote(name, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}


def _fingerprints(results: Iterable[Result]) -> Iterable[str]:
    """One a result, the same wherever its lines are: rule and subject, and the how-manieth of these it is."""
    seen: Counter[str] = Counter()
    for result in results:
        digest = hashlib.sha256(f"{result.rule}\n{result.subject}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        seen[digest] += 1
        yield f"{digest}:{seen[digest]}"


def diagnostic_result(item: Diagnostic, fixes: Iterable[Suggestion] = ()) -> Result:
    """A finding about the declaration, as a result."""
    finding = item.finding
    message = finding.message + (f"\nHint: {finding.hint}" if finding.hint else "")
    properties = {"environments": list(finding.environments)} if finding.environments else {}
    level: Level = OF_FINDINGS[finding.severity]
    place, subject = item.location, dotted(finding.path)
    return Result(finding.rule, level, message, place, subject, item.related, properties, fixes=tuple(fixes))
