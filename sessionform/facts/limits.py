"""DynamoDB's limits, quotas, defaults and waiting times: each once, with its unit and its page."""

from __future__ import annotations

DEFAULT_RECOVERY_DAYS = 35
"""Days that AWS keeps restore points where nobody says otherwise, and the most that it can:
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html.
"""

INSIGHTS_RULES = 100
"""Contributor Insights rules of CloudWatch that an account has in a region by default:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html.
"""

INSIGHTS_RULES_A_KEY, INSIGHTS_RULES_A_KEY_PAIR = 2, 4
"""How many of them DynamoDB makes for a table or a global index, without and with a sort key. Past the quota it answers
200, and the insights are FAILED two seconds later and for good (measured: DDB-TABLE-337, -338).
"""
