"""What applications may do with a table: access patterns and library calls to actions on places, and to IAM policies.

Knows nothing of Terraform: whoever asks for a policy says what the ARNs are.
"""
