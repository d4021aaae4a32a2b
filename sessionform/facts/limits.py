"""DynamoDB's limits, quotas, defaults and waiting times: each once, with its unit and its page."""

from __future__ import annotations

DEFAULT_RECOVERY_DAYS = 35
"""Days that AWS keeps restore points where nobody says otherwise, and the most that it can:
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html.
"""
