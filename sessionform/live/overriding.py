"""What has to be written for a table, over what it would have without, so that it is as it is live."""

from __future__ import annotations

from typing import Any

from sessionform.live.written import Settings, given, written
from sessionform.model import Environment, Table


def overriding_settings(live: Settings, inherited: Table, environment: Environment) -> Settings:
    """What has to be written for a table so that it has the live settings, over what it would have without."""
    own, default = live.get("tags", {}), environment.tags
    tags = {name: text for name, text in own.items() if default.get(name) != text or name in inherited.tags}
    wanted = given({**live, "tags": tags})
    # What an import would switch off in silence is said, be it off
    explicit = {"deletion_protection": False} if inherited.origins.is_default(("deletion_protection",)) else {}
    changes = _over(wanted, _declared(inherited))
    return changes if "deletion_protection" in changes else {**changes, **explicit}


def _declared(table: Table) -> Settings:
    """The settings that a table has already, without the capacity that a model holds where nobody wrote one."""
    settings = written(table, table.tags)
    indexes = settings.get("global_secondary_indexes", {})
    below = [(("global_secondary_indexes", name), index) for name, index in indexes.items()]
    for path, owner in [((), settings), *below]:
        capacity = owner.get("capacity", {})
        kept = {
            side: it for side, it in capacity.items() if table.origins.written((*path, "capacity", side)) is not None
        }
        if capacity:
            owner["capacity"] = kept
        if capacity and not kept:
            del owner["capacity"]
    return settings


def overriding(live: Any, declared: Any) -> Any:
    """What has to be written so that a setting has the live value, over what is declared for it."""
    return _over({"it": live}, {"it": declared}).get("it") if live is not None else None


def _over(wanted: Settings, inherited: Settings) -> Settings:
    changes: Settings = {}
    for name, value in wanted.items():
        there = inherited.get(name)
        if there == value and type(there) is type(value):
            continue
        if isinstance(there, dict) and isinstance(value, dict):
            changes[name] = _over(value, there)
        elif isinstance(there, dict) and value is True:
            changes[name] = dict.fromkeys(there)
        else:
            changes[name] = value
    return changes | {name: None for name in inherited if name not in wanted}
