"""The pages that several rules about TTL rest on."""

HOW_TTL_WORKS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html"
