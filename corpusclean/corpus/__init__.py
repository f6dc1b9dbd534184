"""Decisions that need all documents of a build: which documents are duplicates, which lines are repeated."""
