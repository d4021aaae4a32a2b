"""Tables that were taken over: `import_existing` stands in the base as it does in the head, and has done its work."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sessionform.diagnostics import Path
from sessionform.model import Declaration, Environment, Table

_MOST_NAMED = 3


def done_imports(before: Declaration, after: Declaration) -> list[Path]:
    """Where `import_existing` stands in `after` and no table needs it once `before` has been deployed in all environments."""
    done: dict[Path, bool] = {}
    for environment, table in after.tables():
        path = table.origins.written(("import_existing",))
        if path is not None and table.import_existing:
            done[path] = done.get(path, True) and _is_done(before, environment, table)
    return [path for path, by_all in done.items() if by_all]


def about_done_imports(before: Declaration, after: Declaration, environments: Collection[str] = ()) -> Iterator[str]:
    """What a review says of them, one sentence for each environment; of all where none are named."""
    for environment in after.environments.values():
        if environments and environment.name not in environments:
            continue
        tables = [f"`{key}`" for key, table in environment.tables.items() if _is_done(before, environment, table)]
        if tables:
            listed = ", ".join(tables[:_MOST_NAMED]) + (", …" if len(tables) > _MOST_NAMED else "")
            yield (
                f"`import_existing` of {listed} in {environment.name} is already in the base: once that is deployed it has "
                "done its work, and `sessionform check --fix --unsafe` removes it"
            )


def _is_done(before: Declaration, environment: Environment, table: Table) -> bool:
    """Whether the base imports the same table into the same state, and the same beside it."""
    earlier = before.environments.get(environment.name)
    was = None if earlier is None else earlier.tables.get(table.key)
    if earlier is None or was is None or table.import_existing is None:
        return False
    return (
        _place(earlier) == _place(environment)
        and earlier.account.alike(environment.account)
        and was.name == table.name
        and was.import_existing == table.import_existing
    )


def _place(environment: Environment) -> tuple[object, ...]:
    """Where its tables are in the account, and its state: another one may be empty, and then needs the import again."""
    return environment.region, environment.backend
