"""Since when Terraform, OpenTofu and CDKTF know what stacks are made of, and which AWS providers they are written for."""

from __future__ import annotations

from sessionform.facts.version_constraints import Version

PROVIDER_FLOOR: Version = (5, 100, 0)
"""The lowest AWS provider that stacks are written for, and are tested with."""

PROVIDER_CEILING: Version = (7, 0, 0)
"""The next major that nothing has been tested with."""

TERRAFORM_TESTED: Version = (1, 11, 4)
"""The Terraform that the tests run."""

TERRAFORM_NEWEST_TESTED: Version = (1, 15, 5)
"""The newest Terraform that the tests apply every example with."""

TERRAFORM_FLOOR: Version = (1, 2, 0)
"""The lowest Terraform that CDKTF supports: https://developer.hashicorp.com/terraform/cdktf."""

MOVED_BLOCKS: Version = (1, 1, 0)
"""https://developer.hashicorp.com/terraform/language/block/moved."""

IMPORT_BLOCKS: Version = (1, 5, 0)
"""https://developer.hashicorp.com/terraform/language/block/import."""

REMOVED_BLOCKS: Version = (1, 7, 0)
"""https://developer.hashicorp.com/terraform/language/block/removed."""

REMOVED_BLOCKS_TOFU: Version = (1, 10, 0)
"""OpenTofu before it refuses their `lifecycle` (https://github.com/opentofu/opentofu/issues/2556), without which Terraform destroys."""

S3_LOCKFILE: Version = (1, 10, 0)
"""https://developer.hashicorp.com/terraform/language/backend/s3#state-locking."""
