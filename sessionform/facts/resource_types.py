"""The AWS provider's types of resource that stacks are made of, as Terraform calls them: each name once.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/TYPE, without the `aws_`.
"""

from __future__ import annotations

TABLE = "aws_dynamodb_table"
TARGET = "aws_appautoscaling_target"
SCALING_POLICY = "aws_appautoscaling_policy"
SCHEDULED_ACTION = "aws_appautoscaling_scheduled_action"
INSIGHTS = "aws_dynamodb_contributor_insights"
KINESIS = "aws_dynamodb_kinesis_streaming_destination"
RESOURCE_POLICY = "aws_dynamodb_resource_policy"
ALARM = "aws_cloudwatch_metric_alarm"
IAM_POLICY = "aws_iam_policy"
POLICY_ATTACHMENT = "aws_iam_role_policy_attachment"

STREAM_POLICY = f"{RESOURCE_POLICY}#stream"
"""The second resource of its type: what is behind the `#` is added to its name in the stack."""

UTILIZATION = {"Read": "DynamoDBReadCapacityUtilization", "Write": "DynamoDBWriteCapacityUtilization"}
"""Application Auto Scaling's predefined metrics of DynamoDB:
https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html.
"""
