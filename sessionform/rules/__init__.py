"""The rules: what DynamoDB will not do, or should not be asked to do, with a table of sessions.

`TOPICS` is the explicit list; a rule that is not in it does not run and is not documented.
"""

from __future__ import annotations

from sessionform.rules import ttl
from sessionform.rules.rule import DeclarationRule, EnvironmentRule, TableRule

Rule = TableRule | EnvironmentRule | DeclarationRule

TOPICS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    # one line a module, in the order of docs/rules.md
    ("Expiry", ttl.RULES),
)

RULES: tuple[Rule, ...] = tuple(rule for _, rules in TOPICS for rule in rules)
