"""Find the headline among the visible lines; dates, authors and publishers are looked for around it.

- `search` takes it from the markup, else it is the most probable of the `candidates`, by their `features`
- `echoes` compares the words of a candidate with those of the text below
"""
