"""Engines run the tasks of a build, one module each; they know nothing of documents."""
