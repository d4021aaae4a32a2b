"""Tables as they are in AWS: read, never written, and put into the words of the declaration."""
