"""The pages that several rules about KMS keys and resource policies rest on."""

CONSIDERATIONS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html"
