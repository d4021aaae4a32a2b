"""What becomes of a whole environment: where it is, where its state is, and with which versions it is applied."""
