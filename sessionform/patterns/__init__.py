"""Access patterns judged from the declaration alone: what serves each, and its cost. Nothing talks to DynamoDB."""
