"""How a protected table is spelled."""

from __future__ import annotations

SAFE_STATE = """\
version: 1
environments:
  production:
    region: us-east-1
    backend: {s3: {bucket: example-state, key: production/sessions.tfstate, region: us-east-1}}
"""
"""The head of examples with protected tables, which want a shared state."""
