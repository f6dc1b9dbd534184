"""Decoded documents into pages of lines: one file a kind of document."""
