"""The part of `check --fix --unsafe` that takes out `import_existing` where it has done its work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionform.compile import Compiled
from sessionform.diagnostics import Location

if TYPE_CHECKING:
    from sessionform.fixing.texts import Texts


@dataclass(frozen=True, slots=True)
class WithoutImports:
    """The texts without them, what they compile to, and where each was."""

    texts: Texts
    compiled: Compiled
    places: Sequence[Location] = ()


def without_done_imports(texts: Texts, compiled: Compiled) -> WithoutImports:
    """The declaration without each `import_existing` that its base has as well.

    The base is deployed, or about to be: that is why this is unsafe. As long as it is not, taking it out makes the deploy
    create a table that exists, which AWS refuses.
    """
    from sessionform.edits import Fix, Remove
    from sessionform.fixing.edit import done
    from sessionform.fixing.texts import compile_texts
    from sessionform.review.base.usual_base import usual_base
    from sessionform.review.imported import done_imports
    from sessionform.source.edit.refused import EditRefusedError

    as_it_is = WithoutImports(texts, compiled)
    if compiled.failed or compiled.declaration is None or compiled.document is None:
        return as_it_is
    if not any(table.import_existing for _, table in compiled.declaration.tables()):
        return as_it_is
    found = usual_base(compiled.file)
    before = None if found is None or found[1] is None else found[1].declaration
    paths = [] if before is None else done_imports(before, compiled.declaration)
    if not paths:
        return as_it_is
    places = [compiled.document.locate(path, on_key=True) for path in paths]
    try:
        after = done(texts, Fix(tuple(Remove(path) for path in paths)), compiled.document)
    except EditRefusedError:
        return as_it_is
    result = compile_texts(after, compiled.file)
    return as_it_is if result.failed else WithoutImports(after, result, places)
