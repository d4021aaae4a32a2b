"""IAM policies as the JSON text that AWS receives, and whether two of them mean the same.

AWS gives a policy back in other words than those it was sent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_ROOT = re.compile(r"arn:aws[a-z-]*:iam::([0-9]{12}):root")


def policy_text(policy: Mapping[str, Any]) -> str:
    """The policy as JSON without spaces, which AWS would count, its keys sorted, since their order means nothing."""
    return json.dumps(policy, separators=(",", ":"), ensure_ascii=False, sort_keys=True)


def same_policy(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both allow the same: order, single values for lists and an account for its root mean nothing."""
    return bool(_normal(dict(one)) == _normal(dict(other)))


def _normal(value: Any, key: str = "") -> Any:
    """The same for everything that means the same. What AWS takes as text or as a list is a sorted list of texts."""
    if key == "Statement":
        statements = value if isinstance(value, list) else [value]
        return sorted((_normal(item) for item in statements), key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, dict):
        return {name: _normal(item, name) for name, item in value.items()}
    items = value if isinstance(value, list) else [value]
    texts = sorted({_text(item) for item in items})
    return texts if key not in ("Version", "Id", "Sid", "Effect") else texts[0]


def _text(item: Any) -> str:
    text = item if isinstance(item, str) else json.dumps(item)
    root = _ROOT.fullmatch(text)
    return root[1] if root else text
