"""Which key of the declaration a live table belongs to: by the template of names, else by what is left of its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sessionform.source.names import PLACEHOLDERS, TABLE_NAME

TEMPLATES = (TABLE_NAME, "{environment}-{table}", "{table}_{environment}")
"""Templates that a new declaration may have, the usual one first."""

_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_PULUMI = re.compile(r"(.+)-[0-9a-f]{7}")
_CLOUDFORMATION = re.compile(r".+-([A-Za-z0-9]+)-[A-Z0-9]{12,13}")


def key_by_template(name: str, template: str, application: str | None, environment: str) -> str | None:
    """The key for which the template gives this name; None where it gives it for none."""
    known = {"application": application, "environment": environment}
    pattern = ""
    for text, placeholder in re.findall(r"([^{]*)(?:\{([^{}]*)\})?", template):
        pattern += re.escape(text)
        if placeholder == "table":
            pattern += "(?P<table>.+)" if "(?P<table>" not in pattern else "(?P=table)"
        elif placeholder in PLACEHOLDERS:
            pattern += re.escape(known.get(placeholder) or f"{{{placeholder}}}")
    match = re.fullmatch(pattern, name)
    key = match.groupdict().get("table") if match else None
    return key if key is not None and _KEY.fullmatch(key) else None


def name_template_for(names: Sequence[str], environment: str) -> str:
    """The template that fits the most of the names."""
    return max(
        TEMPLATES, key=lambda each: sum(key_by_template(name, each, None, environment) is not None for name in names)
    )


def key_of_name(name: str) -> str:
    """A key for a name that no template gives: without what Pulumi and CloudFormation make up, in letters that may be."""
    pulumi, stack = _PULUMI.fullmatch(name), _CLOUDFORMATION.fullmatch(name)
    stem = pulumi[1] if pulumi else stack[1] if stack else name
    key = re.sub(r"[^A-Za-z0-9_-]+", "_", stem)
    return key if _KEY.fullmatch(key) else f"_{key}"
