"""An environment as a CDKTF stack. The only module that imports cdktf; importing it starts Node.

The stack has the provider, the backend and whatever a team adds. The tables join when its file is written
(`stack_files`): CDKTF's own prebuilt provider package costs seconds and hundreds of megabytes for them (benchmarks/).
"""

from __future__ import annotations

from .node import use_bundled_node

use_bundled_node()

import cdktf  # noqa: E402 - jsii reads the choice of Node when it is imported
from constructs import Construct  # noqa: E402

from sessionform.model import Backend, CloudBackend, Environment, S3Backend  # noqa: E402
from sessionform.terraform.environment import AWS_SOURCE, local_state, provider_arguments  # noqa: E402
from sessionform.terraform.floors import provider_constraint, terraform_constraint  # noqa: E402

from .handles import TableHandle, handle_of  # noqa: E402


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
    """One environment. A team's own constructs go into the same stack, and reach tables through `table`."""

    def __init__(self, scope: Construct, environment: Environment, to_declaration: str = ".") -> None:
        super().__init__(scope, environment.name)
        self._environment = environment
        _Provider(self, environment)
        self._add_backend(environment.backend, to_declaration)
        self.add_override("terraform.required_version", terraform_constraint(environment))

    def table(self, key: str) -> TableHandle:
        """A table of this environment by its key in the declaration; UsageError, with suggestions, if it has none."""
        return handle_of(self._environment, key)

    def hcl_blocks(self) -> dict[str, dict[str, bool]]:
        """Which arguments of a team's own constructs are blocks, as `hcl.render` wants to know it."""
        found: dict[str, dict[str, bool]] = {}
        for construct in self.node.find_all():
            if isinstance(construct, cdktf.TerraformResource | cdktf.TerraformDataSource):
                kind = "resource" if isinstance(construct, cdktf.TerraformResource) else "data"
                body = construct.to_hcl_terraform().get(kind) or {}
                for type_, instances in body.items():
                    for arguments in instances.values():
                        _note_blocks(arguments, found.setdefault(f"{kind}.{type_}", {}))
        return found

    def _add_backend(self, declared: Backend, to_declaration: str) -> None:
        """CDKTF's own backends: it knows how stacks read each other's state through them."""
        if isinstance(declared, CloudBackend):
            workspaces = cdktf.NamedCloudWorkspace(declared.workspace)
            cdktf.CloudBackend(
                self, organization=declared.organization, workspaces=workspaces, hostname=declared.hostname
            )
        elif isinstance(declared, S3Backend):
            config = declared.config
            backend = cdktf.S3Backend(self, bucket=config["bucket"], key=config["key"], region=config["region"])
            for name in sorted(config.keys() - {"bucket", "key", "region"}):
                backend.add_override(name, config[name])
        else:
            cdktf.LocalBackend(self, path=local_state(declared, to_declaration))


def _note_blocks(arguments: object, known: dict[str, bool]) -> None:
    """CDKTF describes an argument of a generated class as `{value, isBlock, …}`, its insides likewise."""
    if isinstance(arguments, list):
        for item in arguments:
            _note_blocks(item, known)
    elif isinstance(arguments, dict):
        for name, described in arguments.items():
            if isinstance(described, dict) and "isBlock" in described:
                known[name] = bool(described["isBlock"])
                _note_blocks(described.get("value"), known)
