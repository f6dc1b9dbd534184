"""Claim the publisher of a page, and the agency that supplied the story.

- `source` claims the publisher from the head, the URL, phrases, and the names in the text: `mentions` and `domains` find
  them, `outlets` groups them, `features` describes them
- `agency` claims the supplier
"""
