"""What has drifted, as one page for a browser: the review's page of a deploy that brings everything back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sessionform.diagnostics import Location, Path, dotted
from sessionform.facts.resource_types import TABLE
from sessionform.live.drift import Drift, DriftReport
from sessionform.report.drift.text import summary, value_or_none
from sessionform.report.layout.markup import Markup, element, prose
from sessionform.report.review.html import page_head
from sessionform.report.review.html_subjects import details_of, subjects_of
from sessionform.review.model import Change, Review, ReviewSeverity, TableVerdict
from sessionform.review.outcome import Outcome, Terraform
from sessionform.setting_path import SettingPath, setting_path

Locate = Callable[[Path], Location]
"""Gives the place of a document path."""

MOST_LINES = 200
"""No more lines of a list are shown."""


def drift_html(reports: Sequence[DriftReport], file: str, lines: Mapping[str, tuple[str, ...]], locate: Locate) -> str:
    """The whole page. Pictures and changes show what the next deploy makes of each table that has drifted."""
    worst = max((report.worst for report in reports), default=ReviewSeverity.NONE)
    title = f"Drift: {worst}" if any(report.drifted for report in reports) else "No drift"
    review = _as_review(reports, file, lines, locate, worst)
    blocks = [block for report in reports for block in _environment(report)]
    details = list(details_of(review, subjects_of(review)))
    if details:
        blocks += [element("h2", "What the next deploy brings back"), *details]
    calm = title == "No drift" and not any(report.unread for report in reports)
    about = element("div", element("h1", title), element("p", element("code", file), class_="about"))
    header = element("header", about, class_="calm" if calm else str(worst))
    body = element("body", header, element("main", *blocks))
    return f"<!DOCTYPE html>\n{element('html', page_head(f'{title}: {file}'), body, lang='en')}\n"


def _environment(report: DriftReport) -> Iterator[Markup]:
    """What is to be said of an environment beside the settings of its tables."""
    yield element("h2", element("code", report.environment))
    yield element("p", prose(f"{summary(report)}."))
    said = [f"`{name}` is declared, and not in AWS: the next deploy makes an empty table" for name in report.missing]
    said += [f"`{name}`, not declared: {item}" for name, items in report.beside.items() for item in items]
    said += [f"nobody declares the table `{name}`, whose name fits" for name in report.undeclared]
    said += [f"not looked at: {text}" for text in report.unread]
    if len(said) > MOST_LINES:
        said = [*said[:MOST_LINES], f"{len(said) - MOST_LINES:,} more are in `--format json`"]
    if said:
        yield element("ul", *(element("li", prose(text)) for text in said))


def _as_review(
    reports: Sequence[DriftReport],
    file: str,
    lines: Mapping[str, tuple[str, ...]],
    locate: Locate,
    worst: ReviewSeverity,
) -> Review:
    """The review of a deploy from what is in AWS to what is declared."""
    changes = [_change(report.environment, drift, locate) for report in reports for drift in report.drifts]
    tables = []
    for report in reports:
        for key, (found, declared) in report.sides.items():
            own = [drift for drift in report.drifts if drift.table == key]
            if own:
                terraform, outcome = _strongest(own)
                severity = max(drift.severity for drift in own)
                tables.append(TableVerdict(report.environment, key, terraform, outcome, severity, found, declared))
    changes.sort(key=lambda change: -change.severity)
    return Review(file, "AWS", worst, tuple(changes), tuple(tables), lines=lines)


def _strongest(drifts: Sequence[Drift]) -> tuple[Terraform, Outcome]:
    effects = [drift.effect for drift in drifts if drift.effect is not None]
    if not effects:
        return Terraform.UPDATE, Outcome.IN_PLACE
    worst = max(effects, key=lambda effect: effect.severity)
    return max((effect.terraform for effect in effects), key=lambda action: action.rank), worst.outcome


def _change(environment: str, drift: Drift, locate: Locate) -> Change:
    effect = drift.effect
    message = f"`{dotted(drift.setting)}` is `{value_or_none(drift.live)}` in AWS, and declared as `{value_or_none(drift.declared)}`"
    place = locate(drift.place)
    return Change(
        environment=environment,
        table=drift.table,
        address=f"{TABLE}.{drift.table}",
        rule="drift" if effect is None else effect.kind.id,
        severity=drift.severity,
        path=drift.place,
        before=drift.live,
        after=drift.declared,
        terraform=Terraform.UPDATE if effect is None else effect.terraform,
        outcome=Outcome.IN_PLACE if effect is None else effect.outcome,
        message=f"{message}. A deploy: {drift.meaning}" if drift.meaning else message,
        hint="" if effect is None else effect.hint,
        location=place,
        nearest=place,
        setting=SettingPath(setting_path(drift.place).layer, environment, drift.table, drift.setting),
    )
