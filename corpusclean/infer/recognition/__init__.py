"""Recognise dates, names, cues and phrases in a string; nothing here knows of pages.

- dates: `printed_dates` as people write them, `machine_dates` in markup, `date_labels` (the words beside dates),
  `event_dates` (those of something else)
- names: `people` (also agencies), `outlet_names`, `collectives` (teams, accounts), `credits` parses a whole byline
- words: `cues` before names and captions, `phrases` that name a publisher or a notice, found by `literals`
- `addresses` (URLs), `language_detection`
"""
