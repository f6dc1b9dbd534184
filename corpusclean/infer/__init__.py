"""Infer the metadata of a page: read its facts once, claim values of each field with their evidence, and choose.

Each part imports only from those above it (`tests/test_architecture.py` holds this):

- `recognition`: dates, names, cues and phrases in a string
- `facts`: what a page says, read once: visible lines, head and URL, dates and byline cues
- `ranking`: comparison of candidates by fitted weights
- `headline`: the line around which dates, authors and publishers are looked for
- `reading`: the facts and the headline of a page, which all inferrers are given; `placement`: features of the position
  of a line in it
- the inferrers by field: `title`, `dates`, `authors`, `publisher`, `page_fields` (language, type, section, URL, rights,
  flags); and those of several fields: `claimants` (other libraries), `mail_header`, `microdata`
- `resolve`: runs all inferrers, and chooses at most one value per field

In the folder of a field, `declared` reads the head and the URL, `candidates` (for publishers `mentions`) finds the places
that may hold the value, `features` describes them to the ranking. So a spelling of dates that is not understood belongs
in `recognition.printed_dates`, a line that is overlooked in `dates.sightings`, a wrong choice among dates in
`dates.features`, a meta tag in `dates.declared`. A word is no code at all, but a line in `languages` or `lexicons`.
"""
