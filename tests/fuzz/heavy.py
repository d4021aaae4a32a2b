"""Declarations of at most 64 KiB that are made to take long: each is one way to have much work done for few bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

SIZE = 65_536
"""What a stranger's pull request may bring for the price that docs/security.md names."""


HEADER = "version: 1\nenvironments: {p: {region: us-east-1}}\n"
TABLE = "partition_key: id, ttl: ttl"


def filled(start: str, item: Callable[[int], str], end: str = "", size: int = SIZE) -> str:
    """As many items between start and end as fit."""
    room = size - len((start + end).encode())
    parts: list[str] = []
    for number in count():
        part = item(number)
        room -= len(part.encode())
        if room < 0:
            return start + "".join(parts) + end
        parts.append(part)
    raise AssertionError


def environments(number: int, body: str = "region: us-east-1") -> str:
    return "environments: {" + ", ".join(f"e{n}: {{{body}}}" for n in range(number)) + "}\n"


def tables(number: int, body: str = TABLE) -> str:
    return "tables: {" + ", ".join(f"t{n}: {{{body}}}" for n in range(number)) + "}\n"


def one_table(settings: Callable[[int], str], before: str = "", after: str = "") -> str:
    return filled(f"{HEADER}tables: {{t: {{{TABLE}, {before}", settings, f"{after}}}}}\n")


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def heavy() -> Iterator[tuple[str, str]]:
    """Every such declaration with its name."""
    yield "patterns-on-one-line", one_table(lambda n: f"p{n}: {{query: q{n}}}, ", "access_patterns: {", "}")
    yield "regions-on-one-line", one_table(lambda n: f"xx-nowhere-{n}: {{}}, ", "replicas: {", "}")
    yield "unknown-keys-on-one-line", one_table(lambda n: f"partition_kez{n}: 1, ")
    yield (
        "unknown-keys-of-environments",
        filled(
            "version: 1\nenvironments: {p: {region: us-east-1, ", lambda n: f"regionn{n}: 1, ", f"}}}}\n{tables(1)}"
        ),
    )
    yield "unknown-keys-at-the-top", filled(f"{HEADER}{tables(1)}", lambda n: f"table{n}: 1\n")
    yield "wrong-values", filled(f"{HEADER}tables: {{", lambda n: f"t{n}: 5, ", "}\n")
    yield "wrong-types-of-values", filled(f"{HEADER}tables: {{", lambda n: f"t{n}: {{stream: NEW}}, ", "}\n")
    yield "unknown-environments", one_table(lambda n: f"e{n}, ", "only_in: [", "]")
    yield "unknown-overlays", one_table(lambda n: f"e{n}: {{}}, ", "environments: {", "}")
    for environments_, tables_ in (
        *((200, 100), (200, 101), (200, 400), (600, 900)),
        *((46, 100), (15, 300), (230, 20), (3, 1900), (1, 1900), (700, 5), (1500, 1)),
    ):
        text = f"version: 1\n{environments(environments_)}{tables(tables_, 'partition_key: i')}"
        yield f"{environments_}-environments-{tables_}-tables", text
    yield (
        "environments-and-defaults",
        (
            "version: 1\n"
            + environments(150, "region: us-east-1, defaults: {tags: {a: b}}")
            + f"defaults: {{{TABLE}}}\n"
            + tables(133, "")
        ),
    )
    yield (
        "wide-defaults",
        filled(
            "version: 1\n" + environments(100) + f"defaults: {{{TABLE}, tags: {{",
            lambda n: f"k{n}: v, ",
            "}}\n" + tables(190, ""),
            30_000,
        ),
    )
    yield (
        "wide-defaults-of-indexes",
        (
            "version: 1\n"
            + environments(100)
            + f"defaults: {{{TABLE}, global_secondary_indexes: {{"
            + ", ".join(f"i{n}: {{partition_key: a{n}, projection: {{include: [b, c, d]}}}}" for n in range(20))
            + "}}\n"
            + tables(199, "")
        ),
    )
    yield (
        "wide-defaults-of-patterns",
        filled(
            "version: 1\n" + environments(40) + f"defaults: {{{TABLE}, access_patterns: {{",
            lambda n: f"p{n}: {{get: id}}, ",
            "}}\n" + tables(450, ""),
            40_000,
        ),
    )
    yield (
        "removed-times-environments",
        filled(
            "version: 1\n" + environments(300) + tables(1) + "removed: {", lambda n: f"r{n}: {{keep: true}}, ", "}\n"
        ),
    )
    yield (
        "renamed-times-environments",
        filled(
            "version: 1\n" + environments(300) + f"tables: {{t: {{{TABLE}, renamed_from: [",
            lambda n: f"r{n}, ",
            "]}}\n",
        ),
    )
    yield (
        "accepted-changes",
        filled(
            f"{HEADER}{tables(50)}accept: [", lambda n: f"{{change: ttl-removed{n}, table: t{n}, reason: r}}, ", "]\n"
        ),
    )
    yield "waivers", one_table(lambda n: f"{{rule: ttl-missing{n}, reason: r}}, ", "waivers: [", "]")
    yield (
        "waivers-times-environments",
        filled(
            "version: 1\n" + environments(500) + f"tables: {{t: {{{TABLE}, waivers: [",
            lambda n: f"{{rule: ttl-missing, reason: r{n}}}, ",
            "]}}\n",
        ),
    )
    yield "indexes", one_table(lambda n: f"i{n}: {{partition_key: a{n}}}, ", "global_secondary_indexes: {", "}")
    yield (
        "indexes-times-patterns",
        filled(
            f"{HEADER}tables: {{t: {{{TABLE}, global_secondary_indexes: {{"
            + ", ".join(f"i{n}: {{partition_key: a{n}}}" for n in range(1000))
            + "}, access_patterns: {",
            lambda n: f"p{n}: {{query: b{n}}}, ",
            "}}}\n",
        ),
    )
    yield (
        "included-attributes",
        one_table(
            lambda n: f"a{n}, ", "global_secondary_indexes: {i: {partition_key: a, projection: {include: [", "]}}}"
        ),
    )
    yield (
        "included-attributes-of-indexes",
        one_table(
            lambda n: f"i{n}: {{partition_key: a, projection: {{include: [a, b, c, d, e, f, g]}}}}, ",
            "global_secondary_indexes: {",
            "}",
        ),
    )
    yield (
        "attributes-of-patterns",
        one_table(lambda n: f"a{n}, ", "access_patterns: {p: {query: id, attributes: [", "]}}"),
    )
    yield (
        "repeated-attributes",
        one_table(lambda n: f"a{n}, ", "access_patterns: {p: {query: id, attributes: [", "a1]}}"),
    )
    yield "tags", one_table(lambda n: f"k{n}: v, ", "tags: {", "}")
    yield (
        "tags-of-an-environment",
        filled(
            "version: 1\nenvironments: {p: {region: us-east-1, tags: {", lambda n: f"k{n}: v, ", f"}}}}}}\n{tables(1)}"
        ),
    )
    yield (
        "alarm-actions",
        one_table(lambda n: f"'arn:aws:sns:us-east-1:111122223333:t{n}', ", "alarms: {actions: [", "]}"),
    )
    statement = '{Effect: Allow, Principal: {AWS: "*"}, Action: "dynamodb:*", Resource: "*", Sid: s%d}, '
    yield (
        "policy-statements",
        one_table(lambda n: statement % n, "resource_policy: {Version: 2012-10-17, Statement: [", "]}"),
    )
    yield (
        "policy-actions",
        one_table(
            lambda n: f'"dynamodb:G*t*{_letters(n)}*", ',
            'resource_policy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: "*", Resource: "*", Action: [',
            "]}]}",
        ),
    )
    yield (
        "policy-stars",
        one_table(
            lambda n: "*?",
            'resource_policy: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: "*", Resource: "*", Action: ["dynamodb:',
            'x"]}]}',
        ),
    )
    yield (
        "policy-principals",
        one_table(
            lambda n: f'"arn:aws:iam::{n:012}:root", ',
            'resource_policy: {Version: "2012-10-17", Statement: [{Effect: Allow, Resource: "*", Action: "dynamodb:*", Principal: {AWS: [',
            "]}}]}",
        ),
    )
    yield "deep-policy", f"{HEADER}tables: {{t: {{{TABLE}, resource_policy: {'{a: ' * 55}1{'}' * 55}}}}}\n"
    yield (
        "consumer-options",
        one_table(lambda n: f"o{n}: 1, ", "consumer: {library: connect-dynamodb, options: {", "}}"),
    )
    yield "long-words", filled(f"{HEADER}tables: {{t: {{{TABLE}, ", lambda n: f"{'partition_key' * 70}{n}: 1, ", "}}\n")
    yield "one-long-word", filled(f"{HEADER}tables: {{t: {{{TABLE}, ", lambda n: "k", ": 1}}\n")
    yield "one-long-value", filled(f"{HEADER}tables: {{t: {{{TABLE}, stream: ", lambda n: "N", "}}\n")
    yield "one-long-region", filled("version: 1\nenvironments: {p: {region: us", lambda n: "-a", f"}}}}\n{tables(1)}")
    yield (
        "one-long-address",
        filled(
            'version: 1\nenvironments: {p: {region: us-east-1, endpoint_url: "http://',
            lambda n: "a",
            f'\\nb"}}}}\n{tables(1)}',
        ),
    )
    yield (
        "one-long-constraint",
        filled(
            'version: 1\nterraform: {required_version: "',
            lambda n: ">= 1.1, ",
            f'1"}}\nenvironments: {{p: {{region: us-east-1}}}}\n{tables(1)}',
        ),
    )
    yield (
        "one-long-number-of-parts",
        filled(
            'version: 1\nterraform: {aws_provider: ">= 5',
            lambda n: ".1",
            f'"}}\nenvironments: {{p: {{region: us-east-1}}}}\n{tables(1)}',
        ),
    )
    yield "one-long-template", filled(f'{HEADER}table_name: "', lambda n: "{table}", f'"\n{tables(20)}')
    yield "one-long-template-of-braces", filled(f'{HEADER}table_name: "', lambda n: "{", f'"\n{tables(20)}')
    yield "unknown-placeholders", filled(f'{HEADER}table_name: "', lambda n: "{x}", f'"\n{tables(50)}')
    yield (
        "a-template-for-many",
        filled("version: 1\n" + environments(30) + 'table_name: "', lambda n: "{table}", f'"\n{tables(300)}', 60_000),
    )
    yield (
        "one-long-description",
        filled(f'{HEADER}tables: {{t: {{{TABLE}, description: "', lambda n: "\\u00e9", '"}}\n'),
    )
    yield "anchors", filled(f"{HEADER}tables:\n", lambda n: f"  t{n}: &a{n} {{{TABLE}}}\n  u{n}: *a{n}\n")
    yield (
        "aliases-of-one",
        filled(f"{HEADER}tables:\n  t: &t {{{TABLE}, tags: {{a: b, c: d, e: f}}}}\n", lambda n: f"  u{n}: *t\n"),
    )
    yield (
        "aliases-of-aliases",
        f"{HEADER}x0: &x0 [a, b, c, d, e, f, g, h, i, j]\n"
        + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 9))
        + tables(1),
    )
    yield (
        "aliases-of-a-wrong-value",
        filled(
            f"{HEADER}tables:\n  t: &t {{{TABLE}, tags: {{a: 1, c: 2, e: 3}}, nope: 1}}\n", lambda n: f"  u{n}: *t\n"
        ),
    )
    yield "merge-keys", filled(f"{HEADER}tables:\n  t: &t {{{TABLE}}}\n", lambda n: f"  u{n}: {{<<: *t}}\n")
    yield "deep-lists", "[" * 30_000 + "]" * 30_000
    yield "deep-mappings", "{a: " * 16_000
    yield "deep-blocks", "".join(f"{' ' * n}a:\n" for n in range(350))
    yield "dashes", "- " * 30_000
    yield "question-marks", "? " * 30_000
    yield "open-quotes", "'" * SIZE
    yield "open-block", "a: |\n" + " \n" * 30_000
    yield "many-documents", "---\n" * 16_000
    yield "many-tags", "!a " * 20_000
    yield "comments", "#\n" * 32_000
    yield "colons", ":" * SIZE
    yield "duplicate-keys", filled(f"{HEADER}tables:\n", lambda n: f"  t: {{{TABLE}}}\n")
    yield "duplicate-keys-on-one-line", filled("{", lambda n: "a: 1, ", "}")
    yield "long-numbers", filled(f"{HEADER}tables: {{t: {{item_size: ", lambda n: "9", "}}\n")
    yield "many-long-numbers", filled(f"{HEADER}x: [", lambda n: "1" * 200 + ", ", "]\n")
    yield (
        "wide-characters",
        filled(f"{HEADER}tables: {{t: {{{TABLE}, tags: {{", lambda n: f'"\U0001f511{n}": "日本\\u202e", ', "}}}\n"),
    )
    yield "tabs", f"{HEADER}x: " + "\t" * 60_000
    yield "spaces-and-a-tab", f"{HEADER}x:" + " #" * 20_000 + " " * 10_000
    yield "backslashes", f'{HEADER}x: "' + "\\\\" * 30_000
    yield "line-breaks", "\r" * 30_000 + "\u2028" * 10_000 + f"x: [{HEADER}"
    yield "a-bad-byte-at-the-end", "a: b\n" * 13_000 + "\udcff"
    yield (
        "backends",
        filled(
            "version: 1\nenvironments: {",
            lambda n: f"e{n}: {{region: us-east-1, backend: {{s3: {{bucket: b, key: k, region: us-east-1}}}}}}, ",
            f"}}\n{tables(1)}",
        ),
    )
    yield (
        "local-states",
        filled(
            "version: 1\nenvironments: {",
            lambda n: f"e{n}: {{region: us-east-1, backend: {{local: {{path: s}}}}}}, ",
            f"}}\n{tables(1)}",
        ),
    )
    yield (
        "twins",
        filled(
            "version: 1\nenvironments: {",
            lambda n: f"e{n}: {{region: us-east-1}}, ",
            f"}}\ntable_name: same\n{tables(10)}",
        ),
    )
    yield "names-that-meet", filled(f"{HEADER}table_name: same\ntables: {{", lambda n: f"t{n}: {{{TABLE}}}, ", "}\n")
    yield "names-that-meet-often", "version: 1\n" + environments(100) + "table_name: same\n" + tables(200)
    yield (
        "keys-that-differ-in-case",
        filled(f"{HEADER}tables: {{", lambda n: f"{'T' if n % 2 else 't'}{n // 2}: {{{TABLE}}}, ", "}\n"),
    )
    yield (
        "every-table-wrong",
        "version: 1\n" + environments(100) + tables(200, "partition_key: ttl, ttl: ttl, billing_mode: PROVISIONED"),
    )
    yield (
        "similar-attributes",
        one_table(lambda n: f"i{n}: {{partition_key: userIdentification{n}}}, ", "global_secondary_indexes: {", "}"),
    )
    yield (
        "rules-that-are-none",
        filled(
            f"{HEADER}tables: {{",
            lambda n: f"t{n}: {{{TABLE}, waivers: [{{rule: ttl-misssing{n}, reason: r}}]}}, ",
            "}\n",
        ),
    )
    yield (
        "misspelled-tables-in-accept",
        filled(
            f"{HEADER}{tables(500)}accept: [",
            lambda n: f"{{change: ttl-switched-off, table: tt{n}, environment: pp{n}, reason: r}}, ",
            "]\n",
        ),
    )


def declarations() -> dict[str, bytes]:
    """All of them, none larger than SIZE."""
    found = {}
    for name, text in heavy():
        data = text.encode("utf-8", "surrogateescape")
        assert len(data) <= SIZE, (name, len(data))
        assert name not in found, name
        found[name] = data
    return found
