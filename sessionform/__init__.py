"""sessionform: a config compiler from `sessions.yaml` to Terraform stacks of DynamoDB session tables."""

__version__ = "0.1.0"
