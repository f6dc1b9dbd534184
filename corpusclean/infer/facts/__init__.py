"""What a page says, read once for all inferrers.

`page_facts` has all facts of a page: `visible_text` (its `lines` and what they say together), `declared` (head and URL;
`json_ld` and `microdata` read the items in it) and `signs` (dates and byline cues on the lines). `claims` makes claims
from values in the head.
"""
