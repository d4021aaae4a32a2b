"""The pages that several rules about grants rest on."""

IAM_QUOTAS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"
GRANTS = "docs/grants.md"
