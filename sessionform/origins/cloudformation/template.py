"""Templates, in JSON or YAML, as plain values. YAML's short forms (`!Ref`, `!Sub`) become the long ones."""

from __future__ import annotations

from typing import Any

import yaml

from sessionform.errors import UsageError
from sessionform.origins.documents import MOST_LEVELS, json_document, read_document, refuse_depth

_MOST_BYTES = 8 * 2**20
"""The largest template that is read. CloudFormation takes 1 MB:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html.
"""

_HINT = "name a template in JSON or YAML, the output of `aws cloudformation describe-stack-resources`, or a stack"

_FUNCTIONS = frozenset(
    """
    And Base64 Cidr Equals FindInMap ForEach GetAtt GetAZs If ImportValue Join Length Not Or Select Split Sub ToJsonString
    Transform
    """.split()
)

_BARE = ("Condition", "Ref")
"""Short forms that do not stand for a function called `Fn::…`."""


class _Loader(yaml.SafeLoader):
    """YAML as CloudFormation reads it: with its own tags, no aliases, and dates as the text that they are."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="CloudFormation takes no aliases", problem_mark=_mark(event))
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Keys are text, also those that look like a number or a boolean."""
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep)


def _mark(place: Any) -> Any:
    return place.start_mark


def _function(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    if suffix not in _FUNCTIONS and suffix not in _BARE:
        raise yaml.MarkedYAMLError(problem=f"the tag `!{suffix[:40]}` is unknown", problem_mark=node.start_mark)
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = str(value).split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(_mapping(node), deep=True)
    return {suffix if suffix in _BARE else f"Fn::{suffix}": value}


def _mapping(node: yaml.Node) -> yaml.MappingNode:
    assert isinstance(node, yaml.MappingNode)  # noqa: S101  # the third kind of node, and there is no fourth
    return node


_Loader.add_multi_constructor("!", _function)
_Loader.yaml_implicit_resolvers = {
    first: [each for each in resolvers if each[0] not in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:merge")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_template(file: str) -> dict[str, Any]:
    """What the file holds, a template or what AWS printed about one. Raises UsageError where it is neither."""
    data = read_document(file, _MOST_BYTES)
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    is_json = text.startswith((b"{", b"[")) or data.startswith((b"\xff\xfe", b"\xfe\xff"))
    found = json_document(data, file, _HINT) if is_json else _yaml(data, file)
    return template_in(found, file)


def template_in(found: Any, file: str) -> dict[str, Any]:
    """The template within what AWS printed around it."""
    if isinstance(found, dict) and "TemplateBody" in found:
        body = found["TemplateBody"]
        found = parsed(body, file) if isinstance(body, str) else body
    if not isinstance(found, dict):
        raise UsageError(f"`{file}` is not a template", _HINT)
    return found


def parsed(text: str, file: str) -> Any:
    """The template in a text."""
    data = text.encode()
    return json_document(data, file, _HINT) if text.lstrip().startswith("{") else _yaml(data, file)


def _yaml(data: bytes, file: str) -> Any:
    try:
        found = yaml.load(data, _Loader)  # noqa: S506  # a SafeLoader with functions that make mappings of texts
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark is not None else ""
        raise UsageError(f"`{file}` is not a template: {where}{error.problem}", _HINT) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise UsageError(f"`{file}` is not a template: it is neither JSON nor YAML", _HINT) from None
    except RecursionError:
        raise UsageError(f"`{file}` is nested more than {MOST_LEVELS} levels deep", "no template is") from None
    except (ValueError, TypeError) as error:
        raise UsageError(f"`{file}` is not a template: {error}", _HINT) from None
    refuse_depth(found, file)
    return found
