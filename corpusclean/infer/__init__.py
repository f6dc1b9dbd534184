"""Infer the metadata of a page: each module claims values of one field or one kind, with their evidence.

`resolve` collects the claims of all inferrers for a `Reading` of the page, and chooses at most one value per field:
`agreement` groups and describes the claims, `competition` ranks them.

- date: `date` (head and URL), `printed_lines` (lines), `caption_dates`, `relative_dates`; `printed_dates` parses dates as
  people write them, `machine_dates` those in markup, `event_dates` recognises dates of events
- authors, byline: `byline`, `byline_head` (head), `byline_lines` (lines), `author_bios`; `credits` parses a byline into
  names, `people` and `collectives` recognise names, `threads` those who answer in a forum
- title: `title`, `title_notes`; `headline` finds the headline among the candidates of `headline_lines`
- source: `source`; `outlets` compares the names that `outlet_mentions` finds
- other fields: `agency`, `language` (with `language_detection`), `notices` (flags), `page_type`, `rights`, `section`, `url`
- several fields: `microdata`, `mail_header`, `claimants` (other libraries)
- shared: `reading` (the lines, head and dates of a page), `cues` (words before dates and names), `phrases`, `json_ld`,
  `placement` and `roles` (features of a line), `literals`, `spelling`, `addresses` (URLs)
"""
