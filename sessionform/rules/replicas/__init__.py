"""Rules about replicas in other regions."""

from __future__ import annotations

from sessionform.rules.replicas import (
    replica_after_autoscaling,
    replica_companions,
    replica_conflict,
    replica_in_home_region,
    replica_in_other_partition,
    replica_key_missing,
    replica_key_unmatched,
    replica_protection_later,
    replica_region_malformed,
    replica_region_unknown,
    replica_setting_unavailable,
    replica_stream,
    replica_stream_view,
    replica_write_autoscaling,
    strong_consistency_regions,
    strong_consistency_ttl,
    witness_misplaced,
)

RULES = (
    replica_in_home_region.RULE,
    replica_region_malformed.RULE,
    replica_region_unknown.RULE,
    replica_in_other_partition.RULE,
    replica_write_autoscaling.RULE,
    replica_after_autoscaling.RULE,
    replica_protection_later.RULE,
    replica_conflict.RULE,
    replica_companions.RULE,
    replica_key_missing.RULE,
    replica_key_unmatched.RULE,
    replica_setting_unavailable.RULE,
    replica_stream.RULE,
    replica_stream_view.RULE,
    strong_consistency_regions.RULE,
    strong_consistency_ttl.RULE,
    witness_misplaced.RULE,
)
