"""Many constructs made in Node at once: their calls are written together, and then their answers are read.

A call of jsii's wakes two processes and waits for them, which is most of what it costs. jsii has nothing for several calls, so this
writes the messages of its protocol (https://aws.github.io/jsii/specification/3-kernel-api/) to the process that jsii started. A
jsii that keeps it elsewhere is asked call by call.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .library import jsii

try:  # what jsii does not promise to keep
    from jsii._kernel import _get_overides as overrides_of
    from jsii._kernel.types import ObjRef
    from jsii._reference_map import register_reference
except ImportError:
    _IS_AS_KNOWN = False
else:
    _IS_AS_KNOWN = True

_AT_ONCE = 100
"""Calls whose answers fit into a pipe: Node must not wait for a reader while we wait for it to read."""


def create_together(made: Sequence[tuple[Any, list[Any]]]) -> None:
    """Create in Node what each object stands for, with the arguments of its class's constructor there: text, references and
    mappings of these. Nothing that Node runs meanwhile may call back into Python.

    Raises RuntimeError as `jsii.create` does, where Node refuses one; the others are made all the same.
    """
    pipes = _pipes()
    if pipes is None:
        for construct, arguments in made:
            jsii.create(type(construct), construct, arguments)
        return
    overrides = {class_: _overrides(class_) for class_ in {type(construct) for construct, _ in made}}
    calls = [
        {
            "api": "create",
            "fqn": type(construct).__jsii_type__,
            "args": [_message(argument) for argument in arguments],
            "overrides": overrides[type(construct)],
            "interfaces": [],
        }
        for construct, arguments in made
    ]
    answers = _answers(pipes, calls)
    for (construct, _), answer in zip(made, answers, strict=True):
        if "ok" in answer:
            construct.__jsii_ref__ = ObjRef(ref=answer["ok"]["$jsii.byref"])
            register_reference(construct)
    _raise_first(answers)


def invoke_together(method: str, calls: Sequence[tuple[Any, list[Any]]]) -> None:
    """Call a method that gives nothing back on each of these constructs. As `create_together`."""
    pipes = _pipes()
    if pipes is None:
        for construct, arguments in calls:
            jsii.invoke(construct, method, arguments)
        return
    messages = [
        {
            "api": "invoke",
            "objref": _message(construct),
            "method": method,
            "args": [_message(each) for each in arguments],
        }
        for construct, arguments in calls
    ]
    _raise_first(_answers(pipes, messages))


def _pipes() -> tuple[Any, Any] | None:
    """What jsii's process reads from and writes to."""
    try:
        process = jsii.kernel.provider._process._process  # type: ignore[attr-defined]  # noqa: SLF001
    except AttributeError:
        return None
    return (process.stdin, process.stdout) if _IS_AS_KNOWN else None


def _answers(pipes: tuple[Any, Any], calls: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    into, out_of = pipes
    answers = []
    for start in range(0, len(calls), _AT_ONCE):
        some = calls[start : start + _AT_ONCE]
        into.write("".join(f"{json.dumps(call)}\n" for call in some).encode())
        into.flush()
        answers += [json.loads(out_of.readline()) for _ in some]
    return answers


def _raise_first(answers: Sequence[dict[str, Any]]) -> None:
    """All answers are read before: the next call of jsii's would take what is left for its own."""
    for answer in answers:
        if "ok" not in answer:
            raise RuntimeError(answer["error"]) from jsii.errors.JavaScriptError(answer["stack"])  # type: ignore[no-untyped-call]


def _message(value: Any) -> Any:
    """A value as jsii's protocol has it: objects of Node by reference, mappings marked as such."""
    if isinstance(value, dict):
        return {"$jsii.map": {key: _message(item) for key, item in value.items()}}
    if isinstance(value, list):
        return [_message(item) for item in value]
    reference = getattr(value, "__jsii_ref__", None)
    return value if reference is None else {"$jsii.byref": reference.ref}


def _overrides(class_: Any) -> list[dict[str, str]]:
    """Which members of its class in Node a class defines itself: Node calls back for these."""
    found = overrides_of(class_, class_.__new__(class_))
    named = (((kind, getattr(each, kind)) for kind in ("method", "property", "cookie")) for each in found)
    return [{kind: name for kind, name in each if name} for each in named]
