"""Claim the byline and the authors.

- `byline` ranks the bylines on the lines, and reads names in them; `declared` in the head; `bios` below the text
- `candidates` finds the bylines: `byline_lines` reads one, `byline_text` cleans its text, `features` describes it;
  `threads` drops those of the answers in a forum
"""
