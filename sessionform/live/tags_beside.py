"""Tags of a table's companions: its scalable targets and its alarms. A stack gives them the environment's, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sessionform.live.scaling import key_of_side
from sessionform.live.settings import LiveTable


def otherwise_tagged(live: LiveTable, wanted: Mapping[str, str]) -> Iterator[str]:
    """What a deploy does to the tags of targets and alarms that are declared, those of the environment being `wanted`."""
    found: dict[str, list[str]] = {}
    for name, tags in _things(live):
        for text in _otherwise(tags, wanted):
            found.setdefault(text, []).append(name)
    for text, names in found.items():
        yield f"the tags of {', '.join(names)}: {text}"


def _things(live: LiveTable) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The things whose tags were read, as people call them."""
    described = live.found.tags_beside
    if "capacity" in live.companions:
        for target in live.found.targets:
            arn = target.get("ScalableTargetARN", "")
            if arn in described:
                yield f"the scalable target of {key_of_side(target)}", described[arn]
    for alarm in live.alarms.by_key.values():
        arn = alarm.get("AlarmArn", "")
        if arn in described:
            yield f"the alarm `{alarm['AlarmName']}`", described[arn]


def _otherwise(tags: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[str]:
    own = {name: text for name, text in tags.items() if not name.startswith("aws:")}
    for name in sorted(own.keys() | wanted.keys()):
        if name not in own:
            yield f"the environment's `{name}` is missing, which a deploy adds"
        elif name not in wanted:
            yield f"`{name}` is not the environment's, and a deploy removes it"
        elif own[name] != wanted[name]:
            yield f"`{name}` is `{own[name]}`, and a deploy makes it `{wanted[name]}`"
