"""Group the names and domains that may be the publisher's: all variants of a name are one candidate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpusclean.infer.publisher.domains import find_domains
from corpusclean.infer.publisher.mentions import find_mentions
from corpusclean.spelling import squeezed

if TYPE_CHECKING:
    from corpusclean.infer.publisher.mentions import PhraseMatch
    from corpusclean.infer.reading import Reading

_MAX_OUTLETS = 100


@dataclass(slots=True)
class Outlet:
    """A candidate for the publisher.

    Args:
        name: the name as printed; "" if only its domain was found.
        span: half-open range of the name in the page's text.
        domain: a registered domain with the same spelling, or "".
        domain_span: half-open range of the domain in the page's text.
        features: features by name.
        kinds: kinds of its mentions; see `find_mentions`.
    """

    name: str = ""
    span: tuple[int, int] = (0, 0)
    domain: str = ""
    domain_span: tuple[int, int] = (0, 0)
    features: dict[str, float] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)


def find_outlets(reading: Reading, phrases: list[PhraseMatch]) -> dict[str, Outlet]:
    """Find the candidates for the publisher; their features are the kinds of their mentions.

    Args:
        reading: the page.
        phrases: its `phrase_matches`.

    Returns:
        Key (normalised spelling) → candidate.
    """
    outlets: dict[str, Outlet] = {}
    for kind, name, span in find_mentions(reading, phrases):
        key = outlet_key(name)
        if key and len(outlets) < _MAX_OUTLETS:
            outlet = outlets.setdefault(key, Outlet())
            outlet.features[kind] = 1.0
            outlet.kinds.add(kind)
            bare = outlet.name.removeprefix("The ")
            if not outlet.name or name == f"The {bare}" or len(name.removeprefix("The ")) < len(bare):
                outlet.name, outlet.span = name, span
    for kind, domain, span in find_domains(reading):
        key = outlet_key(domain.split(".")[0])
        if key in outlets or len(outlets) < _MAX_OUTLETS:
            outlet = outlets.setdefault(key, Outlet())
            outlet.features[f"{kind} twice" if kind in outlet.features else kind] = 1.0
            if not outlet.domain:
                outlet.domain, outlet.domain_span = domain, span
    return outlets


def outlet_key(name: str) -> str:
    """Return the normalised spelling of a name, by which its variants are grouped.

    >>> outlet_key("The Tarn-News")
    'tarnnews'
    """
    return squeezed(name).removeprefix("the")
