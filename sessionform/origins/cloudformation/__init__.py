"""Tables in CloudFormation templates: those of CDK, SAM and people."""
