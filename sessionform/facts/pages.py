"""Where the pages begin that facts come from."""

from __future__ import annotations

GUIDE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide"
"""DynamoDB's developer guide."""

API = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference"
"""The reference of DynamoDB's API."""

PROVIDER_DOCS = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"
"""The documentation of the newest AWS provider."""
