"""The pages that several rules about the session library that uses a table rest on."""

CONSUMERS = "docs/consumers.md"
