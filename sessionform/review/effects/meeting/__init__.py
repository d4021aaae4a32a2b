"""Changes that meet in one deploy: what AWS or Terraform refuses of them, and what that means for the rest."""
