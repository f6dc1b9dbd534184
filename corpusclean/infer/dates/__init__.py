"""Claim the dates of publication and modification.

- `declared` in the head and the URL; `captions`; `relative` ("3 hours ago")
- `printed` on the lines: `sightings` finds the days, `candidates` chooses those that may be the day of publication,
  `features` describes them; `numeric_order` tells whether day or month is first in 03/04/2018
"""
