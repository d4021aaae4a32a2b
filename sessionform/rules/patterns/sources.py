"""The pages that several rules about access patterns rest on."""

QUERY = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html"


GSI = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html"


GET = "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html"
