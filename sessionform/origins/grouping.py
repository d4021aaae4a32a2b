"""Resources of the AWS provider, put together to tables: whose is which is told by names and ARNs, as AWS does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sessionform.arns import region_and_account
from sessionform.facts.resource_types import TABLE
from sessionform.live.description import Answer, TableDescription
from sessionform.origins import provider
from sessionform.origins.beside_tables import placed
from sessionform.origins.groups import Group, Groups, Resource
from sessionform.origins.origin import Origin, OriginTable, Part


def grouped(resources: Sequence[Resource], notes: Iterable[str] = ()) -> Origin:
    """The tables among the resources with all that belongs to them."""
    groups = Groups()
    twice: list[str] = []
    for resource in resources:
        if resource.type == TABLE:
            group = _begun(resource)
            if group.arn in groups.by_arn:
                twice.append(f"`{resource.label}` is the same table as `{groups.by_arn[group.arn].resource.label}`")
            else:
                groups.add(group)
    others = [resource.label for resource in resources if resource.type != TABLE and not placed(resource, groups)]
    return Origin(tuple(_finished(group) for group in groups.by_arn.values()), tuple(others), (*notes, *twice))


def _begun(resource: Resource) -> Group:
    table = resource.values
    answer = provider.described(table)
    fields: dict[str, Any] = {
        "table": answer,
        "ttl": provider.time_to_live(table),
        "recovery": provider.recovery(table),
        "tags": provider.tags(table),
        "replicas": dict(provider.replicas(table)),
        "insights": {},
        "tags_beside": {},
    }
    unclear = [*resource.unclear, *provider.not_understood(table)]
    key = (answer.get("SSEDescription") or {}).get("KMSMasterKeyArn")
    if key is not None and resource.own_key is False:
        fields["managed_key"] = key
    elif key is not None and resource.own_key is None:
        unclear.append(f"whose key `{key}` is: it is written as your own, and may be AWS's (`AWS_MANAGED`)")
    part = Part(resource.label, TABLE, protected=resource.protected)
    return Group(resource, answer["TableArn"], fields, unclear, [part])


def _finished(group: Group) -> OriginTable:
    resource, found = group.resource, TableDescription(**group.fields, **_tuples(group.lists))
    region, account = region_and_account(group.arn)
    return OriginTable(
        label=resource.label,
        short=resource.short,
        long=resource.long,
        name=group.name,
        region=region,
        account=account,
        found=found,
        default_tags=provider.default_tags(resource.values),
        unclear=tuple(group.unclear),
        unnamed=resource.unnamed,
        parts=tuple(dict.fromkeys(group.parts)),
    )


def _tuples(lists: dict[str, list[Answer]]) -> dict[str, Any]:
    return {name: tuple(items) for name, items in lists.items()}
