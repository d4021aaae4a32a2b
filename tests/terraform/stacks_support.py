"""Declarations as what Terraform applies in a test: the compiled configuration, with its state beside it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from sessionform.compile import compile_file, compile_text
from sessionform.model import Environment, LocalBackend
from sessionform.terraform.environment import environment_config


def environment_of(source: Path | str, name: str) -> Environment:
    """One environment of a declaration, given as a file or as its text."""
    compiled = compile_file(str(source)) if isinstance(source, Path) else compile_text(source, "sessions.yaml")
    return compiled.valid().environments[name]


def with_local_state(environment: Environment) -> dict[str, Any]:
    """The environment's configuration with its state in the folder that Terraform runs in."""
    return environment_config(dataclasses.replace(environment, backend=LocalBackend("terraform.tfstate")))


def unprotected(environment: Environment) -> Environment:
    """The environment with the protection of every table switched off, so that a test can clean up."""
    tables = {
        key: dataclasses.replace(table, deletion_protection=False, prevent_destroy=False)
        for key, table in environment.tables.items()
    }
    return dataclasses.replace(environment, tables=tables)
