"""What comes in: one file a kind of input."""
