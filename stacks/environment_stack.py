"""An environment as a CDKTF stack: its provider, its backend, its tables, and whatever a team adds.

Where nobody looks at the tree the tables are left out of it, and join when the stack's file is written (`stack_files`):
that is the same text for a fraction of the time (benchmarks/).
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from sessionform.errors import UsageError
from sessionform.files import DECLARATION
from sessionform.model import Backend, CloudBackend, Environment, RemoteBackend, S3Backend
from sessionform.terraform.environment import AWS_SOURCE, local_state, provider_arguments
from sessionform.terraform.floors import provider_constraint, terraform_constraint

from .declarations import declaration_folder, environment_of, path_from_stack
from .library import Construct, cdktf
from .resources import TableResource
from .session_tables import SessionTables


class _Provider(cdktf.TerraformProvider):
    """The AWS provider, without the prebuilt package's classes for all of AWS."""

    def __init__(self, scope: Construct, environment: Environment) -> None:
        metadata = cdktf.TerraformProviderGeneratorMetadata(
            provider_name="aws", provider_version_constraint=provider_constraint(environment)
        )
        super().__init__(
            scope,
            "aws",
            terraform_resource_type="aws",
            terraform_provider_source=AWS_SOURCE,
            terraform_generator_metadata=metadata,
        )
        for name, value in provider_arguments(environment).items():
            self.add_override(name, value)


class EnvironmentStack(cdktf.TerraformStack):
    """One environment of a declaration, complete. A team's own constructs go into the same stack.

    The stack is called as its environment. Raises as `SessionTables`.
    """

    def __init__(
        self,
        scope: Construct,
        environment: str | Environment,
        *,
        declaration: str | Path = DECLARATION,
        _tables: bool = True,
        _to_declaration: str | None = None,
    ) -> None:
        ours = _to_declaration is not None
        model = environment if isinstance(environment, Environment) else environment_of(declaration, environment)
        if not ours and scope.node.try_find_child(model.name) is not None:
            raise UsageError(f"the app has a stack `{model.name}` already", "make the stack of an environment once")
        super().__init__(scope, model.name)
        self.environment = model
        _Provider(self, model)
        if _to_declaration is None:
            _to_declaration = path_from_stack(
                declaration_folder(str(declaration)), Path(cdktf.App.of(self).outdir), model.name
            )
        self._add_backend(model.backend, _to_declaration)
        self.add_override("terraform.required_version", terraform_constraint(model))
        self._session_tables = SessionTables(self, "tables", environment=model, _ours=ours) if _tables else None

    @property
    def tables(self) -> SessionTables:
        """The tables by their keys, and their companions."""
        if self._session_tables is None:
            raise UsageError("this stack was made without its tables as constructs", "make it by `EnvironmentStack`")
        return self._session_tables

    def table(self, key: str) -> TableResource:
        """A table of this environment by its key in the declaration; UsageError, with suggestions, if it has none."""
        return self.tables[key]

    def _add_backend(self, declared: Backend, to_declaration: str) -> None:
        """CDKTF's own backends: it knows how stacks read each other's state through them."""
        if isinstance(declared, CloudBackend):
            workspaces = cdktf.NamedCloudWorkspace(declared.workspace)
            cdktf.CloudBackend(
                self, organization=declared.organization, workspaces=workspaces, hostname=declared.hostname
            )
        elif isinstance(declared, S3Backend):
            config = declared.config
            given = (name for name, value in config.items() if isinstance(value, bool | str))
            known: dict[str, Any] = {name: config[name] for name in given if name in _S3_ARGUMENTS}
            backend = cdktf.S3Backend(self, **known)
            for name in sorted(config.keys() - known.keys()):
                backend.add_override(name, config[name])
        elif isinstance(declared, RemoteBackend):
            _remote(self, declared)
        else:
            cdktf.LocalBackend(self, path=local_state(declared, to_declaration))


def _remote(scope: Construct, declared: RemoteBackend) -> None:
    classes: dict[str, Any] = {"http": cdktf.HttpBackend, "gcs": cdktf.GcsBackend, "azurerm": cdktf.AzurermBackend}
    class_ = classes[declared.kind]
    taken = inspect.signature(class_.__init__).parameters
    known: dict[str, Any] = {name: value for name, value in declared.config.items() if name in taken}
    backend = class_(scope, **known)
    for name in sorted(declared.config.keys() - known.keys()):
        backend.add_override(name, declared.config[name])


_S3_ARGUMENTS = inspect.signature(cdktf.S3Backend.__init__).parameters.keys() - {"use_lockfile"}
"""What CDKTF's own backend takes, and passes on to the data source by which another stack reads the state. Locking is
nothing to read by, and cdktn holds it against its own idea of Terraform's version.
"""
