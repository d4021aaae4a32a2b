"""The rules: what DynamoDB will not do, or should not be asked to do, with a table of sessions.

`TOPICS` is the explicit list; a rule that is not in it does not run and is not documented.
"""

from __future__ import annotations

from sessionform.rules import (
    accounts,
    alarms,
    attribute_names,
    autoscaling,
    autoscaling_gaps,
    backends,
    backups,
    billing,
    consumers,
    encryption,
    environments,
    identities,
    incomplete,
    index_capacity,
    indexes,
    insights,
    keys,
    lifecycle,
    local_indexes,
    names,
    patterns,
    policy,
    policy_access,
    projections,
    protection,
    provider,
    quotas,
    replica_keys,
    replica_limits,
    replicas,
    sessions,
    state_locks,
    streams,
    table_class,
    table_keys,
    tag_text,
    tags,
    ttl,
    ttl_names,
    unprotected,
    warm_throughput,
)
from sessionform.rules.rule import DeclarationRule, EnvironmentRule, TableRule

Rule = TableRule | EnvironmentRule | DeclarationRule

TOPICS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    # one line a topic, in the order of docs/rules.md
    ("Names", (*names.RULES, *accounts.RULES, *table_keys.RULES)),
    ("Keys and attributes", (*keys.RULES, *attribute_names.RULES)),
    ("Indexes", (*indexes.RULES, *local_indexes.RULES, *projections.RULES)),
    ("Merging", incomplete.RULES),
    ("Expiry", (*ttl.RULES, *ttl_names.RULES)),
    ("Access patterns", patterns.RULES),
    ("Consumers", consumers.RULES),
    ("Sessions", sessions.RULES),
    ("Renaming, adopting, leaving", lifecycle.RULES),
    (
        "Billing and capacity",
        (*billing.RULES, *autoscaling.RULES, *autoscaling_gaps.RULES, *index_capacity.RULES, *warm_throughput.RULES),
    ),
    ("Quotas", quotas.RULES),
    ("Streams", streams.RULES),
    ("Protection and recovery", (*protection.RULES, *unprotected.RULES, *backups.RULES)),
    ("Encryption", (*encryption.RULES, *replica_keys.RULES)),
    ("Table class", table_class.RULES),
    ("Replicas", (*replicas.RULES, *replica_limits.RULES)),
    ("Tags", (*tags.RULES, *tag_text.RULES)),
    ("Alarms and insights", (*alarms.RULES, *insights.RULES)),
    ("Resource policies", (*policy.RULES, *policy_access.RULES)),
    ("Environments", (*environments.RULES, *identities.RULES)),
    ("Terraform state", (*backends.RULES, *state_locks.RULES)),
    ("Versions", provider.RULES),
)

RULES: tuple[Rule, ...] = tuple(rule for _, rules in TOPICS for rule in rules)
