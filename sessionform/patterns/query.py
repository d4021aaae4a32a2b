"""Whether a Query answers a pattern, put to the table or to which index.

Facts: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html and
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html.
"""

from __future__ import annotations

from sessionform.model import AccessPattern, GlobalIndex, Table
from sessionform.patterns.sizes import projected, query_units
from sessionform.patterns.verdict import Candidate, Judgement, Served, Unserved, candidates
from sessionform.words import names_in_quotes


def judge_query(table: Table, pattern: AccessPattern) -> Judgement:
    """What serves the pattern, which is a query."""
    impossible = _impossible(pattern)
    if impossible is not None:
        return impossible
    asked = list(candidates(table))
    if pattern.index is not None:
        asked = [item for item in asked if item.index is not None and item.index.name == pattern.index]
        if not asked:
            reason = f"table `{table.key}` has no index `{pattern.index}`"
            return Unserved(pattern, "pattern-unknown-index", "index", reason)
    fitting = [item for item in asked if set(item.partition) <= set(pattern.keys)]
    if not fitting:
        return _no_partition(table, pattern, asked)
    judged = [_candidate(table, pattern, item) for item in fitting]
    served = [item for item in judged if isinstance(item, Served)]
    # The table first where it serves, as an index may lag behind it; among indexes the cheapest to read.
    return min(served, key=lambda item: (item.index is not None, item.read_units)) if served else _nearest(judged)


def _impossible(pattern: AccessPattern) -> Unserved | None:
    """What no table and no index could serve."""
    condition = pattern.where[0] if pattern.where else None
    if pattern.sorted_by in pattern.keys:
        reason = f"every item of the answer has the same `{pattern.sorted_by}`, so it gives no order"
        return Unserved(pattern, "pattern-order", "sorted_by", reason)
    if condition in pattern.keys:
        reason = f"the query asks for one `{condition}` already, and a condition can be on the sort key alone"
        return Unserved(pattern, "pattern-condition", "where", reason)
    if pattern.sorted_by and condition and pattern.sorted_by != condition:
        reason = f"order and condition are both a matter of the one sort key: `{pattern.sorted_by}` or `{condition}`"
        return Unserved(pattern, "pattern-condition", "where", reason)
    return None


def _nearest(judged: list[Judgement]) -> Judgement:
    """Of several refusals the one that was closest to fitting: the later its test, the closer."""
    order = ("pattern-order", "pattern-condition", "pattern-consistency", "pattern-projection")
    refused = [item for item in judged if isinstance(item, Unserved)]
    return max(refused, key=lambda item: -1 if item.part == "query" else order.index(item.rule))


def _no_partition(table: Table, pattern: AccessPattern, asked: list[Candidate]) -> Unserved:
    attribute = names_in_quotes(pattern.keys)
    partly = next((item for item in asked if set(item.partition) & set(pattern.keys)), None)
    if partly is not None:
        lacking = names_in_quotes(name for name in partly.partition if name not in pattern.keys)
        reason = (
            f"the partition key of {partly.called} is {names_in_quotes(partly.partition)}, and a Query gives all of it: without "
            f"{lacking} this would be a Scan"
        )
        return Unserved(pattern, "pattern-needs-scan", "query", reason, partly.index)
    if pattern.index is not None:
        reason = f"index `{pattern.index}` does not have {attribute} as its partition key, so this would be a Scan"
    elif table.sort_key is not None and pattern.keys == (table.sort_key.name,):
        reason = (
            f"{attribute} is only the sort key of the table, and a Query needs a partition key: this would be a Scan"
        )
    else:
        reason = f"neither the table nor an index of it has {attribute} as its partition key, so this would be a Scan"
    return Unserved(pattern, "pattern-needs-scan", "query", reason)


def _candidate(table: Table, pattern: AccessPattern, candidate: Candidate) -> Judgement:
    given = [name for name in pattern.keys if name not in candidate.partition]
    index, order = candidate.index, candidate.sorting
    sorts_by = f"is sorted by {names_in_quotes(order)}" if order else "has no sort key"
    if set(given) != set(order[: len(given)]):
        reason = f"{candidate.called} {sorts_by}, and beside {names_in_quotes(candidate.partition)} a Query gives "
        reason += "the attributes of the sort key from the left" if order else "nothing"
        return Unserved(pattern, "pattern-condition", "query", f"{reason}: not {names_in_quotes(given)}", index)
    sort = next(iter(candidate.sort_keys[len(given) :]), None)
    if given:
        sorts_by += f", of which this gives {names_in_quotes(order[: len(given)])}"
    if pattern.sorted_by is not None and (sort is None or sort.name != pattern.sorted_by):
        reason = f"{candidate.called} {sorts_by}, so the answer cannot come sorted by `{pattern.sorted_by}`"
        return Unserved(pattern, "pattern-order", "sorted_by", reason, index)
    if pattern.where is not None:
        name, comparison = pattern.where
        if sort is None or sort.name != name:
            reason = f"{candidate.called} {sorts_by}, and a Query can set a condition on that alone, not on `{name}`"
            return Unserved(pattern, "pattern-condition", "where", reason, index)
        if comparison == "BEGINS_WITH" and sort.type == "N":
            reason = f"`{name}` is a Number, and BEGINS_WITH works on strings and binaries alone"
            return Unserved(pattern, "pattern-condition", "where", reason, index)
    if pattern.descending and sort is None:
        reason = f"{candidate.called} {sorts_by}, so there is no order to turn round"
        return Unserved(pattern, "pattern-order", "descending", reason, index)
    if pattern.consistent and isinstance(index, GlobalIndex):
        reason = f"{candidate.called} is a global one, and those are eventually consistent only"
        return Unserved(pattern, "pattern-consistency", "consistent", reason, index)
    lacking = _lacking(table, pattern, candidate)
    if lacking and isinstance(index, GlobalIndex):
        part = "attributes" if pattern.attributes else "query"
        reason = f"{candidate.called} {lacking}: a Query on a global index fetches nothing from the table"
        return Unserved(pattern, "pattern-projection", part, reason, index)
    return _served(table, pattern, candidate, fetched=bool(lacking))


def _lacking(table: Table, pattern: AccessPattern, candidate: Candidate) -> str:
    """What the index does not hold of what is asked for, in words; nothing where it holds everything."""
    held = None if candidate.index is None else projected(table, candidate.index)
    if held is None:
        return ""
    if not pattern.attributes:
        return f"holds only {names_in_quotes(held)}, and this asks for whole sessions"
    missing = [name for name in pattern.attributes if name not in held]
    return f"does not hold {names_in_quotes(missing)}" if missing else ""


def _served(table: Table, pattern: AccessPattern, candidate: Candidate, *, fetched: bool) -> Served:
    items = pattern.limit or 1
    units = query_units(table, candidate.index, items, consistent=pattern.consistent, fetched=fetched)
    strong = not isinstance(candidate.index, GlobalIndex)
    keys = candidate.partition_keys, candidate.sort_keys
    return Served(
        pattern,
        "Query",
        candidate.index,
        *keys,
        items,
        units,
        0,
        strong,
        table.ttl is not None and table.ttl.enabled,
        fetched,
    )
