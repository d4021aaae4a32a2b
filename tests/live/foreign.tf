# Tables as another Terraform has them, with names of its own, in a state that is none of ours.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_dynamodb_table" "carts" {
  name           = "carts-from-elsewhere"
  billing_mode   = "PROVISIONED"
  read_capacity  = 5
  write_capacity = 5
  hash_key       = "cartId"
  table_class    = "STANDARD_INFREQUENT_ACCESS"

  attribute {
    name = "cartId"
    type = "S"
  }
  attribute {
    name = "owner"
    type = "N"
  }

  global_secondary_index {
    name            = "by-owner"
    hash_key        = "owner"
    projection_type = "KEYS_ONLY"
    read_capacity   = 3
    write_capacity  = 3
  }

  ttl {
    attribute_name = "expires"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }

  tags = { Name = "carts" }

  lifecycle {
    ignore_changes = [read_capacity, write_capacity]
  }
}

resource "aws_appautoscaling_target" "carts_read" {
  max_capacity       = 50
  min_capacity       = 5
  resource_id        = "table/${aws_dynamodb_table.carts.name}"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  service_namespace  = "dynamodb"
}

resource "aws_appautoscaling_policy" "carts_read" {
  name               = "DynamoDBReadCapacityUtilization:${aws_appautoscaling_target.carts_read.resource_id}"
  policy_type        = "TargetTrackingScaling"
  resource_id        = aws_appautoscaling_target.carts_read.resource_id
  scalable_dimension = aws_appautoscaling_target.carts_read.scalable_dimension
  service_namespace  = aws_appautoscaling_target.carts_read.service_namespace

  target_tracking_scaling_policy_configuration {
    predefined_metric_specification {
      predefined_metric_type = "DynamoDBReadCapacityUtilization"
    }
    target_value = 65
  }
}

resource "aws_dynamodb_table" "devices" {
  name         = "devices"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "deviceId"

  attribute {
    name = "deviceId"
    type = "B"
  }

  server_side_encryption {
    enabled = true
  }
}
