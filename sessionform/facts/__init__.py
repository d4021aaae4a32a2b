"""What DynamoDB, AWS's calls, the AWS provider and Terraform do: each fact once, with unit, source and confidence."""
