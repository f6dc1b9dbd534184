"""Elements of HTML by the way in which browsers display them."""

from __future__ import annotations

BLOCKS = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li listing main menu nav noscript ol "
    "optgroup option p plaintext pre search section select summary table tbody td textarea tfoot th thead "
    "tr ul xmp".split()
)
"""Elements whose default rendering is a block or a list item (HTML Living Standard, 15.3), and the few that pages always
show on lines of their own."""

UNSEEN = (
    "annotation annotation-xml applet area audio base basefont canvas datalist embed frame frameset head iframe link "
    "meta noembed noframes object param script style svg template title track video "
    "-text -comment !-- !doctype -document #document -undef".split()
)
"""Elements whose text is not displayed (15.3.1), or only as a fallback; and nodes that are not elements."""
