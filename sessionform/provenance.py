"""Values that know which document path set them. Nothing here knows what a setting means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sessionform.diagnostics import Path


class Sourced(NamedTuple):
    """A value and its place. A mapping's `value` is a dict of Sourced; everything else, lists included, is plain.

    `path` is None for built-in defaults, which nobody wrote.
    """

    value: Any
    path: Path | None


EMPTY = Sourced({}, None)


@dataclass(frozen=True, slots=True)
class Origins:
    """Which document path set each effective setting of a table or an environment.

    `owner` is the place of the table or environment itself, `root` its merged settings.
    """

    owner: Path
    root: Sourced = field(default=EMPTY, repr=False)

    def of(self, setting: Path) -> Path:
        """The place of a setting such as `("ttl", "attribute")`.

        Where nobody wrote it, that of the nearest enclosing setting that somebody wrote, and at last `owner`.
        """
        place, node = self.owner, self.root
        for part in setting:
            value = node.value
            if isinstance(value, list):
                return (
                    (*place, part) if isinstance(part, int) and part < len(value) and node.path is not None else place
                )
            if not isinstance(value, dict) or part not in value:
                return place
            node = value[part]
            if node.path is not None:
                place = node.path
        return place

    def written(self, setting: Path) -> Path | None:
        """The place that wrote this very setting; None where it is not set, or is a built-in default."""
        node = self.root
        for part in setting:
            if not isinstance(node.value, dict) or part not in node.value:
                return None
            node = node.value[part]
        return node.path

    def home(self, setting: Path) -> Path:
        """Where a setting is to be written: in the layer that has it, or what it stands in, and else in `owner`."""
        written, depth, node = self.owner, 0, self.root
        for position, part in enumerate(setting, 1):
            if not isinstance(node.value, dict) or part not in node.value:
                break
            node = node.value[part]
            if node.path is not None:
                written, depth = node.path, position
        # A short form stands where its parts are said to: `ttl` is the place of ("ttl", "attribute") too
        for count in range(depth, 0, -1):
            if written[-count:] == setting[:count]:
                return (*written[:-count], *setting)
        return (*self.owner, *setting)

    def is_default(self, setting: Path) -> bool:
        """Whether the value of this setting is a built-in default: nobody wrote it, nor anything around it."""
        return self.of(setting) == self.owner
