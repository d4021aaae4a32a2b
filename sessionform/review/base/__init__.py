"""The base of a review: which commit or file it is, read with git as it stands, and nothing of it run."""
