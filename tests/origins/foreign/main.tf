# Tables as other people's Terraform makes them, with what stands beside them.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}

provider "aws" {
  region = "us-east-1"
  default_tags { tags = { Environment = "production" } }
}

data "aws_caller_identity" "current" {}

locals { root = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }

resource "aws_kms_key" "sessions" { description = "sessions" }

resource "aws_kinesis_stream" "audit" {
  name        = "audit"
  shard_count = 1
}

resource "aws_sns_topic" "on_call" { name = "on-call" }

resource "aws_dynamodb_table" "userSessions" {
  name                        = "userSessions-1a2b3c4"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "userId"
  range_key                   = "sessionId"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  table_class                 = "STANDARD_INFREQUENT_ACCESS"
  deletion_protection_enabled = true
  attribute {
    name = "userId"
    type = "S"
  }
  attribute {
    name = "sessionId"
    type = "S"
  }
  attribute {
    name = "lastSeen"
    type = "N"
  }
  ttl {
    attribute_name = "ttl"
    enabled        = true
  }
  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 7
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.sessions.arn
  }
  on_demand_throughput {
    max_read_request_units  = 1000
    max_write_request_units = 500
  }
  global_secondary_index {
    name               = "by_session"
    hash_key           = "sessionId"
    projection_type    = "INCLUDE"
    non_key_attributes = ["b", "a"]
    on_demand_throughput {
      max_read_request_units  = 7
      max_write_request_units = 0
    }
  }
  local_secondary_index {
    name            = "by_last_seen"
    range_key       = "lastSeen"
    projection_type = "ALL"
  }
  tags = { Application = "user-session-management" }
}

resource "aws_dynamodb_contributor_insights" "user_sessions" {
  for_each   = toset(["", "by_session"])
  table_name = aws_dynamodb_table.userSessions.name
  index_name = each.key == "" ? null : each.key
}

resource "aws_dynamodb_kinesis_streaming_destination" "user_sessions" {
  table_name = aws_dynamodb_table.userSessions.name
  stream_arn = aws_kinesis_stream.audit.arn
}

resource "aws_dynamodb_resource_policy" "user_sessions" {
  resource_arn = aws_dynamodb_table.userSessions.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow", Principal = { AWS = local.root }, Action = "dynamodb:GetItem", Resource = "*"
    }]
  })
}

resource "aws_cloudwatch_metric_alarm" "throttled" {
  for_each            = toset(["Read", "Write"])
  alarm_name          = "carts-${lower(each.key)}-throttled"
  namespace           = "AWS/DynamoDB"
  metric_name         = "${each.key}ThrottleEvents"
  dimensions          = { TableName = aws_dynamodb_table.each["carts"].name }
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  evaluation_periods  = 5
  period              = 60
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.on_call.arn]
  ok_actions          = [aws_sns_topic.on_call.arn]
}

resource "aws_dynamodb_table" "each" {
  for_each       = toset(["carts", "logins"])
  name           = each.key
  billing_mode   = "PROVISIONED"
  read_capacity  = 2
  write_capacity = 1
  hash_key       = "id"
  attribute {
    name = "id"
    type = each.key == "carts" ? "B" : "S"
  }
}

module "scaled" {
  source      = "./table"
  name        = "scaled"
  autoscaling = true
}

module "plain" {
  source      = "./table"
  name        = "plain"
  autoscaling = false
}
