"""A table whose settings come from every layer that there is."""

from __future__ import annotations

from sessionform.model import Environment, Table
from sessionform.source.build import build
from sessionform.source.document import Document
from sessionform.source.read import read

TEXT = """\
version: 1
table_name: "{table}-{environment}"
environments:
  staging: {region: us-east-1}
  production:
    region: us-east-1
    table_name: live-{table}
    tags: {Team: everybody, Environment: production}
    defaults:
      point_in_time_recovery: {recovery_period_in_days: 7}
defaults:
  deletion_protection: true
  tags: {Team: platform}
tables:
  userSessions:
    partition_key: userId
    sort_key: {name: sessionId}
    billing_mode: PROVISIONED
    capacity:
      read: {min: 5, max: 50}
      write: 10
    ttl: expiresAt
    description: "Sitzungen aller Nutzer 会话, auch der angemeldeten, ein Satz, der länger ist als seine Spalte"
    global_secondary_indexes:
      by_session:
        partition_key: sessionId
        projection: {include: [userId, expiresAt]}
        capacity: {read: 5, write: 5}
    resource_policy:
      Version: "2012-10-17"
      Statement: [{Effect: Deny, Principal: "*", Action: "dynamodb:*", Resource: "*"}]
    tags: {"cost:center": "42"}
    environments:
      production:
        ttl: {attribute: expires}
        capacity: {write: 20}
"""

BUILTIN = {
    "billing_mode": "PAY_PER_REQUEST",
    "table_class": "STANDARD",
    "stream": False,
    "point_in_time_recovery": False,
    "server_side_encryption": "AWS_OWNED",
    "deletion_protection": False,
    "prevent_destroy": False,
    "contributor_insights": False,
    "import_existing": False,
    "item_size": 2048,
}


def explained(name: str = "production") -> tuple[Table, Environment, Document]:
    """The table in this environment, the environment, and the document that declares them."""
    document, findings = read(TEXT, "sessions.yaml")
    assert document is not None
    assert findings == []
    declaration = build(document.value, "sessions.yaml", BUILTIN)
    environment = declaration.environments[name]
    return environment.tables["userSessions"], environment, document
