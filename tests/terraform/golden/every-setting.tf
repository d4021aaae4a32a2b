terraform {
  required_version = ">= 1.2.0"

  backend "local" {
    path = "terraform.everything.tfstate"
  }

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 6.29.0"
    }
  }
}

provider "aws" {
  allowed_account_ids = ["123456789012"]
  region              = "us-east-1"

  default_tags {
    tags = {
      Application = "every-setting"
      Environment = "everything"
      Team        = "identity"
    }
  }
}

resource "aws_appautoscaling_policy" "autoscaled" {
  for_each = {
    "index/by_session/read" = {
      metric = "DynamoDBReadCapacityUtilization"
      name   = "every-setting-autoscaled-everything/index/by_session/read"
      target = 70
    }
    "index/by_session/write" = {
      metric = "DynamoDBWriteCapacityUtilization"
      name   = "every-setting-autoscaled-everything/index/by_session/write"
      target = 70
    }
    read = {
      metric             = "DynamoDBReadCapacityUtilization"
      name               = "every-setting-autoscaled-everything/read"
      scale_in_cooldown  = 60
      scale_out_cooldown = 30
      target             = 70
    }
    write = {
      metric = "DynamoDBWriteCapacityUtilization"
      name   = "every-setting-autoscaled-everything/write"
      target = 60
    }
  }

  name               = each.value.name
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.autoscaled[each.key].resource_id
  scalable_dimension = aws_appautoscaling_target.autoscaled[each.key].scalable_dimension
  service_namespace  = aws_appautoscaling_target.autoscaled[each.key].service_namespace

  target_tracking_scaling_policy_configuration {
    scale_in_cooldown  = try(each.value.scale_in_cooldown, null)
    scale_out_cooldown = try(each.value.scale_out_cooldown, null)
    target_value       = each.value.target

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
    }
  }
}

resource "aws_appautoscaling_scheduled_action" "autoscaled" {
  for_each = {
    "write/morning" = {
      min      = 20
      name     = "every-setting-autoscaled-everything,write,morning"
      schedule = "cron(45 8 ? * MON-FRI *)"
      target   = "write"
      timezone = "Europe/Berlin"
    }
  }

  name               = each.value.name
  resource_id        = aws_appautoscaling_target.autoscaled[each.value.target].resource_id
  scalable_dimension = aws_appautoscaling_target.autoscaled[each.value.target].scalable_dimension
  schedule           = each.value.schedule
  service_namespace  = aws_appautoscaling_target.autoscaled[each.value.target].service_namespace
  timezone           = try(each.value.timezone, null)

  scalable_target_action {
    max_capacity = try(each.value.max, null)
    min_capacity = try(each.value.min, null)
  }
}

resource "aws_appautoscaling_target" "autoscaled" {
  for_each = {
    "index/by_session/read" = {
      dimension = "dynamodb:index:ReadCapacityUnits"
      max       = 10
      min       = 1
      path      = "/index/by_session"
    }
    "index/by_session/write" = {
      dimension = "dynamodb:index:WriteCapacityUnits"
      max       = 50
      min       = 5
      path      = "/index/by_session"
    }
    read = {
      dimension = "dynamodb:table:ReadCapacityUnits"
      max       = 100
      min       = 5
      path      = ""
    }
    write = {
      dimension = "dynamodb:table:WriteCapacityUnits"
      max       = 50
      min       = 5
      path      = ""
    }
  }

  max_capacity       = each.value.max
  min_capacity       = each.value.min
  resource_id        = "table/${aws_dynamodb_table.autoscaled.name}${each.value.path}"
  scalable_dimension = each.value.dimension
  service_namespace  = "dynamodb"

  lifecycle {
    ignore_changes = [max_capacity, min_capacity]
  }
}

resource "aws_cloudwatch_metric_alarm" "onDemand" {
  for_each = {
    "index/by_last_seen/read_throttled" = {
      alarm_description   = "onDemand: requests are throttled, and sessions fail to load or to save"
      alarm_name          = "every-setting-onDemand-everything/index/by_last_seen/read_throttled"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        GlobalSecondaryIndexName = "by_last_seen"
        TableName                = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "ReadThrottleEvents"
      period             = 60
      treat_missing_data = "notBreaching"
    }
    "index/by_last_seen/write_throttled" = {
      alarm_description   = "onDemand: requests are throttled, and sessions fail to load or to save"
      alarm_name          = "every-setting-onDemand-everything/index/by_last_seen/write_throttled"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        GlobalSecondaryIndexName = "by_last_seen"
        TableName                = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "WriteThrottleEvents"
      period             = 60
      treat_missing_data = "notBreaching"
    }
    "index/by_session/read_throttled" = {
      alarm_description   = "onDemand: requests are throttled, and sessions fail to load or to save"
      alarm_name          = "every-setting-onDemand-everything/index/by_session/read_throttled"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        GlobalSecondaryIndexName = "by_session"
        TableName                = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "ReadThrottleEvents"
      period             = 60
      treat_missing_data = "notBreaching"
    }
    "index/by_session/write_throttled" = {
      alarm_description   = "onDemand: requests are throttled, and sessions fail to load or to save"
      alarm_name          = "every-setting-onDemand-everything/index/by_session/write_throttled"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        GlobalSecondaryIndexName = "by_session"
        TableName                = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "WriteThrottleEvents"
      period             = 60
      treat_missing_data = "notBreaching"
    }
    read_throttled = {
      alarm_description   = "onDemand: requests are throttled, and sessions fail to load or to save"
      alarm_name          = "every-setting-onDemand-everything/read_throttled"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        TableName = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "ReadThrottleEvents"
      period             = 60
      treat_missing_data = "notBreaching"
    }
    "system_errors/DeleteItem" = {
      alarm_description   = "onDemand: DynamoDB itself answers with errors"
      alarm_name          = "every-setting-onDemand-everything/system_errors/DeleteItem"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        Operation = "DeleteItem"
        TableName = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "SystemErrors"
      period             = 60
      treat_missing_data = "notBreaching"
    }
    "system_errors/GetItem" = {
      alarm_description   = "onDemand: DynamoDB itself answers with errors"
      alarm_name          = "every-setting-onDemand-everything/system_errors/GetItem"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        Operation = "GetItem"
        TableName = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "SystemErrors"
      period             = 60
      treat_missing_data = "notBreaching"
    }
    "system_errors/PutItem" = {
      alarm_description   = "onDemand: DynamoDB itself answers with errors"
      alarm_name          = "every-setting-onDemand-everything/system_errors/PutItem"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        Operation = "PutItem"
        TableName = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "SystemErrors"
      period             = 60
      treat_missing_data = "notBreaching"
    }
    "system_errors/Query" = {
      alarm_description   = "onDemand: DynamoDB itself answers with errors"
      alarm_name          = "every-setting-onDemand-everything/system_errors/Query"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        Operation = "Query"
        TableName = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "SystemErrors"
      period             = 60
      treat_missing_data = "notBreaching"
    }
    "system_errors/UpdateItem" = {
      alarm_description   = "onDemand: DynamoDB itself answers with errors"
      alarm_name          = "every-setting-onDemand-everything/system_errors/UpdateItem"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        Operation = "UpdateItem"
        TableName = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "SystemErrors"
      period             = 60
      treat_missing_data = "notBreaching"
    }
    ttl_stalled = {
      alarm_description   = "onDemand: TTL has deleted nothing for 24 hours, so sessions may not end"
      alarm_name          = "every-setting-onDemand-everything/ttl_stalled"
      comparison_operator = "LessThanOrEqualToThreshold"
      dimensions = {
        TableName = "every-setting-onDemand-everything"
      }
      evaluation_periods = 24
      metric_name        = "TimeToLiveDeletedItemCount"
      period             = 3600
      treat_missing_data = "breaching"
    }
    write_throttled = {
      alarm_description   = "onDemand: requests are throttled, and sessions fail to load or to save"
      alarm_name          = "every-setting-onDemand-everything/write_throttled"
      comparison_operator = "GreaterThanThreshold"
      dimensions = {
        TableName = "every-setting-onDemand-everything"
      }
      evaluation_periods = 5
      metric_name        = "WriteThrottleEvents"
      period             = 60
      treat_missing_data = "notBreaching"
    }
  }

  alarm_actions       = ["arn:aws:sns:us-east-1:123456789012:on-call"]
  alarm_description   = each.value.alarm_description
  alarm_name          = each.value.alarm_name
  comparison_operator = each.value.comparison_operator
  dimensions          = each.value.dimensions
  evaluation_periods  = each.value.evaluation_periods
  metric_name         = each.value.metric_name
  namespace           = "AWS/DynamoDB"
  ok_actions          = ["arn:aws:sns:us-east-1:123456789012:on-call"]
  period              = each.value.period
  statistic           = "Sum"
  threshold           = 0
  treat_missing_data  = each.value.treat_missing_data
}

resource "aws_dynamodb_contributor_insights" "observed" {
  for_each = {
    "index/by_user" = {
      index = "by_user"
    }
    table = {}
  }

  index_name = try(each.value.index, null)
  table_name = aws_dynamodb_table.observed.id
}

resource "aws_dynamodb_kinesis_streaming_destination" "observed" {
  approximate_creation_date_time_precision = "MILLISECOND"
  stream_arn                               = "arn:aws:kinesis:us-east-1:123456789012:stream/sessions"
  table_name                               = aws_dynamodb_table.observed.id
}

resource "aws_dynamodb_resource_policy" "onDemand" {
  policy       = "{\"Statement\":[{\"Action\":[\"dynamodb:GetItem\",\"dynamodb:Query\"],\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"$${aws:username} %%{literal}\"}},\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::123456789012:root\"},\"Resource\":\"*\"}],\"Version\":\"2012-10-17\"}"
  resource_arn = aws_dynamodb_table.onDemand.arn
}

resource "aws_dynamodb_table" "autoscaled" {
  billing_mode                = "PROVISIONED"
  deletion_protection_enabled = false
  hash_key                    = "userId"
  name                        = "every-setting-autoscaled-everything"
  range_key                   = "sessionId"
  read_capacity               = 5
  stream_enabled              = false
  table_class                 = "STANDARD"
  write_capacity              = 5

  attribute {
    name = "sessionId"
    type = "S"
  }

  attribute {
    name = "userId"
    type = "S"
  }

  global_secondary_index {
    hash_key        = "sessionId"
    name            = "by_session"
    projection_type = "ALL"
    read_capacity   = 1
    write_capacity  = 5
  }

  lifecycle {
    ignore_changes  = [read_capacity, write_capacity, global_secondary_index]
    prevent_destroy = false
  }

  point_in_time_recovery {
    enabled = false
  }

  server_side_encryption {
    enabled = false
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }
}

resource "aws_dynamodb_table" "global" {
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = false
  hash_key                    = "sessionId"
  name                        = "every-setting-global-everything"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  table_class                 = "STANDARD"

  attribute {
    name = "sessionId"
    type = "S"
  }

  lifecycle {
    prevent_destroy = false
  }

  point_in_time_recovery {
    enabled = false
  }

  replica {
    kms_key_arn            = "arn:aws:kms:ap-southeast-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    point_in_time_recovery = false
    propagate_tags         = false
    region_name            = "ap-southeast-2"
  }

  replica {
    kms_key_arn            = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    point_in_time_recovery = true
    propagate_tags         = true
    region_name            = "eu-west-1"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }
}

resource "aws_dynamodb_table" "observed" {
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = false
  hash_key                    = "sessionId"
  name                        = "every-setting-observed-everything"
  stream_enabled              = false
  table_class                 = "STANDARD"

  attribute {
    name = "sessionId"
    type = "S"
  }

  attribute {
    name = "userId"
    type = "S"
  }

  global_secondary_index {
    hash_key        = "userId"
    name            = "by_user"
    projection_type = "ALL"
  }

  lifecycle {
    prevent_destroy = false
  }

  point_in_time_recovery {
    enabled = false
  }

  server_side_encryption {
    enabled = false
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }
}

resource "aws_dynamodb_table" "onDemand" {
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "userId"
  name                        = "every-setting-onDemand-everything"
  range_key                   = "sessionId"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  table_class                 = "STANDARD"

  attribute {
    name = "lastSeen"
    type = "N"
  }

  attribute {
    name = "sessionId"
    type = "S"
  }

  attribute {
    name = "userId"
    type = "S"
  }

  global_secondary_index {
    hash_key        = "userId"
    name            = "by_last_seen"
    projection_type = "ALL"
    range_key       = "lastSeen"

    on_demand_throughput {
      max_read_request_units = 200
    }
  }

  global_secondary_index {
    hash_key           = "sessionId"
    name               = "by_session"
    non_key_attributes = ["agent"]
    projection_type    = "INCLUDE"

    on_demand_throughput {
      max_read_request_units  = 100
      max_write_request_units = 100
    }
  }

  lifecycle {
    prevent_destroy = true
  }

  on_demand_throughput {
    max_read_request_units  = 1000
    max_write_request_units = 500
  }

  point_in_time_recovery {
    enabled = false
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  timeouts {
    update = "120m"
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }
}

resource "aws_dynamodb_table" "provisioned" {
  billing_mode                = "PROVISIONED"
  deletion_protection_enabled = false
  hash_key                    = "tenant"
  name                        = "every-setting-provisioned"
  range_key                   = "device"
  read_capacity               = 5
  stream_enabled              = true
  stream_view_type            = "KEYS_ONLY"
  table_class                 = "STANDARD_INFREQUENT_ACCESS"
  write_capacity              = 6

  tags = {
    Environment = "everything"
    Team        = "sessions"
    cost-center = "42"
  }

  attribute {
    name = "device"
    type = "B"
  }

  attribute {
    name = "lastSeen"
    type = "N"
  }

  attribute {
    name = "tenant"
    type = "N"
  }

  global_secondary_index {
    hash_key        = "device"
    name            = "by_device"
    projection_type = "KEYS_ONLY"
    read_capacity   = 3
    write_capacity  = 4
  }

  lifecycle {
    prevent_destroy = false
  }

  local_secondary_index {
    name               = "by_last_seen"
    non_key_attributes = ["address", "agent"]
    projection_type    = "INCLUDE"
    range_key          = "lastSeen"
  }

  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 7
  }

  server_side_encryption {
    enabled = true
  }

  timeouts {
    create = "45m"
    delete = "30m"
    update = "2h"
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }
}

output "autoscaled_arn" {
  description = "ARN of the table autoscaled"
  value       = aws_dynamodb_table.autoscaled.arn
}

output "autoscaled_name" {
  description = "Name of the table autoscaled"
  value       = aws_dynamodb_table.autoscaled.name
}

output "global_arn" {
  description = "ARN of the table global"
  value       = aws_dynamodb_table.global.arn
}

output "global_name" {
  description = "Name of the table global"
  value       = aws_dynamodb_table.global.name
}

output "global_stream_arn" {
  description = "ARN of the stream of the table global"
  value       = aws_dynamodb_table.global.stream_arn
}

output "observed_arn" {
  description = "ARN of the table observed"
  value       = aws_dynamodb_table.observed.arn
}

output "observed_name" {
  description = "Name of the table observed"
  value       = aws_dynamodb_table.observed.name
}

output "onDemand_arn" {
  description = "ARN of the table onDemand"
  value       = aws_dynamodb_table.onDemand.arn
}

output "onDemand_name" {
  description = "Name of the table onDemand"
  value       = aws_dynamodb_table.onDemand.name
}

output "onDemand_stream_arn" {
  description = "ARN of the stream of the table onDemand"
  value       = aws_dynamodb_table.onDemand.stream_arn
}

output "provisioned_arn" {
  description = "ARN of the table provisioned"
  value       = aws_dynamodb_table.provisioned.arn
}

output "provisioned_name" {
  description = "Name of the table provisioned"
  value       = aws_dynamodb_table.provisioned.name
}

output "provisioned_stream_arn" {
  description = "ARN of the stream of the table provisioned"
  value       = aws_dynamodb_table.provisioned.stream_arn
}
