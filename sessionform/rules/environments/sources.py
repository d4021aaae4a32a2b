"""The pages that several rules about environments rest on."""

PROVIDER = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs"
