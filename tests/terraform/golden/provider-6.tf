terraform {
  required_version = ">= 1.10.0"

  backend "s3" {
    bucket       = "example-terraform-state"
    encrypt      = true
    key          = "sessions/production.tfstate"
    region       = "us-east-1"
    use_lockfile = true
  }

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.62.0, < 7.0.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Environment = "production"
    }
  }
}

resource "aws_appautoscaling_policy" "busySessions" {
  for_each = {
    read = {
      metric = "DynamoDBReadCapacityUtilization"
      name   = "busySessions-production/read"
      target = 70
    }
    "replica/us-west-2/read" = {
      metric = "DynamoDBReadCapacityUtilization"
      name   = "busySessions-production/replica/us-west-2/read"
      region = "us-west-2"
      target = 70
    }
    write = {
      metric = "DynamoDBWriteCapacityUtilization"
      name   = "busySessions-production/write"
      target = 70
    }
  }

  name               = each.value.name
  policy_type        = "TargetTrackingScaling"
  region             = try(each.value.region, null)
  resource_id        = aws_appautoscaling_target.busySessions[each.key].resource_id
  scalable_dimension = aws_appautoscaling_target.busySessions[each.key].scalable_dimension
  service_namespace  = aws_appautoscaling_target.busySessions[each.key].service_namespace

  target_tracking_scaling_policy_configuration {
    scale_in_cooldown  = try(each.value.scale_in_cooldown, null)
    scale_out_cooldown = try(each.value.scale_out_cooldown, null)
    target_value       = each.value.target

    predefined_metric_specification {
      predefined_metric_type = each.value.metric
    }
  }
}

resource "aws_appautoscaling_scheduled_action" "busySessions" {
  for_each = {
    "replica/us-west-2/read/morning" = {
      min      = 40
      name     = "busySessions-production,replica,us-west-2,read,morning"
      region   = "us-west-2"
      schedule = "cron(0 8 ? * MON-FRI *)"
      target   = "replica/us-west-2/read"
      timezone = "America/Los_Angeles"
    }
  }

  name               = each.value.name
  region             = try(each.value.region, null)
  resource_id        = aws_appautoscaling_target.busySessions[each.value.target].resource_id
  scalable_dimension = aws_appautoscaling_target.busySessions[each.value.target].scalable_dimension
  schedule           = each.value.schedule
  service_namespace  = aws_appautoscaling_target.busySessions[each.value.target].service_namespace
  timezone           = try(each.value.timezone, null)

  scalable_target_action {
    max_capacity = try(each.value.max, null)
    min_capacity = try(each.value.min, null)
  }
}

resource "aws_appautoscaling_target" "busySessions" {
  for_each = {
    read = {
      dimension = "dynamodb:table:ReadCapacityUnits"
      max       = 500
      min       = 50
      path      = ""
    }
    "replica/us-west-2/read" = {
      dimension = "dynamodb:table:ReadCapacityUnits"
      max       = 100
      min       = 5
      path      = ""
      region    = "us-west-2"
    }
    write = {
      dimension = "dynamodb:table:WriteCapacityUnits"
      max       = 200
      min       = 20
      path      = ""
    }
  }

  max_capacity       = each.value.max
  min_capacity       = each.value.min
  region             = try(each.value.region, null)
  resource_id        = "table/${aws_dynamodb_table.busySessions.name}${each.value.path}"
  scalable_dimension = each.value.dimension
  service_namespace  = "dynamodb"

  lifecycle {
    ignore_changes = [max_capacity, min_capacity]
  }
}

resource "aws_dynamodb_contributor_insights" "bankingSessions" {
  for_each = {
    table = {}
  }

  index_name = try(each.value.index, null)
  mode       = "THROTTLED_KEYS"
  table_name = aws_dynamodb_table.bankingSessions.id
}

resource "aws_dynamodb_table" "bankingSessions" {
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "sessionId"
  name                        = "bankingSessions-production"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  table_class                 = "STANDARD"

  attribute {
    name = "sessionId"
    type = "S"
  }

  global_table_witness {
    region_name = "us-east-2"
  }

  lifecycle {
    prevent_destroy = false
  }

  point_in_time_recovery {
    enabled = true
  }

  replica {
    consistency_mode            = "STRONG"
    deletion_protection_enabled = true
    point_in_time_recovery      = true
    propagate_tags              = true
    region_name                 = "us-west-2"
  }

  server_side_encryption {
    enabled = false
  }

  ttl {
    enabled = false
  }
}

resource "aws_dynamodb_table" "busySessions" {
  billing_mode                = "PROVISIONED"
  deletion_protection_enabled = true
  hash_key                    = "sessionId"
  name                        = "busySessions-production"
  read_capacity               = 50
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  table_class                 = "STANDARD"
  write_capacity              = 20

  attribute {
    name = "sessionId"
    type = "S"
  }

  lifecycle {
    ignore_changes  = [read_capacity, write_capacity]
    prevent_destroy = false
  }

  point_in_time_recovery {
    enabled = true
  }

  replica {
    deletion_protection_enabled = true
    point_in_time_recovery      = true
    propagate_tags              = true
    region_name                 = "us-west-2"
  }

  server_side_encryption {
    enabled = false
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }
}

resource "aws_dynamodb_table" "fromBackup" {
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "sessionId"
  name                        = "fromBackup-production"
  restore_backup_arn          = "arn:aws:dynamodb:us-east-1:111122223333:table/sessions/backup/01600000000000-1a2b3c4d"
  stream_enabled              = false
  table_class                 = "STANDARD"

  attribute {
    name = "sessionId"
    type = "S"
  }

  lifecycle {
    ignore_changes  = [restore_date_time, restore_source_name, restore_source_table_arn, restore_to_latest_time, restore_backup_arn]
    prevent_destroy = false
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = false
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }
}

resource "aws_dynamodb_table" "userSessions" {
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "userId"
  name                        = "userSessions-production"
  range_key                   = "sessionId"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  table_class                 = "STANDARD"

  attribute {
    name = "device"
    type = "S"
  }

  attribute {
    name = "lastSeen"
    type = "N"
  }

  attribute {
    name = "region"
    type = "S"
  }

  attribute {
    name = "sessionId"
    type = "S"
  }

  attribute {
    name = "tenantId"
    type = "S"
  }

  attribute {
    name = "userId"
    type = "S"
  }

  global_secondary_index {
    name            = "by_place"
    projection_type = "KEYS_ONLY"

    key_schema {
      attribute_name = "tenantId"
      key_type       = "HASH"
    }

    key_schema {
      attribute_name = "region"
      key_type       = "HASH"
    }

    key_schema {
      attribute_name = "device"
      key_type       = "RANGE"
    }

    key_schema {
      attribute_name = "lastSeen"
      key_type       = "RANGE"
    }

    warm_throughput {
      read_units_per_second  = 15000
      write_units_per_second = 8000
    }
  }

  global_secondary_index {
    hash_key        = "sessionId"
    name            = "by_session"
    projection_type = "KEYS_ONLY"

    warm_throughput {
      read_units_per_second  = 15000
      write_units_per_second = 8000
    }
  }

  lifecycle {
    prevent_destroy = false
  }

  point_in_time_recovery {
    enabled = true
  }

  replica {
    deletion_protection_enabled = true
    point_in_time_recovery      = true
    propagate_tags              = true
    region_name                 = "us-west-2"
  }

  server_side_encryption {
    enabled = false
  }

  timeouts {
    update = "120m"
  }

  ttl {
    attribute_name = "expiresAt"
    enabled        = true
  }

  warm_throughput {
    read_units_per_second  = 20000
    write_units_per_second = 8000
  }
}

output "bankingSessions_arn" {
  description = "ARN of the table bankingSessions"
  value       = aws_dynamodb_table.bankingSessions.arn
}

output "bankingSessions_name" {
  description = "Name of the table bankingSessions"
  value       = aws_dynamodb_table.bankingSessions.name
}

output "bankingSessions_stream_arn" {
  description = "ARN of the stream of the table bankingSessions"
  value       = aws_dynamodb_table.bankingSessions.stream_arn
}

output "busySessions_arn" {
  description = "ARN of the table busySessions"
  value       = aws_dynamodb_table.busySessions.arn
}

output "busySessions_name" {
  description = "Name of the table busySessions"
  value       = aws_dynamodb_table.busySessions.name
}

output "busySessions_stream_arn" {
  description = "ARN of the stream of the table busySessions"
  value       = aws_dynamodb_table.busySessions.stream_arn
}

output "fromBackup_arn" {
  description = "ARN of the table fromBackup"
  value       = aws_dynamodb_table.fromBackup.arn
}

output "fromBackup_name" {
  description = "Name of the table fromBackup"
  value       = aws_dynamodb_table.fromBackup.name
}

output "userSessions_arn" {
  description = "ARN of the table userSessions"
  value       = aws_dynamodb_table.userSessions.arn
}

output "userSessions_name" {
  description = "Name of the table userSessions"
  value       = aws_dynamodb_table.userSessions.name
}

output "userSessions_stream_arn" {
  description = "ARN of the stream of the table userSessions"
  value       = aws_dynamodb_table.userSessions.stream_arn
}
