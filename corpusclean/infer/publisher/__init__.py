"""Claim the publisher of a page, and the agency that supplied the story.

- `source` claims the publisher; `outlets` compares the names that `mentions` finds in the text
- `agency` claims the supplier
"""
