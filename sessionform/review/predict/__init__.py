"""What a deploy will do: from the arguments before and after, and the facts, to actions, calls and refusals. No sentences."""
