"""The pages that several rules about replicas in other regions rest on."""

SECURITY = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html"
