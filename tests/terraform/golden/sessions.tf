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
      version = ">= 5.100.0, < 7.0.0"
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

resource "aws_dynamodb_table" "userSessions" {
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true
  hash_key                    = "userId"
  name                        = "userSessions-production"
  range_key                   = "sessionId"
  stream_enabled              = true
  stream_view_type            = "NEW_AND_OLD_IMAGES"
  table_class                 = "STANDARD"

  tags = {
    Application = "user-session-management"
  }

  attribute {
    name = "sessionId"
    type = "S"
  }

  attribute {
    name = "userId"
    type = "S"
  }

  lifecycle {
    prevent_destroy = true
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = false
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }
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
