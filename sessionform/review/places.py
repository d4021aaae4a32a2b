"""Where a change is reported: the head's line that made it, or the base's where the head has no line for it any more."""

from __future__ import annotations

from dataclasses import dataclass

from sessionform.diagnostics import Location, Path
from sessionform.provenance import Origins
from sessionform.review.difference import Difference
from sessionform.review.effects.effect import Effect
from sessionform.review.effects.tags import ENVIRONMENT_TAGS
from sessionform.setting_path import is_there, places, value_at
from sessionform.source.document import Document


@dataclass(frozen=True, slots=True)
class Place:
    """A document path and its location; `gone` where both are the base's. `nearest` is in the head in any case."""

    path: Path
    location: Location
    gone: bool
    nearest: Location


@dataclass(frozen=True, slots=True)
class Places:
    """The two documents. The base's is None where there is none."""

    before: Document | None
    after: Document

    def of(self, difference: Difference, effect: Effect) -> Place:
        """The place of an effect: what set the value, removed it with `null`, or had set it in the base."""
        if effect.setting[:1] == ("terraform",) and is_there(self.after.value, effect.setting):
            return self._head(effect.setting)
        if effect.setting == ("removed",):
            return self._removed(difference)
        setting, old, new = self._origins(difference, effect)
        if new is None:
            return self._left(difference, old)
        if setting == () or new.written(setting) is not None:
            return self._head(new.of(setting))
        null = self._removed_by_null(difference, setting)
        if null is not None:
            return self._head(null)
        writer = None if old is None else old.written(setting)
        if writer is not None and self.before is not None:
            return self._gone(writer, self.before, difference)
        return self._head(new.of(setting))

    def _origins(self, difference: Difference, effect: Effect) -> tuple[Path, Origins | None, Origins | None]:
        own = effect.setting[:1] != ENVIRONMENT_TAGS[:1]
        if difference.table and own and not effect.kind.of_environment:
            old, new = difference.old, difference.new
            return effect.setting, old.origins if old else None, new.origins if new else None
        before, after = difference.before, difference.after
        setting = effect.setting if own else effect.setting[1:]
        return setting, before.origins if before else None, after.origins if after else None

    def _head(self, path: Path) -> Place:
        location = self.after.locate(path)
        return Place(path, location, gone=False, nearest=location)

    def _gone(self, path: Path, before: Document, difference: Difference) -> Place:
        """A place of the base. The nearest of the head is what is left around it, or else the table or environment."""
        around: list[Path] = [path[:length] for length in range(len(path) - 1, 0, -1)]
        around += [("tables", difference.table), ("environments", difference.environment)]
        way = before.way_to(path)
        if way and way not in self.after.ways.values() and not is_there(self.after.value, ("tables", difference.table)):
            around.insert(0, ("include",))
        nearest = next((place for place in around if is_there(self.after.value, place)), ())
        return Place(path, before.locate(path), gone=True, nearest=self.after.locate(nearest, on_key=True))

    def _left(self, difference: Difference, old: Origins | None) -> Place:
        """A table that only the base has, or an environment: in the head the line that released it, if there is one."""
        only_in: Path = ("tables", difference.table, "only_in")
        for path in (("removed", difference.table), only_in):
            if difference.after is not None and is_there(self.after.value, path):
                return self._head(path)
        owner = old.owner if old is not None else ()
        if self.before is None:
            return self._head(owner)
        return self._gone(owner, self.before, difference)

    def _removed(self, difference: Difference) -> Place:
        path: Path = ("removed", difference.table)
        if is_there(self.after.value, path) or self.before is None:
            return self._head(path)
        return self._gone(path, self.before, difference)

    def _removed_by_null(self, difference: Difference, setting: Path) -> Path | None:
        """Where the head says `null` for the setting, the strongest place first."""
        for layer in places(difference.table, difference.environment):
            for depth in range(len(setting), 0, -1):
                path = (*layer, *setting[:depth])
                if is_there(self.after.value, path) and value_at(self.after.value, path) is None:
                    return path
        return None
