"""What is decided by looking at all documents of a build: one file a question."""
