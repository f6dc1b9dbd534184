"""Infer the metadata of a page: read its facts once, claim values of each field with evidence, choose among the claims.

Each folder imports only from those above it:

- `recognition`: dates, names, cues and phrases in a string
- `facts`: what a page says, read once
- `ranking`: comparison of candidates by fitted weights
- `headline`: the line around which dates, authors and publishers are looked for
- `reading`: the facts and the headline of a page, which inferrers share; `placement`: the position of a line in it
- the inferrers, by field: `title`, `dates`, `authors`, `publisher`, `page_fields`; and those of several fields:
  `microdata`, `claimants` (other libraries)
- `resolve`: runs all inferrers, and chooses at most one value per field
"""
