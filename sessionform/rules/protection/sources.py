"""The pages that several rules about protection from deletion rest on."""

DELETION_PROTECTION = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html"
    "#WorkingWithTables.Basics.DeletionProtection"
)


LIFECYCLE = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy"


RECOVERY = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html"
