"""Our resources as CDKTF constructs: real elements of the tree, with arguments that an Aspect can read and change.

Their arguments are made in Python, so a table needs no prebuilt provider package and two calls into Node.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from sessionform.errors import UsageError
from sessionform.facts.resource_types import ALARM, IAM_POLICY, TABLE, TARGET
from sessionform.terraform.blocks import as_mappings
from sessionform.terraform.table import Arguments

from .instances import Instances
from .library import Construct, cdktf, jsii
from .together import create_together, invoke_together

_META = frozenset({"for_each", "lifecycle"})
"""Arguments that belong to no resource type: CDKTF has them under names of its own."""

_LIFECYCLE = ("create_before_destroy", "prevent_destroy", "replace_triggered_by", "precondition", "postcondition")


class SessionResource(cdktf.TerraformResource):
    """A resource of a declaration.

    `arguments` is what Terraform is told, under Terraform's names, and may be changed until the app is synthesized.
    What a resource type calls `x` is also `resource.x_input`, and `resource.x = …` sets it, as in generated classes.
    Where a table needs several of a type, `for_each` makes them, and is fixed.
    """

    address: str
    """The address of the resource in the stack, such as `aws_dynamodb_table.userSessions`."""

    arguments: Arguments

    for_each_keys: tuple[str, ...]
    """Of what Terraform makes several of, the keys of these; else empty."""

    ours: bool
    """Whether the stack is one of `synthesize`, which writes its HCL itself."""

    @classmethod
    def described(
        cls,
        scope: Construct,
        id_: str,
        type_: str,
        name: str,
        arguments: Mapping[str, Any],
        provider: cdktf.TerraformProvider | None = None,
        *,
        ours: bool = False,
    ) -> tuple[Self, list[Any]]:
        """A resource that is not in the tree yet, and what `put_into_tree` needs to put it there."""
        instances = arguments.get("for_each")
        config = {
            "terraformResourceType": type_,
            "provider": provider,
            "forEach": _iterator(instances) if instances else None,
            "lifecycle": _lifecycle(arguments),
        }
        resource = cls.__new__(cls)
        resource.address, resource.ours = f"{type_}.{name}", ours
        resource.for_each_keys = tuple(instances or ())
        resource.arguments = as_mappings({each: value for each, value in arguments.items() if each not in _META})
        return resource, [scope, id_, {option: value for option, value in config.items() if value is not None}]

    @property
    def name_in_stack(self) -> str:
        """The last part of the address; of a table, its key in the declaration."""
        return self.address.rpartition(".")[2]

    @property
    def instances(self) -> Instances:
        """Of what Terraform makes several of, each of these by its key; else empty. UsageError for a key that is not there."""
        return Instances(self, self.for_each_keys, of=self.address, kind="instance")

    def __setattr__(self, name: str, value: Any) -> None:
        """A `lifecycle` that is set adds to ours: autoscaling relies on what ours ignores."""
        super().__setattr__(name, self._with_ours(value) if name == "lifecycle" else value)

    def _with_ours(self, lifecycle: cdktf.TerraformResourceLifecycle | None) -> cdktf.TerraformResourceLifecycle:
        ours = self.lifecycle or cdktf.TerraformResourceLifecycle()
        given = lifecycle or cdktf.TerraformResourceLifecycle()
        values = {name: getattr(ours if getattr(given, name) is None else given, name) for name in _LIFECYCLE}
        ignored = [*_names(ours.ignore_changes), *_names(given.ignore_changes)]
        return cdktf.TerraformResourceLifecycle(**values, ignore_changes=sorted(set(ignored)) or None)

    @jsii.member(jsii_name="synthesizeAttributes")
    def _synthesize_attributes(self) -> Mapping[str, Any]:
        return self.arguments

    @jsii.member(jsii_name="toHclTerraform")
    def to_hcl_terraform(self) -> Mapping[str, Any]:
        """For CDKTF's own HCL, which lacks what a stack overrides and every `removed` block."""
        refuse_cdktf_hcl(ours=self.ours)
        return {}


def _lifecycle(arguments: Mapping[str, Any]) -> dict[str, Any] | None:
    """Our `lifecycle` block under CDKTF's names."""
    block: dict[str, Any] = next(iter(arguments.get("lifecycle", ())), {})
    named = {"preventDestroy": block.get("prevent_destroy"), "ignoreChanges": block.get("ignore_changes")}
    return {name: value for name, value in named.items() if value is not None} or None


def _names(ignored: Any) -> list[str]:
    return [] if ignored is None else [ignored] if isinstance(ignored, str) else list(ignored)


def _iterator(instances: Mapping[str, Any]) -> cdktf.ITerraformIterator:
    """As a token, in which CDKTF leaves the keys as they are."""
    return cdktf.TerraformIterator.from_map(cdktf.Token.as_any_map(instances))


def refuse_cdktf_hcl(*, ours: bool) -> None:
    """Raise UsageError where CDKTF would write HCL; `ours` is made from JSON when CDKTF has ended."""
    if not ours:
        raise UsageError(
            "CDKTF's HCL leaves out what the declaration overrides, and tables that are to be kept would be destroyed",
            "synthesize JSON: `cdktf synth` without `--hcl`; `run_app` writes HCL of its own",
        )


def output(scope: Construct, id_: str, value: str, description: str) -> tuple[cdktf.TerraformOutput, list[Any]]:
    """An output of a stack that is not in the tree yet, and what `put_into_tree` needs to put it there."""
    made = cdktf.TerraformOutput.__new__(cdktf.TerraformOutput)
    return made, [scope, id_, {"value": value, "description": description}]


def put_into_tree(
    resources: Sequence[tuple[SessionResource, list[Any]]], outputs: Sequence[tuple[cdktf.TerraformOutput, list[Any]]]
) -> None:
    """Make them in Node, as the generated classes do it, without their check of every type, which takes most of the time."""
    create_together([*resources, *outputs])
    names = [(resource, [resource.name_in_stack]) for resource, _ in resources]
    invoke_together("overrideLogicalId", names)


def _string_attribute(name: str) -> property:
    def get(resource: SessionResource) -> str:
        return str(resource.get_string_attribute(name))

    return property(get, doc=f"The resource's `{name}`, as a token for other constructs.")


def _argument(name: str, token: Callable[[SessionResource, str], Any]) -> tuple[property, property]:
    """An argument as generated classes have it: a token to refer to it, the value under `…_input`, and a setter."""

    def get(resource: SessionResource) -> Any:
        return token(resource, name)

    def get_input(resource: SessionResource) -> Any:
        return resource.arguments.get(name)

    def set_(resource: SessionResource, value: Any) -> None:
        if value is None:
            resource.arguments.pop(name, None)
        else:
            resource.arguments[name] = value

    return property(get, set_, doc=f"Argument `{name}`."), property(get_input, doc=f"What `{name}` is set to.")


class Taggable(SessionResource):
    """A resource with tags: `tags` and `tags_input` are what Aspects look for."""

    tags, tags_input = _argument("tags", SessionResource.get_string_map_attribute)


class TableResource(Taggable):
    """A table of the declaration, `aws_dynamodb_table`. Its attributes are tokens, which other stacks may use too."""

    beside: Mapping[str, SessionResource]
    """The table's companions, by resource type: `table.beside["aws_dynamodb_resource_policy"]`. The stream's own policy
    is `"aws_dynamodb_resource_policy#stream"`.
    """

    @property
    def grants(self) -> Instances:
        """The IAM policy of each grant by its name, as in `table.grants["web"].arn`. UsageError for one that is not declared."""
        return self._instances_beside(IAM_POLICY, "grant")

    @property
    def alarms(self) -> Instances:
        """The alarms by what they watch, as in `table.alarms["throttled"].arn`. UsageError for one that is not there."""
        return self._instances_beside(ALARM, "alarm")

    def _instances_beside(self, type_: str, kind: str) -> Instances:
        resource = self.beside.get(type_)
        keys = () if resource is None else resource.for_each_keys
        return Instances(resource, keys, of=self.name_in_stack, kind=kind)

    name = _string_attribute("name")
    arn = _string_attribute("arn")
    id = _string_attribute("id")

    billing_mode, billing_mode_input = _argument("billing_mode", SessionResource.get_string_attribute)
    deletion_protection_enabled, deletion_protection_enabled_input = _argument(
        "deletion_protection_enabled", SessionResource.get_boolean_attribute
    )
    hash_key, hash_key_input = _argument("hash_key", SessionResource.get_string_attribute)
    range_key, range_key_input = _argument("range_key", SessionResource.get_string_attribute)
    read_capacity, read_capacity_input = _argument("read_capacity", SessionResource.get_number_attribute)
    stream_enabled, stream_enabled_input = _argument("stream_enabled", SessionResource.get_boolean_attribute)
    stream_view_type, stream_view_type_input = _argument("stream_view_type", SessionResource.get_string_attribute)
    table_class, table_class_input = _argument("table_class", SessionResource.get_string_attribute)
    write_capacity, write_capacity_input = _argument("write_capacity", SessionResource.get_number_attribute)

    @property
    def stream_arn(self) -> str:
        """The ARN of the table's stream. Raises UsageError for a table that declares none."""
        if not self.arguments.get("stream_enabled"):
            raise UsageError(
                f"`{self.name_in_stack}` has no stream", "declare one: `stream: NEW_AND_OLD_IMAGES`, or another view"
            )
        return str(self.get_string_attribute("stream_arn"))


_CLASSES: dict[str, type[SessionResource]] = {
    TABLE: TableResource,
    TARGET: Taggable,
    ALARM: Taggable,
    IAM_POLICY: Taggable,
}


def resource_class(type_: str) -> type[SessionResource]:
    """The class of a resource type."""
    return _CLASSES.get(type_, SessionResource)
