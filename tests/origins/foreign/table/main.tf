# A module in the manner of the public ones: copies of one table, of which exactly one has an instance.

variable "name" { type = string }
variable "autoscaling" { type = bool }

locals {
  dimensions = var.autoscaling ? {
    read  = { path = "", dimension = "dynamodb:table:ReadCapacityUnits", metric = "DynamoDBReadCapacityUtilization" }
    write = { path = "", dimension = "dynamodb:table:WriteCapacityUnits", metric = "DynamoDBWriteCapacityUtilization" }
    index = {
      path      = "/index/by_user", dimension = "dynamodb:index:ReadCapacityUnits",
      metric    = "DynamoDBReadCapacityUtilization"
    }
  } : {}
}

resource "aws_dynamodb_table" "this" {
  count        = var.autoscaling ? 0 : 1
  name         = var.name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  server_side_encryption { enabled = true }
  tags = { Name = var.name }
}

resource "aws_dynamodb_table" "autoscaled" {
  count          = var.autoscaling ? 1 : 0
  name           = var.name
  billing_mode   = "PROVISIONED"
  read_capacity  = 5
  write_capacity = 6
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
  attribute {
    name = "userId"
    type = "N"
  }
  global_secondary_index {
    name            = "by_user"
    hash_key        = "userId"
    projection_type = "KEYS_ONLY"
    read_capacity   = 3
    write_capacity  = 4
  }
  tags = { Name = var.name }
  lifecycle { ignore_changes = [read_capacity, write_capacity] }
}

resource "aws_appautoscaling_target" "each" {
  for_each           = local.dimensions
  service_namespace  = "dynamodb"
  resource_id        = "table/${aws_dynamodb_table.autoscaled[0].name}${each.value.path}"
  scalable_dimension = each.value.dimension
  min_capacity       = 5
  max_capacity       = 50
}

resource "aws_appautoscaling_policy" "each" {
  for_each           = local.dimensions
  name               = "${each.value.metric}:table/${var.name}${each.value.path}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = "dynamodb"
  resource_id        = aws_appautoscaling_target.each[each.key].resource_id
  scalable_dimension = each.value.dimension
  target_tracking_scaling_policy_configuration {
    target_value      = 65
    scale_in_cooldown = 60
    predefined_metric_specification { predefined_metric_type = each.value.metric }
  }
}
