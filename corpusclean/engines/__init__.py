"""Who runs the tasks of a build: one file an engine. An engine knows nothing of documents."""
