"""Claim the byline and the authors.

- `byline` ranks the `candidates` on the lines; `declared` in the head; `bios` below the text
- `threads` tells the first post of a forum from its answers
"""
