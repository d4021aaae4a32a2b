"""Rules about tags: those of a table together with the default tags of its environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sessionform.diagnostics import Path
from sessionform.model import Environment, Table
from sessionform.provenance import Origins
from sessionform.rules.rule import ERROR, WARNING, Problem, TableRule, once_a_table

TAGGING = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TaggingRestrictions.html"

MAX_TAGS = 50


class Tag(NamedTuple):
    """A tag that a table will carry; `owner` says for messages whose it is."""

    key: str
    value: str
    owner: str
    origins: Origins

    @property
    def place(self) -> Path:
        """Its document path."""
        return self.origins.of(("tags", self.key))


@once_a_table
def tags_in(table: Table, environment: Environment) -> tuple[Tag, ...]:
    """The tags of a table, and the default tags that it does not replace."""
    return tuple(_tags_in(table, environment))


def _tags_in(table: Table, environment: Environment) -> Iterator[Tag]:
    for key, value in table.tags.items():
        yield Tag(key, value, f"`{table.key}`", table.origins)
    for key, value in environment.tags.items():
        if key not in table.tags:
            yield Tag(key, value, f"environment `{environment.name}`", environment.origins)


def _count(table: Table, environment: Environment) -> Iterator[Problem]:
    count = len(environment.tags_of(table))
    if count > MAX_TAGS:
        default = count - len(table.tags)
        of_which = f", {default} of them default tags of `{environment.name}`" if default else ""
        yield Problem(
            ("tags",),
            f"`{table.key}` carries {count} tags{of_which}; AWS allows {MAX_TAGS}",
            "remove the tags that nobody reads",
            related_places=((environment.origins.of(("tags",)), "the default tags"),) if default else (),
        )


tag_count = TableRule(
    id="tag-count",
    severity=ERROR,
    summary="At most 50 tags, default tags included",
    why=(
        "AWS counts the tags that arrive: those of the table and the environment's default tags together. "
        "The provider does not count them, so the apply fails at the table."
    ),
    source=TAGGING,
    failing="tables:\n  userSessions:\n    partition_key: userId\n    ttl: expiresAt\n    tags:\n"
    + "".join(f'      team{number}: "yes"\n' for number in range(MAX_TAGS + 1)),
    mended="tables:\n  userSessions:\n    partition_key: userId\n    ttl: expiresAt\n    tags: {teams: all}\n",
    check=_count,
)


def _case_twins(table: Table, environment: Environment) -> Iterator[Problem]:
    seen: dict[str, Tag] = {}
    for tag in tags_in(table, environment):
        twin = seen.setdefault(tag.key.lower(), tag)
        if twin.key != tag.key:
            yield Problem(
                (),
                f"`{table.key}` carries the tags `{twin.key}` and `{tag.key}`, which differ only in their capitals",
                f"spell both `{tag.key}`",
                on_key=True,
                place=twin.place,
                related_places=((tag.place, f"`{tag.key}` of {tag.owner}"),),
            )


tag_case_twins = TableRule(
    id="tag-case-twins",
    severity=WARNING,
    summary="Two tags that differ only in their capitals",
    why=(
        "Tag keys are case-sensitive, so a table's `environment` does not replace the default tag `Environment`: it "
        "carries both, and cost reports and policies see whichever they ask for."
    ),
    source=TAGGING,
    failing="""\
version: 1
environments:
  staging: {region: us-east-1, tags: {Environment: staging}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {environment: live}
""",
    mended="""\
version: 1
environments:
  staging: {region: us-east-1, tags: {Environment: staging}}
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
    tags: {Environment: live}
""",
    check=_case_twins,
)

RULES = (tag_count, tag_case_twins)
