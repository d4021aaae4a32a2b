"""The pages that several rules about tables that are renamed rest on."""

MOVED = "https://developer.hashicorp.com/terraform/language/modules/develop/refactoring"


REMOVED = "https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources"
IMPORT_BLOCK = "https://developer.hashicorp.com/terraform/language/block/import"
