"""The instances of a resource that Terraform makes several of (`for_each`): a policy for each grant, an alarm for each metric."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sessionform.errors import UsageError
from sessionform.suggestions import suggest

from .library import cdktf

if TYPE_CHECKING:
    from .resources import SessionResource


@dataclass(frozen=True, slots=True)
class Instance:
    """One of them. What it has is a token for other constructs, in its own stack and in others."""

    resource: SessionResource
    key: str

    @property
    def arn(self) -> str:
        """Its ARN, of a kind of resource that has one."""
        return self.attribute("arn")

    @property
    def id(self) -> str:
        """Its id in Terraform's state."""
        return self.attribute("id")

    def attribute(self, name: str) -> str:
        """Any attribute that the resource type has, under Terraform's name, as a token."""
        # In quotes, or CDKTF writes `.key`, which Terraform takes for an attribute of the resource and refuses
        path = [f'"{self.key}"', name]
        return str(cdktf.Token.as_string(cdktf.Fn.lookup_nested(self.resource.fqn, path)))


class Instances(dict[str, Instance]):
    """Instances by their keys. `of` is what they belong to and `kind` what one is, for the message about one that is not there."""

    def __init__(self, resource: SessionResource | None, keys: Iterable[str], *, of: str, kind: str) -> None:
        super().__init__({key: Instance(resource, key) for key in keys} if resource is not None else {})
        self._of, self._kind = of, kind

    def __missing__(self, key: str) -> Instance:
        raise UsageError(f"`{self._of}` has no {self._kind} `{key}`", suggest(key, self))
