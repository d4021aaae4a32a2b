"""An environment as Terraform's configuration, in JSON or HCL. Pure: no CDKTF, no process, no network."""
