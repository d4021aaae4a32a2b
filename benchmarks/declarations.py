"""Declarations of any size, as a team would write them: several kinds of table, two environments."""

from __future__ import annotations

HEAD = """\
version: 1
environments:
  development:
    region: us-east-1
    tags: {Environment: development}
  production:
    region: us-east-1
    tags: {Environment: production}
    defaults: {point_in_time_recovery: true, deletion_protection: true}
    backend: {s3: {bucket: terraform-state, key: sessions/production.tfstate, region: us-east-1}}
tables:
"""

TABLE = """\
  userSessions{number}:
    partition_key: userId
    sort_key: sessionId
    ttl: expiresAt
    stream: NEW_AND_OLD_IMAGES
    tags: {{Application: user-session-management, Team: team-{team}}}
    global_secondary_indexes:
      by_session: {{partition_key: sessionId, projection: KEYS_ONLY}}
"""


def declaration(tables: int, *, stream: str = "NEW_AND_OLD_IMAGES") -> str:
    """A declaration of so many tables in two environments. Another `stream` changes every second table."""
    bodies = [TABLE.format(number=number, team=number % 20) for number in range(tables)]
    bodies[::2] = [body.replace("NEW_AND_OLD_IMAGES", stream) for body in bodies[::2]]
    return HEAD + "".join(bodies)
