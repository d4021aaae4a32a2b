"""An app of a team's own, with the session tables of one declaration in it: two stacks, and a rule for all resources.

`sessions` holds the tables and what reads their stream, `web` what the application may do with them.
"""

import sessionform.before_cdktf  # isort: skip  # noqa: F401 - before cdktf: it chooses the Node

import cdktf
import jsii
from constructs import Construct

from sessionform.stacks import EnvironmentStack, TableResource

ENVIRONMENT = "production"


@jsii.implements(cdktf.IAspect)
class Owner:
    """Tags every resource that can be tagged."""

    def visit(self, node: Construct) -> None:
        if hasattr(node, "tags") and hasattr(node, "tags_input"):
            node.tags = {**(node.tags_input or {}), "Owner": "identity"}


def audit(stack: EnvironmentStack, sessions: TableResource) -> None:
    """A function that is called with every change of a session."""
    mapping = cdktf.TerraformResource(stack, "audit", terraform_resource_type="aws_lambda_event_source_mapping")
    mapping.override_logical_id("audit")
    mapping.add_override("event_source_arn", sessions.stream_arn)
    mapping.add_override("function_name", "session-audit")
    mapping.add_override("starting_position", "LATEST")


class Web(cdktf.TerraformStack):
    """What the web application may do: read and write sessions, and no scan."""

    def __init__(self, scope: Construct, sessions: TableResource) -> None:
        super().__init__(scope, "web")
        cdktf.LocalBackend(self, path="../../../terraform.web.tfstate")
        document = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
                    "Resource": [sessions.arn],
                }
            ],
        }
        policy = cdktf.TerraformResource(self, "policy", terraform_resource_type="aws_iam_policy")
        policy.override_logical_id("sessions")
        policy.add_override("name", "web-sessions")
        policy.add_override("policy", cdktf.Fn.jsonencode(document))


def build(app: cdktf.App) -> tuple[EnvironmentStack, Web]:
    """The stacks of the app."""
    sessions = EnvironmentStack(app, ENVIRONMENT)
    table = sessions.tables["userSessions"]
    audit(sessions, table)
    cdktf.Aspects.of(sessions).add(Owner())
    return sessions, Web(app, table)


if __name__ == "__main__":
    application = cdktf.App()
    build(application)
    application.synth()
