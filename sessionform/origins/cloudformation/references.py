"""What the parts of a template name of its resources."""

from __future__ import annotations

from typing import Any


def named_in(body: Any) -> set[str]:
    """What `Ref`, `Fn::GetAtt`, `Fn::Sub` and `DependsOn` name."""
    found: set[str] = set()
    open_ = [body]
    while open_:
        value = open_.pop()
        if isinstance(value, list):
            open_ += value
        elif isinstance(value, dict):
            for key, item in value.items():
                open_.append(item)
                if key in ("Ref", "DependsOn", "Fn::GetAtt", "Fn::Sub"):
                    found |= _words(item[:1] if key == "Fn::GetAtt" and isinstance(item, list) else item)
    return found


def _words(item: Any) -> set[str]:
    items = item if isinstance(item, list) else [item]
    return {
        word
        for text in items
        if isinstance(text, str)
        for part in text.replace("${", "\0").replace("}", "\0").split("\0")
        for word in (part, part.partition(".")[0])
    }
