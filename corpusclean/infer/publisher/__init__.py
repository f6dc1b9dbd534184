"""Claim the publisher of a page, and the agency that supplied the story.

- `source` claims the publisher: `declared` in the head and the URL; in the text, `mentions` and `domains` find names,
  `outlets` groups them, `features` describes them
- `agency` claims the supplier
"""
