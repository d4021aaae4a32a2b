"""The pages that several rules about TTL rest on."""

HOW_TTL_WORKS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html"
BEFORE_TTL = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html"
