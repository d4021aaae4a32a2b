"""Several environments that change their names, states, regions, accounts and tables at once, made at random.

Whatever happens: one row a table, a way out of every danger, and no change of a declaration against itself.
"""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sessionform.compile import Compiled, compile_text
from sessionform.review.model import ReviewSeverity
from sessionform.review.review import review
from tests.review.case import TODAY

Declared = dict[str, Any]

NAMES = ("one", "two", "three")
KEYS = ("aSessions", "bSessions", "cSessions")
ENVIRONMENT = st.fixed_dictionaries(
    {"region": st.sampled_from(["us-east-1", "eu-west-1"])},
    optional={
        "account_id": st.sampled_from(["111122223333", "444455556666"]),
        "backend": st.sampled_from([{"local": {"path": f"{name}.tfstate"}} for name in "abc"]),
        "table_name": st.sampled_from(["{table}", "{table}-{environment}", "x-{table}"]),
    },
)
TABLE = st.fixed_dictionaries(
    {"partition_key": st.sampled_from(["id", "userId"]), "ttl": st.just("expiresAt")},
    optional={
        "table_name": st.sampled_from(["sessions", "others"]),
        "prevent_destroy": st.just(True),
        "deletion_protection": st.just(True),
        "import_existing": st.just(True),
    },
)
DECLARATION = st.fixed_dictionaries(
    {
        "version": st.just(1),
        "environments": st.dictionaries(st.sampled_from(NAMES), ENVIRONMENT, min_size=1),
        "tables": st.dictionaries(st.sampled_from(KEYS), TABLE, min_size=1),
    }
)


def compiled(value: Declared) -> Compiled:
    return compile_text(yaml.safe_dump(value, sort_keys=False), "sessions.yaml", TODAY)


@given(DECLARATION, DECLARATION, st.sampled_from([None, "keep", "delete"]))
@settings(max_examples=80)
def test_every_table_has_one_row_and_every_danger_a_way_out(
    before: Declared, after: Declared, word: str | None
) -> None:
    left = [key for key in before["tables"] if key not in after["tables"]]
    if word is not None and left:
        after = after | {"removed": {key: {word: True} for key in left}}
    base, head = compiled(before), compiled(after)
    assume(not base.failed and not head.failed)
    result = review(base, head, TODAY)
    rows = [(item.environment, item.table) for item in result.tables]
    assert len(rows) == len(set(rows))
    for change in result.changes:
        assert change.hint or change.severity < ReviewSeverity.HIGH, change.rule
        assert change.message.count("`") % 2 == change.hint.count("`") % 2 == 0
    assert review(head, head, TODAY).changes == ()
