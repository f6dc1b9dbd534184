from __future__ import annotations

import pytest

from corpusclean.infer.recognition.outlet_names import outlet_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Harbour News Inc.", "Harbour News"),
        ("The Northern Courier", "The Northern Courier"),
        ("Nordpost GmbH & Co. KG", "Nordpost"),
        ("Reuters", ""),
        ("Ann Example", ""),
        ("us", ""),
        ("WordPress", ""),
        ("2018", ""),
        ("Contact", ""),
        ("All rights reserved", ""),
        ("Alla rättigheter förbehållna", ""),
        ("and disclaimer", ""),
        ("We", ""),
        ("2.3.6. Other Ropes", ""),
        ("First seen on tarnpilot.com", ""),
        ("tarnpilot.com", "tarnpilot.com"),
        ("20 Minuten", "20 Minuten"),
        ('Default: "https://harbour.example', ""),
    ],
)
def test_the_name_of_an_outlet_is_told_from_other_names(text: str, name: str) -> None:
    assert outlet_name(text) == name
