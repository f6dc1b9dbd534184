"""What a page says, read once for all inferrers.

- `json_ld` reads schema.org items
"""
