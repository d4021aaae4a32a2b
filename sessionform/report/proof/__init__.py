"""A proof in every format."""
