"""Rules about tags, alarms, contributor insights and streams."""

from __future__ import annotations

from sessionform.rules.operations import (
    alarm_action_elsewhere,
    alarm_names,
    alarm_without_actions,
    alarms_all_off,
    companion_name_length,
    insights_quota,
    insights_with_customer_key,
    kinesis_stream_elsewhere,
    local_without_service,
    stream_policy_without_stream,
    tag_at_sign,
    tag_case_twins,
    tag_characters,
    tag_count,
    tag_length,
    tag_reserved_prefix,
    tag_value_empty,
    ttl_alarm_without_ttl,
)

RULES = (
    alarm_without_actions.RULE,
    alarms_all_off.RULE,
    alarm_action_elsewhere.RULE,
    alarm_names.RULE,
    companion_name_length.RULE,
    ttl_alarm_without_ttl.RULE,
    insights_with_customer_key.RULE,
    insights_quota.RULE,
    local_without_service.RULE,
    tag_count.RULE,
    tag_case_twins.RULE,
    tag_length.RULE,
    tag_reserved_prefix.RULE,
    tag_value_empty.RULE,
    tag_characters.RULE,
    tag_at_sign.RULE,
    kinesis_stream_elsewhere.RULE,
    stream_policy_without_stream.RULE,
)
