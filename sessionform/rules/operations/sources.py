"""The pages that several rules about tags rest on."""

METRICS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html"


TAGGING = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TaggingRestrictions.html"
PUT_METRIC_ALARM = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
