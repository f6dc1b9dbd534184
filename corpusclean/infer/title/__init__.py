"""Claim the title.

- `title` in the head, and of the headline; `notes` below the text that repeat it
"""
