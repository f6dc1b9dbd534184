"""Find the headline among the visible lines; dates, authors and publishers are looked for around it.

- `search` takes it from the markup, else the most probable of the `candidates`
"""
