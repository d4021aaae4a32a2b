"""The pages that several rules about billing modes rest on."""

AUTO_SCALING = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html"


INDEXES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html"


MAX_THROUGHPUT = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode-max-throughput.html"
)


SERVICE_QUOTAS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html"


WARM_THROUGHPUT = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html"
