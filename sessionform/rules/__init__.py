"""The rules: what DynamoDB will not do, or should not be asked to do, with a table of sessions.

A room a topic, a file a rule. Each room lists its rules; one that is in no list does not run, and a test says so.
"""

from __future__ import annotations

from sessionform.rules import (
    access,
    application,
    capacity,
    environments,
    expiry,
    grants,
    indexes,
    keys,
    lifecycle,
    naming,
    operations,
    patterns,
    protection,
    replicas,
    state,
)
from sessionform.rules.engine.rule import Rule

TOPICS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    # one line a topic, in the order of the documentation
    ("Names", naming.RULES),
    ("Renaming, adopting, leaving", lifecycle.RULES),
    ("Access patterns", patterns.RULES),
    ("Keys and attributes", keys.RULES),
    ("Indexes", indexes.RULES),
    ("Expiry", expiry.RULES),
    ("The application", application.RULES),
    ("Billing and capacity", capacity.RULES),
    ("Protection and recovery", protection.RULES),
    ("Encryption and resource policies", access.RULES),
    ("Grants", grants.RULES),
    ("Replicas", replicas.RULES),
    ("Tags, alarms, streams", operations.RULES),
    ("Environments", environments.RULES),
    ("Terraform state and versions", state.RULES),
)

RULES: tuple[Rule, ...] = tuple(rule for _, rules in TOPICS for rule in rules)
