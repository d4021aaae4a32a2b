"""Resource policies as the JSON text that AWS receives. Whoever emits or measures one uses this."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def policy_text(policy: Mapping[str, Any]) -> str:
    """The policy as JSON without spaces, which AWS would count, its keys sorted, since their order means nothing."""
    return json.dumps(policy, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
