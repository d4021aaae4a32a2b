"""An ARN of another partition of AWS (China, GovCloud) than the environment's region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sessionform.arns import parse_arn
from sessionform.diagnostics import Path
from sessionform.documentation import fails, passes
from sessionform.facts.regions import partition_of
from sessionform.model import Environment, Table
from sessionform.rules.access.kms_keys import kms_keys
from sessionform.rules.access.statements import statements_of
from sessionform.rules.engine.rule import ERROR, EnvironmentRule, Problem

PARTITIONS = "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html"


def _other_partition(environment: Environment) -> Iterator[Problem]:
    if environment.is_local:
        return
    home = partition_of(environment.region)
    region = ((environment.origins.of(("region",)), f"`{environment.name}` is in {environment.region}"),)
    role = environment.assume_role_arn
    if role is not None and (message := _elsewhere(environment, home, "the role", role)):
        yield Problem(("assume_role_arn",), message, _hint(home), related_places=region)
    for table in environment.tables.values():
        for setting, what, text in _arns(table, environment):
            if message := _elsewhere(environment, home, what, text):
                place = table.origins.of(setting)
                yield Problem(setting, message, _hint(home), place=place, related_places=region)
        for setting, text in _sources(table):
            if message := _elsewhere(
                environment, home, f"what `{table.key}` is restored from", text, in_any_region=True
            ):
                place = table.origins.of(setting)
                yield Problem(setting, message, _hint(home), place=place, related_places=region)


def _sources(table: Table) -> Iterator[tuple[Path, str]]:
    """What the table is restored from, which may be in another region."""
    source = table.restore_from
    if source is not None:
        yield ("restore_from", "table"), source.table or ""
        yield ("restore_from", "backup_arn"), source.backup_arn or ""


def _elsewhere(environment: Environment, home: str, what: str, text: str, *, in_any_region: bool = False) -> str:
    arn = parse_arn(text)
    if arn is None or arn.partition == home:
        return ""
    if not in_any_region and arn.region and partition_of(arn.region) != home:
        return ""  # of a region elsewhere the rules about regions speak
    return (
        f"{what} (`{text}`) is in the partition `{arn.partition}` of AWS, but {environment.region} is in `{home}`, "
        "and the two share no accounts"
    )


def _hint(home: str) -> str:
    return f"`arn:{home}:…`, or another `region`"


def _arns(table: Table, environment: Environment) -> Iterator[tuple[Path, str, str]]:
    """What has to be in the table's own partition: its setting, what messages call it, and the ARN."""
    for setting, text, _, owner in kms_keys(table, environment.region):
        yield setting, f"the key of {owner}", text
    if table.kinesis_stream is not None:
        yield ("kinesis_stream", "stream_arn"), f"the Kinesis stream of `{table.key}`", table.kinesis_stream.stream_arn
    for position, action in enumerate(table.alarms.actions if table.alarms is not None else ()):
        yield ("alarms", "actions", position), f"what the alarms of `{table.key}` notify", action
    for place, name, body in statements_of(table):
        for element in ("Principal", "NotPrincipal"):
            named = body.get(element)
            accounts = named.get("AWS") if isinstance(named, Mapping) else None
            for account in accounts if isinstance(accounts, list) else [accounts]:
                if isinstance(account, str):
                    yield (*place, element, "AWS"), f"a principal of {name}", account


KEY = "arn:{}:kms:{}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
IN_CHINA = {"environments": {"staging": {"region": "cn-north-1"}}}


def allow_policy(accounts: object) -> dict[str, object]:
    """For examples: a policy of one Allow."""
    statement = {"Effect": "Allow", "Principal": {"AWS": accounts}, "Action": "dynamodb:GetItem", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


RULE = EnvironmentRule(
    id="arn-in-other-partition",
    severity=ERROR,
    summary="An ARN and the region are in different partitions of AWS (China, GovCloud)",
    why=(
        "Every account belongs to one partition: `aws`, `aws-cn` in China, `aws-us-gov` in GovCloud. A role of "
        "another partition cannot be assumed, so no plan runs. AWS rejects a key, stream, topic, principal or backup of "
        "another one too, and Terraform's plan does not show that."
    ),
    source=PARTITIONS,
    failing="""\
version: 1
environments:
  staging:
    region: us-gov-west-1
    assume_role_arn: arn:aws:iam::111122223333:role/deploy
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    passing="""\
version: 1
environments:
  staging:
    region: us-gov-west-1
    assume_role_arn: arn:aws-us-gov:iam::111122223333:role/deploy
tables:
  userSessions:
    partition_key: userId
    ttl: expiresAt
""",
    edges=(
        fails(IN_CHINA, server_side_encryption={"kms_key_arn": KEY.format("aws", "cn-north-1")}),
        passes(IN_CHINA, server_side_encryption={"kms_key_arn": KEY.format("aws-cn", "cn-north-1")}),
        passes(IN_CHINA, server_side_encryption={"kms_key_arn": KEY.format("aws", "eu-west-1")}),
        fails(
            stream="NEW_AND_OLD_IMAGES",
            server_side_encryption={"kms_key_arn": KEY.format("aws", "us-east-1")},
            replicas={"eu-west-1": {"kms_key_arn": KEY.format("aws-cn", "eu-west-1")}},
        ),
        fails(IN_CHINA, kinesis_stream={"stream_arn": "arn:aws:kinesis:cn-north-1:111122223333:stream/sessions"}),
        passes(IN_CHINA, kinesis_stream={"stream_arn": "arn:aws-cn:kinesis:cn-north-1:111122223333:stream/sessions"}),
        fails(IN_CHINA, alarms={"actions": ["arn:aws:sns:cn-north-1:111122223333:on-call"]}),
        passes(IN_CHINA, alarms={"actions": ["arn:aws-cn:sns:cn-north-1:111122223333:on-call"]}),
        fails(resource_policy=allow_policy("arn:aws-cn:iam::111122223333:role/web")),
        fails(
            resource_policy=allow_policy(["arn:aws:iam::111122223333:role/web", "arn:aws-cn:iam::111122223333:root"])
        ),
        passes(resource_policy=allow_policy(["arn:aws:iam::111122223333:role/web", "111122223333"])),
        passes(IN_CHINA, resource_policy=allow_policy("arn:aws-cn:iam::111122223333:role/web")),
        fails(restore_from={"table": "arn:aws-cn:dynamodb:cn-north-1:111122223333:table/sessions", "to": "latest"}),
        passes(restore_from={"table": "arn:aws:dynamodb:eu-west-1:111122223333:table/sessions", "to": "latest"}),
        passes(restore_from={"table": "sessions", "to": "latest"}),
        fails(restore_from={"backup_arn": "arn:aws-us-gov:dynamodb:us-gov-west-1:111122223333:table/s/backup/1"}),
        passes(restore_from={"backup_arn": "arn:aws:dynamodb:us-east-1:111122223333:table/s/backup/1"}),
        passes(
            {"environments": {"staging": {"region": "cn-north-1", "endpoint_url": "http://localhost:8000"}}},
            resource_policy=allow_policy("arn:aws:iam::111122223333:role/web"),
        ),
    ),
    no_fix="only you know whether the ARN or the region is wrong",
    check=_other_partition,
)
