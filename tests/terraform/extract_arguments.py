"""Makes `aws_6_69_arguments.json`: what arguments AWS provider 6.69.1 knows of the resources that stacks are made of.

Read from the prebuilt bindings of cdktn, which are that version's schema as Python. To make it again:

    pip download --no-deps cdktn-provider-aws==25.8.1
    unzip cdktn_provider_aws-25.8.1-py3-none-any.whl -d bindings
    python tests/terraform/extract_arguments.py bindings/cdktn_provider_aws
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path
from typing import Any

STORED = Path(__file__).with_name("aws_6_69_arguments.json")

MODULES = {
    "aws_appautoscaling_policy": "appautoscaling_policy",
    "aws_appautoscaling_scheduled_action": "appautoscaling_scheduled_action",
    "aws_appautoscaling_target": "appautoscaling_target",
    "aws_cloudwatch_metric_alarm": "cloudwatch_metric_alarm",
    "aws_dynamodb_contributor_insights": "dynamodb_contributor_insights",
    "aws_dynamodb_kinesis_streaming_destination": "dynamodb_kinesis_streaming_destination",
    "aws_dynamodb_resource_policy": "dynamodb_resource_policy",
    "aws_dynamodb_table": "dynamodb_table",
    "aws_iam_policy": "iam_policy",
    "aws_iam_role_policy_attachment": "iam_role_policy_attachment",
    "provider": "provider",
}

_CDKTF = frozenset({"connection", "count", "depends_on", "for_each", "id", "lifecycle", "provider", "provisioners"})
"""Arguments of every resource, which are Terraform's and not the provider's."""

_SCALARS = {"str": "string", "bool": "bool", "Number": "number"}


def arguments(module: Path) -> dict[str, Any]:
    """The arguments of a binding: a type by name, or a block's own arguments; a `!` ends the name of a required one."""
    classes = {
        node.name: node for node in ast.parse(module.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)
    }
    (root,) = (name for name in classes if name.endswith("Config"))
    return _struct(classes, root, _CDKTF)


def _struct(classes: dict[str, ast.ClassDef], name: str, left_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    init = next(item for item in classes[name].body if isinstance(item, ast.FunctionDef) and item.name == "__init__")
    found = {}
    for argument, default in zip(init.args.kwonlyargs, init.args.kw_defaults, strict=True):
        if argument.arg not in left_out:
            assert argument.annotation is not None
            found[argument.arg + ("!" if default is None else "")] = _type(classes, argument.annotation)
    return dict(sorted(found.items()))


def _type(classes: dict[str, ast.ClassDef], annotation: ast.expr) -> Any:
    """What of an annotation is Terraform's: tokens, None and plain dictionaries are CDKTF's own conveniences."""
    names = [node.attr for node in ast.walk(annotation) if isinstance(node, ast.Attribute)]
    structs = [name for node in ast.walk(annotation) if (name := _name(node)) in classes]
    if structs:
        return {"block": _struct(classes, structs[0])}
    if "Mapping" in names:
        return "map"
    scalar = next(_SCALARS[name] for name in names if name in _SCALARS)
    return f"list({scalar})" if "Sequence" in names else scalar


def _name(node: ast.AST) -> str:
    """A class is named in quotes where it is defined further down."""
    return node.id if isinstance(node, ast.Name) else str(node.value) if isinstance(node, ast.Constant) else ""


def main(folder: Path) -> None:
    made = {resource: arguments(folder / module / "__init__.py") for resource, module in MODULES.items()}
    STORED.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
