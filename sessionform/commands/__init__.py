"""One module a command: `add_parser` declares its arguments and sets `run`. Nothing heavy is imported until it runs."""

from __future__ import annotations

from types import ModuleType

from sessionform.commands import (
    adopt,
    affected,
    check,
    completion,
    drift,
    explain,
    init,
    lsp,
    prove,
    review,
    rules,
    schema,
    stage,
    synth,
    terraform,
)

ALL: tuple[ModuleType, ...] = (
    check,
    synth,
    review,
    stage,
    adopt,
    drift,
    affected,
    terraform,
    explain,
    init,
    prove,
    schema,
    rules,
    lsp,
    completion,
)
