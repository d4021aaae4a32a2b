"""The pages that several rules about secondary indexes and what they hold rest on."""

GLOBAL_INDEXES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html"


LOCAL_INDEXES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html"


QUOTAS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"
