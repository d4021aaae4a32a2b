"""Rules about access patterns: each question must be a GetItem or a Query, never a Scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sessionform.model import Environment, Table
from sessionform.patterns.remedy import remedies
from sessionform.patterns.serve import judge
from sessionform.patterns.verdict import Unserved
from sessionform.rules.attributes import keys_have_names
from sessionform.rules.rule import ERROR, Problem, TableRule, once_a_table

_QUERY = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html"
_GSI = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html"
_GET = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html"
_CONDITION = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html"


@once_a_table
def _all_unserved(table: Table) -> list[tuple[str, Unserved]]:
    """The patterns that are not served, by name."""
    if not keys_have_names(table):
        return []
    judgements = [(pattern.name, judge(table, pattern)) for pattern in table.access_patterns]
    return [(name, judgement) for name, judgement in judgements if isinstance(judgement, Unserved)]


def _unserved(rule: str) -> Callable[[Table, Environment], Iterator[Problem]]:
    def check(table: Table, environment: Environment) -> Iterator[Problem]:
        for name, judgement in _all_unserved(table):
            if judgement.rule == rule:
                hint = "\nor\n".join(remedy.yaml() for remedy in remedies(table, judgement))
                setting = ("access_patterns", name, judgement.part)
                yield Problem(setting, f"`{name}` is not served: {judgement.reason}", hint)

    return check


def _rule(
    id: str,  # noqa: A002 - the rule's own word
    summary: str,
    why: str,
    source: str,
    table: str,
    failing: str,
    mended: str,
) -> TableRule:
    """A rule whose examples are one table and, with one line each, the pattern that fails and the one that works."""
    head = f"tables:\n  userSessions:\n    partition_key: userId\n    sort_key: sessionId\n    ttl: expiresAt\n{table}"
    head += "    access_patterns:\n      "
    return TableRule(id, ERROR, summary, why, source, f"{head}{failing}\n", f"{head}{mended}\n", _unserved(id))


RULES = (
    _rule(
        "pattern-needs-scan",
        "No key or index answers this query",
        "A query needs the partition key of the table or of an index. Without one the only way to the answer is a "
        "Scan, which reads the whole table: slow, paid for by the size of the table, and slower every day.",
        _QUERY,
        "    global_secondary_indexes:\n      by_device: {partition_key: deviceId}\n",
        "of_session: {query: sessionId}",
        "of_device: {query: deviceId}",
    ),
    _rule(
        "pattern-not-the-key",
        "GetItem, PutItem, UpdateItem and DeleteItem need the whole primary key",
        "One item is addressed by its partition key and, where the table has one, its sort key. With less than that "
        "DynamoDB rejects the call; with other attributes too, they are no part of the address.",
        _GET,
        "",
        "log_out: {delete: userId}",
        "log_out: {delete: [userId, sessionId]}",
    ),
    _rule(
        "pattern-key-of-index",
        "An index can be queried, but nothing can be got, updated or deleted through it",
        "GetItem and the writes work on tables alone. The entries of an index are not unique, and they are read with "
        "a Query; a write goes to the table, by the table's key.",
        _GSI,
        "    global_secondary_indexes:\n      by_session: {partition_key: sessionId}\n",
        "by_id: {get: sessionId}",
        "by_id: {query: sessionId}",
    ),
    _rule(
        "pattern-changes-key",
        "An update cannot change a part of the key",
        "The key is where an item lies. UpdateItem refuses to set an attribute of it; a session that gets another key "
        "is a new item, put beside the old one, which is then deleted.",
        "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html",
        "",
        "renew: {update: [userId, sessionId], attributes: [sessionId, expiresAt]}",
        "renew: {update: [userId, sessionId], attributes: [expiresAt]}",
    ),
    _rule(
        "pattern-idle-setting",
        "A pattern says something that its operation has no use for",
        "Order, conditions, a limit and an index are a matter of queries, consistency one of reads. A call that takes "
        "no such parameter cannot keep the promise that the declaration seems to make.",
        _GET,
        "    global_secondary_indexes:\n      by_session: {partition_key: sessionId}\n",
        "read: {get: [userId, sessionId], index: by_session}",
        "read: {get: [userId, sessionId]}",
    ),
    _rule(
        "pattern-unknown-index",
        "A pattern insists on an index that the table does not have",
        "`index` is a promise about which index answers. DynamoDB refuses a Query on an index that is not there.",
        _QUERY,
        "    global_secondary_indexes:\n      by_session: {partition_key: sessionId}\n",
        "by_id: {query: sessionId, index: by_sesion}",
        "by_id: {query: sessionId, index: by_session}",
    ),
    _rule(
        "pattern-order",
        "The answer cannot come in this order",
        "A Query returns items in the order of the sort key of what it is put to, forwards or backwards, and in no "
        "other. Sorting in the application means reading everything first.",
        _QUERY,
        "",
        "recent: {query: userId, sorted_by: lastSeen}",
        "in_order: {query: userId, sorted_by: sessionId}",
    ),
    _rule(
        "pattern-condition",
        "A Query can set a condition on the sort key alone",
        "A key condition is one comparison on the sort key of the table or index. A filter on another attribute is "
        "applied after the items have been read, and the read is paid for in full.",
        _CONDITION,
        "",
        "recent: {query: userId, where: {lastSeen: GT}}",
        "of_kind: {query: userId, where: {sessionId: BEGINS_WITH}}",
    ),
    _rule(
        "pattern-consistency",
        "A global secondary index is eventually consistent only",
        "A global index follows its table with a delay, so DynamoDB refuses a strongly consistent read of one. A "
        "session that was just ended may still be found through the index.",
        _GSI,
        "    global_secondary_indexes:\n      by_session: {partition_key: sessionId}\n",
        "by_id: {query: sessionId, consistent: true}",
        "by_id: {query: sessionId}",
    ),
    _rule(
        "pattern-projection",
        "The index does not hold an attribute that the answer must have",
        "A Query on a global index returns what is projected into it and nothing else: the missing attribute is "
        "silently absent, and fetching it is a second read by the table's key.",
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Projections",
        "    global_secondary_indexes:\n      by_session: {partition_key: sessionId, projection: KEYS_ONLY}\n",
        "by_id: {query: sessionId, attributes: [data]}",
        "by_id: {query: sessionId, attributes: [userId]}",
    ),
)
