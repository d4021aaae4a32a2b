"""Rules about billing modes, capacity, autoscaling, caps and quotas."""

from __future__ import annotations

from sessionform.rules.capacity import (
    autoscaling_cooldown_order,
    autoscaling_fixed_range,
    autoscaling_one_sided,
    autoscaling_range,
    autoscaling_without_index,
    capacity_above_account_quota,
    capacity_missing,
    capacity_with_on_demand,
    index_cap_below_table,
    index_cap_missing,
    index_cap_out_of_reach,
    index_write_capacity_low,
    infrequent_access_sessions,
    max_throughput_cleared,
    max_throughput_with_provisioned,
    schedule_bounds,
    throughput_above_table_quota,
    warm_throughput_above_cap,
    warm_throughput_below_capacity,
)

RULES = (
    capacity_missing.RULE,
    capacity_with_on_demand.RULE,
    max_throughput_with_provisioned.RULE,
    max_throughput_cleared.RULE,
    autoscaling_range.RULE,
    autoscaling_fixed_range.RULE,
    autoscaling_cooldown_order.RULE,
    autoscaling_without_index.RULE,
    autoscaling_one_sided.RULE,
    index_write_capacity_low.RULE,
    index_cap_below_table.RULE,
    index_cap_out_of_reach.RULE,
    index_cap_missing.RULE,
    warm_throughput_above_cap.RULE,
    warm_throughput_below_capacity.RULE,
    throughput_above_table_quota.RULE,
    capacity_above_account_quota.RULE,
    infrequent_access_sessions.RULE,
    schedule_bounds.RULE,
)
