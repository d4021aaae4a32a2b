"""Tags of a table: its own, and those that the environment gives to everything in it."""

from __future__ import annotations

from collections.abc import Iterator

from sessionform.review.effects.effect import GUIDE, LOW, ChangeKind, Effect
from sessionform.review.outcome import Outcome, Terraform
from sessionform.review.pair import Pair

tags_changed = ChangeKind(
    id="tags-changed",
    summary="Tags change",
    severity=LOW,
    terraform=Terraform.UPDATE,
    outcome=Outcome.IN_PLACE,
    why=(
        "Tags change while the table stays online. Cost reports follow them, and so do IAM policies that look at tags. A tag that "
        "only moves between the environment and the table is an `update` in the plan, but stays the same tag in AWS."
    ),
    source=f"{GUIDE}/Tagging.html",
)

KINDS = (tags_changed,)


def tags(pair: Pair) -> Iterator[Effect]:
    """Other tags on the table, whoever set them: one effect a tag."""
    (old, new), environments = pair.tables, (pair.before.environment, pair.after.environment)
    before, after = environments[0].tags_of(old), environments[1].tags_of(new)
    for key in dict.fromkeys([*after, *before]):
        own = key in new.tags if key in after else key in old.tags
        moved = (key in old.tags) != (key in new.tags)
        if before.get(key) == after.get(key) and not (moved and key in after):
            continue
        setting = ("tags", key) if own else (*ENVIRONMENT_TAGS, key)
        yield tags_changed.effect(setting, before.get(key), after.get(key), _message(pair.key, key, before, after))


ENVIRONMENT_TAGS = ("environment", "tags")
"""Where a setting path begins that is the environment's, not the table's own."""


def _message(table: str, key: str, before: dict[str, str], after: dict[str, str]) -> str:
    if key not in before:
        return f"`{table}` gets the tag `{key}: {after[key]}`"
    if key not in after:
        return f"`{table}` loses the tag `{key}: {before[key]}`"
    if before[key] == after[key]:
        return f"the tag `{key}: {after[key]}` of `{table}` is set in another place; in AWS it stays the same"
    return f"the tag `{key}` of `{table}` changes from `{before[key]}` to `{after[key]}`"


HANDLERS = {"tags": tags}
