"""The pages that several rules about the Terraform state rest on."""

S3_BACKEND = "https://developer.hashicorp.com/terraform/language/backend/s3"


STATE = "https://developer.hashicorp.com/terraform/language/state"


CONSTRAINTS = "https://developer.hashicorp.com/terraform/language/expressions/version-constraints"
