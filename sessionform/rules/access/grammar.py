"""A resource policy against IAM's grammar: what AWS refuses, whatever account it is sent to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sessionform.diagnostics import Path
from sessionform.edits import Fix, rename, set_to
from sessionform.facts.policies import CONDITIONS, DOCUMENT, EFFECTS, PRINCIPALS, QUANTIFIERS, STATEMENT, VERSIONS
from sessionform.rules.access.statements import Policy
from sessionform.source.words import shown
from sessionform.suggestions import nearest, suggest

_ACCOUNT = re.compile(r"[0-9]{12}")
_IDENTITY = re.compile(
    r"arn:aws[a-z-]*:(iam::[0-9]{12}:(root|(user|role)/[^*?]+)|sts::[0-9]{12}:(assumed-role|federated-user)/[^*?]+)"
)
_SERVICE = re.compile(r"[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|aws\.internal|amazon\.com|aws)")
_UNIQUE_ID = re.compile(r"A[A-Z]{2}A[A-Z0-9]{12,}")
"""What AWS shows in place of a user or a role that is gone."""


class Mistake(NamedTuple):
    """Something in a policy that AWS refuses. `setting` is where it stands below the table."""

    setting: Path
    message: str
    hint: str
    fixes: tuple[Fix, ...] = ()


def mistakes_of(policy: Policy) -> Iterator[Mistake]:
    """Everything malformed. What a statement lacks is another rule's."""
    body = policy.body
    for key in body.keys() - DOCUMENT:
        yield Mistake(
            (*policy.setting, key), f"a policy has no element `{key}`", *_renamed((*policy.setting, key), DOCUMENT)
        )
    version = body.get("Version")
    if version is not None and version not in VERSIONS:
        message = f"`{shown(version)}` is not a `Version` of the policy language"
        yield Mistake(
            (*policy.setting, "Version"),
            message,
            f'`"{VERSIONS[0]}"`',
            (set_to((*policy.setting, "Version"), VERSIONS[0]),),
        )
    if "Id" in body and not isinstance(body["Id"], str):
        yield Mistake((*policy.setting, "Id"), "`Id` is not text", "write it in quotes, or leave it out")
    yield from _statements((*policy.setting, "Statement"), body.get("Statement"))


def _statements(place: Path, found: Any) -> Iterator[Mistake]:
    if found is None or found == []:
        return
    listed = [((*place, number), item) for number, item in enumerate(found)] if isinstance(found, list) else []
    seen: set[str] = set()
    for setting, statement in listed or [(place, found)]:
        if not isinstance(statement, Mapping):
            yield Mistake(
                setting, "a statement is not a mapping", "`{Effect: Allow, Principal: …, Action: …, Resource: …}`"
            )
            continue
        yield from _statement(setting, statement)
        sid = statement.get("Sid")
        if isinstance(sid, str) and sid in seen:
            fixes = (set_to((*setting, "Sid"), f"{sid}{setting[-1]}"),)
            yield Mistake(
                (*setting, "Sid"), f"two statements have the `Sid` `{sid}`", "give each a `Sid` of its own", fixes
            )
        seen.add(str(sid))


def _statement(place: Path, statement: Mapping[str, Any]) -> Iterator[Mistake]:
    for key in statement.keys() - STATEMENT:
        yield Mistake((*place, key), f"a statement has no element `{key}`", *_renamed((*place, key), STATEMENT))
    for element in ("Principal", "Action", "Resource"):
        if element in statement and f"Not{element}" in statement:
            yield Mistake(
                (*place, f"Not{element}"), f"a statement has `{element}` or `Not{element}`, not both", "remove one"
            )
    effect = statement.get("Effect")
    if effect is not None and effect not in EFFECTS:
        yield Mistake(
            (*place, "Effect"),
            f"`Effect` is `{shown(effect)}`",
            "write `Allow` or `Deny`, with these capitals",
            _capital(place, effect),
        )
    if "Sid" in statement and not isinstance(statement["Sid"], str):
        yield Mistake((*place, "Sid"), "`Sid` is not text", "write it in quotes")
    for element in ("Principal", "NotPrincipal"):
        if element in statement:
            yield from _principal((*place, element), statement[element])
    for element in ("Action", "NotAction", "Resource", "NotResource"):
        if element in statement:
            yield from _texts((*place, element), statement[element])
    for element in ("Resource", "NotResource"):
        yield from _resources((*place, element), statement.get(element))
    if "Condition" in statement:
        yield from _condition((*place, "Condition"), statement["Condition"])


def _principal(place: Path, principal: Any) -> Iterator[Mistake]:
    if isinstance(principal, str):
        if principal != "*":
            message, fixes = (
                f"the principal `{principal}` is plain text, not a mapping",
                (set_to(place, {"AWS": principal}),),
            )
            yield Mistake(place, message, f'`{{AWS: "{principal}"}}`', fixes)
        return
    if not isinstance(principal, Mapping) or not principal:
        yield Mistake(place, "a principal is not a mapping", '`{AWS: "arn:aws:iam::111122223333:role/web"}`')
        return
    for kind, value in principal.items():
        if kind not in PRINCIPALS:
            yield Mistake((*place, kind), f"`{kind}` is not a type of principal", *_renamed((*place, kind), PRINCIPALS))
            continue
        yield from _texts((*place, kind), value)
        for text in _listed(value) if kind == "Service" else ():
            if isinstance(text, str) and text != "*" and not _SERVICE.fullmatch(text):
                yield Mistake((*place, kind), f"`{text}` is not the name of a service", "e.g. `lambda.amazonaws.com`")
        for text in _listed(value) if kind == "AWS" else ():
            if isinstance(text, str) and not _is_identity(text):
                yield Mistake(
                    (*place, kind),
                    f"`{text}` is not a principal that AWS knows",
                    "an account of 12 digits, or the ARN of a role or a user without `*`, e.g. "
                    "`arn:aws:iam::111122223333:role/web`",
                )


def _renamed(place: Path, known: Collection[str]) -> tuple[str, tuple[Fix, ...]]:
    """What may have been meant by a key, as a hint and as fixes."""
    key = str(place[-1])
    return suggest(key, known), tuple(rename(place, name) for name in nearest(key, known)[:1])


def _capital(place: Path, effect: Any) -> tuple[Fix, ...]:
    meant = str(effect).capitalize()
    return (set_to((*place, "Effect"), meant),) if meant in EFFECTS else ()


def _is_identity(text: str) -> bool:
    return text == "*" or any(form.fullmatch(text) for form in (_ACCOUNT, _IDENTITY, _UNIQUE_ID))


def _resources(place: Path, value: Any) -> Iterator[Mistake]:
    for text in _listed(value):
        if isinstance(text, str) and text != "*" and not text.startswith(("arn:", "*")):
            yield Mistake(place, f"`{text}` is not the ARN of a resource", 'write `"*"`, or the ARN of the table')


def _condition(place: Path, condition: Any) -> Iterator[Mistake]:
    if not isinstance(condition, Mapping):
        yield Mistake(place, "a condition is not a mapping", "`{StringEquals: {aws:PrincipalOrgID: o-example}}`")
        return
    for operator, keys in condition.items():
        bare = operator.removeprefix(QUANTIFIERS[0]).removeprefix(QUANTIFIERS[1])
        if bare not in CONDITIONS:
            yield Mistake((*place, operator), f"`{operator}` is not a condition operator", suggest(bare, CONDITIONS))
        elif not isinstance(keys, Mapping) or not keys:
            yield Mistake((*place, operator), f"`{operator}` compares no key", f"`{{{operator}: {{KEY: VALUE}}}}`")
        else:
            for key, value in keys.items():
                if value is None or not all(isinstance(item, str | bool | int | float) for item in _listed(value)):
                    yield Mistake(
                        (*place, operator, key),
                        f"`{operator}` compares `{key}` with something that is not a value",
                        "a text, a number, `true` or `false`, or a list of them",
                    )


def _texts(place: Path, value: Any) -> Iterator[Mistake]:
    items = _listed(value)
    if not items or not all(isinstance(item, str) and item for item in items):
        yield Mistake(
            place, f"`{place[-1]}` is not text, nor a list of texts", "write a text in quotes, or a list of them"
        )


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
