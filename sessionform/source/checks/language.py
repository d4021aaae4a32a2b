"""What the JSON Schema refuses."""

from __future__ import annotations

from sessionform.diagnostics import Severity
from sessionform.documentation import Check

_LANGUAGE = "docs/language.md"

_TABLE = """\
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
"""


def _check(
    id: str,  # noqa: A002 - the check's own word
    summary: str,
    why: str,
    failing: str,
    passing: str,
    no_fix: str = "",
) -> Check:
    """A check whose examples are lines of one table, or declarations of their own."""
    return Check(
        id=id,
        severity=Severity.ERROR,
        summary=summary,
        why=why,
        source=_LANGUAGE,
        failing=_whole(failing),
        passing=_whole(passing),
        no_fix=no_fix,
    )


def _whole(example: str) -> str:
    return example if example.startswith(("version:", "tables:")) else f"{_TABLE}    {example}\n"


unknown_key = _check(
    "unknown-key",
    "The language has no such key here",
    "A misspelled key would otherwise do nothing, and the table would lack a setting. Names are AWS's "
    "and Terraform's; the hint knows what other tools call them.",
    "biling_mode: PAY_PER_REQUEST",
    "billing_mode: PAY_PER_REQUEST",
)

missing_key = _check(
    "missing-key",
    "A required key is missing",
    "Without it the rest means nothing: a declaration needs its version, environments and tables, an environment its "
    "region, a backend its bucket.",
    f"version: 1\nenvironments:\n  staging: {{tags: {{Environment: staging}}}}\n{_TABLE}",
    f"version: 1\nenvironments:\n  staging: {{region: us-east-1, tags: {{Environment: staging}}}}\n{_TABLE}",
)

wrong_type = _check(
    "wrong-type",
    "A value has the wrong type for its key",
    'YAML decides the kind by the spelling: `true` is a boolean and `yes` is text, `1` is a number and `"1"` is text. '
    "Nothing is converted in silence, since in Terraform the conversion would be another one.",
    "contributor_insights: yes",
    "contributor_insights: true",
)

unknown_value = _check(
    "unknown-value",
    "A value is not one that the key accepts",
    "The values are the API's own, in its own spelling. Another one would be refused by the provider, or by AWS when "
    "the stack is applied.",
    "stream: KEYS",
    "stream: KEYS_ONLY",
)

bad_format = _check(
    "bad-format",
    "A text does not have the form that its key needs",
    "ARNs, regions, account ids, days and names have a form. Terraform would take most of these texts, and AWS refuse "
    "them in the middle of an apply.",
    'alarms: {actions: ["on-call"]}',
    'alarms: {actions: ["arn:aws:sns:us-east-1:111122223333:on-call"]}',
    no_fix="only you know the right value",
)

out_of_range = _check(
    "out-of-range",
    "A number is outside the range of its key",
    "The limits are AWS's own. The provider checks few of them, so that the apply would be what fails.",
    "item_size: 500000",
    "item_size: 5000",
)

missing_value = _check(
    "missing-value",
    "A value is empty",
    "An empty text, list or mapping is neither a value nor the inherited one. To remove an inherited setting, write "
    "`null`.",
    "tags: {Application: sessions}\n    only_in: []",
    "tags: {Application: sessions}\n    only_in: [staging]",
    no_fix="only you know the value",
)

too_long = _check(
    "too-long",
    "A text or a list is longer than its key allows",
    "AWS refuses names beyond its limits, after the plan has shown nothing.",
    f"sort_key: {'x' * 300}",
    "sort_key: sessionId",
    no_fix="only you know a shorter name",
)

conflicting_keys = _check(
    "conflicting-keys",
    "Keys exclude each other",
    "Each of them alone has a meaning, and together they have none: an access pattern is one call, a state is kept in "
    "one place.",
    "access_patterns:\n      read_session: {get: userId, query: userId}",
    "access_patterns:\n      read_session: {get: userId}",
    no_fix="only you know which of them is meant",
)

repeated_value = _check(
    "repeated-value",
    "A list names one thing twice",
    "The second one changes nothing, so another was probably meant.",
    "only_in: [staging, staging]",
    "only_in: [staging]",
)

unknown_environment = _check(
    "unknown-environment",
    "A table names an environment that is not declared",
    "Its settings for that environment would apply nowhere. Environments are declared once, under `environments` at the "
    "top of the file.",
    "environments:\n      prod: {tags: {Team: identity}}",
    "environments:\n      staging: {tags: {Team: identity}}",
)

CHECKS = (
    unknown_key,
    missing_key,
    wrong_type,
    unknown_value,
    bad_format,
    out_of_range,
    missing_value,
    too_long,
    conflicting_keys,
    repeated_value,
    unknown_environment,
)
