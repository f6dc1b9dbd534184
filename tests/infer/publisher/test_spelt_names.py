from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.infer.publisher.spelt_names import is_spelt, left_out_words
from corpusclean.page import Page

Values = Callable[[Page], dict[str, str]]
Article = Callable[..., Page]


@pytest.mark.parametrize(
    ("domain", "name", "count"),
    [
        ("northerncourier.com", "Northern Courier", 0),
        ("northerncourier.com", "The Northern Courier", 0),
        ("the-northern-courier.com", "Northern Courier", 0),
        ("lakeshoredispatch.com", "Tarn Lakeshore Dispatch", 1),
        ("tvledger.com", "Tarn Valley Ledger", 0),
        ("nbs.org", "Northern Boat Service", 0),
        ("oakalder.co.uk", "Oak & Alder Drainage", 1),
        ("suedblick.de", "Südblick", 0),
        ("sudblick.de", "Südblick", 0),
        ("barcadetarn.es", "Barca de Tarn", None),
        ("tarn.com", "Tarn Ledger", None),
        ("tarn.com", "Ann Tarn Ferry Oak", None),
        ("t.co", "Tarn", None),
        ("ledger.com", "Tarn Valley", None),
    ],
)
def test_a_domain_spells_words_and_first_letters_in_order(domain: str, name: str, count: int | None) -> None:
    assert left_out_words(domain, name) == count


def test_a_known_name_of_two_words_may_have_one_that_its_domain_leaves_out() -> None:
    assert is_spelt("tarn.com", "City Tarn")
    assert not is_spelt("tarn.com", "Ferries of Tarn")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (
            "Ann Example covers schools for the Tarn Lakeshore Dispatch. Reach her at",
            "Tarn Lakeshore Dispatch",
        ),
        ("Download Lakeshore Dispatch or write to", "Lakeshore Dispatch"),
        ("The dispatch from the lakeshore is free. Write to", None),
    ],
)
def test_an_address_of_mail_names_the_publisher_whose_name_it_spells(
    article: Article, values: Values, line: str, name: str | None
) -> None:
    found = values(article("", f"{line} letters@lakeshoredispatch.com", "editor@lakeshoredispatch.com"))
    assert (found.get("source.name"), found["source.domain"]) == (name, "lakeshoredispatch.com")
