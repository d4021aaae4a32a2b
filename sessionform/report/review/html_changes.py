"""One change, one remark on the plan, one complaint about an acceptance, as the review's page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sessionform.diagnostics import Diagnostic, Severity
from sessionform.report.layout.markup import Markup, element, joined, prose, text
from sessionform.report.layout.numbers import first_names
from sessionform.report.review.details import details
from sessionform.report.review.groups import ChangeGroup
from sessionform.report.review.html_values import before_and_after, place, source, way
from sessionform.review.effects.effect import ChangeKind
from sessionform.review.model import PlanRemark, ReviewSeverity
from sessionform.review.outcome import Terraform

Lines = Mapping[str, Sequence[str]]

_OPEN = ReviewSeverity.MEDIUM
"""Changes from this severity on are unfolded."""


def badge(severity: str, words: str = "") -> Markup:
    """A severity that is seen from afar."""
    return element("span", words or severity, class_=f"badge {severity}")


def action(terraform: Terraform) -> Markup:
    """What Terraform shows, with the symbol of its plan."""
    return element("span", f"{terraform.symbol} {terraform}".strip(), class_="code")


def _documented(rule: str) -> Markup:
    """A kind of change, with a link to its page where one knows where that is."""
    name, address = element("span", rule, class_="code"), ChangeKind.web_page(rule)
    return element("a", name, href=address, rel="noreferrer") if address else name


def change(group: ChangeGroup, lines: Lines) -> Markup:
    """A change with everything that is known about it, folded where it is harmless."""
    item, said = group.change, details(group)
    severity = str(item.severity)
    claims = element(
        "dl",
        element("div", element("dt", "Terraform shows"), _claim(action(item.terraform), item.terraform.words)),
        element(
            "div",
            element("dt", "Really happens"),
            _claim(element("strong", item.outcome, class_="code"), item.outcome.words),
        ),
        class_="claims",
    )
    facts = [
        *_fact("Change", before_and_after(item.before, item.after)),
        *_fact("Setting", place(item.location, item.path, item.gone)),
        *_fact("In", first_names(group.where)),
        *_fact("Kind", _documented(item.rule)),
    ]
    if said.reason:
        until = f" (until {said.until})" if said.until else ""
        facts += _fact("Accepted", joined([prose(said.reason), until]))
    body = [claims, element("dl", *facts, class_="facts"), source(lines, item.location)]
    if said.hint:
        steps = list(way(said.hint))
        title = "The safe way" if any(step.startswith("<ol>") for step in steps) else "Hint"
        body.append(element("div", element("p", title), *steps, class_="way"))
    heading = [badge(severity), element("h4", prose(item.message))]
    if item.accepted is not None:
        heading.append(badge("none", "accepted"))
    unfolded = {"open": "open"} if item.severity >= _OPEN and item.accepted is None else {}
    return element(
        "details",
        element("summary", *heading),
        element("div", *body, class_="inside"),
        class_=f"change {severity}",
        **unfolded,
    )


def _claim(word: Markup, meaning: str) -> Markup:
    return element("dd", word, element("br"), meaning)


def _fact(name: str, value: str) -> list[Markup]:
    return [element("dt", name), element("dd", value)]


_JUDGEMENTS = {"confirmed": "none", "hidden": "critical", "differs": "critical", "drift": "medium", "missing": "medium"}


def remark(item: PlanRemark) -> Markup:
    """A remark on the plan of one environment."""
    return element(
        "li",
        element("p", badge(_JUDGEMENTS[item.judgement], item.judgement), text(" "), prose(item.message)),
        element(
            "p",
            element("code", item.address),
            f" in {item.environment}; the plan shows ",
            action(item.terraform),
            class_="muted",
        ),
    )


_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "medium", Severity.NOTE: "low"}


def complaint(item: Diagnostic, lines: Lines) -> Markup:
    """What is to be said about an acceptance in the declaration."""
    finding = item.finding
    severity = _SEVERITIES[finding.severity]
    where = joined(
        [element("span", finding.rule, class_="code"), " at ", place(item.location, finding.path, gone=False)]
    )
    return element(
        "li",
        element("p", badge(severity, str(finding.severity)), text(" "), prose(finding.message)),
        element("p", where, class_="muted"),
        source(lines, item.location),
        *way(finding.hint),
        class_=severity,
    )
