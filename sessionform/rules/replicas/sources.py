"""The pages that several rules about replicas in other regions rest on."""

SECURITY = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html"
REQUIREMENTS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_reqs_bestpractices.html"
GLOBAL_TABLES = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html"
