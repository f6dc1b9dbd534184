from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from corpusclean.document import Claim
from corpusclean.languages import Language, all_languages
from corpusclean.page import Page

Claims = Callable[[Page, str], list[Claim]]
NOON = datetime(2021, 3, 3, 11, 0, tzinfo=UTC)


def told(page: Page, claims: Claims, field: str = "date") -> list[str]:
    return [claim.value for claim in claims(page, field) if claim.method == "text-relative"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("By Ann Oak · 20 minutes ago", "2021-03-03"),
        ("vor 3 Stunden", "2021-03-03"),
        ("Gestern, 14:05 Uhr", "2021-03-02"),
        ("heute", "2021-03-03"),
        ("Il y a 2 heures", "2021-03-03"),
        ("Il y a 6 heures", None),  # in Montréal it is six in the morning
        ("hace 10 horas", None),
        ("昨日", "2021-03-02"),
        ("2時間前", "2021-03-03"),
        ("2小时前", "2021-03-03"),
        ("3 часа назад", "2021-03-03"),
        ("Neu heute im Angebot", None),
        ("Member since 3 hours ago", None),
    ],
)
def test_a_day_is_told_where_only_one_is_possible(
    article: Callable[..., Page], claims: Claims, line: str, day: str | None
) -> None:
    page = article(line)
    page.fetched_at = NOON
    assert told(page, claims) == ([day] if day else [])


@pytest.mark.parametrize(
    "fetched", [None, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)
def test_without_the_time_of_fetching_nothing_is_told(
    article: Callable[..., Page], claims: Claims, fetched: datetime | None
) -> None:
    page = article("vor 3 Stunden")
    page.fetched_at = fetched
    assert told(page, claims) == []


@pytest.mark.parametrize("hour", [0, 2])
def test_hours_that_may_cross_midnight_tell_no_day(
    article: Callable[..., Page], claims: Claims, hour: int
) -> None:
    page = article("vor 3 Stunden")
    page.fetched_at = NOON.replace(hour=hour)
    assert told(page, claims) == []


def test_days_ago_are_a_bound(article: Callable[..., Page], claims: Claims) -> None:
    page = article("hace 2 días")
    page.fetched_at = NOON
    assert told(page, claims, "date.not_before") == ["2021-02-28"]
    assert [claim for claim in page.claims if claim.field == "date"] == []


def test_a_label_says_which_date_it_is(article: Callable[..., Page], claims: Claims) -> None:
    page = article("Zuletzt aktualisiert vor 10 Minuten")
    page.fetched_at = NOON
    assert told(page, claims, "date_modified") == ["2021-03-03"]
    assert [claim for claim in page.claims if claim.field == "date"] == []


def test_a_comment_far_below_tells_nothing(article: Callable[..., Page], claims: Claims) -> None:
    page = article(*["Ein Wort"] * 40, "vor 3 Stunden")
    page.fetched_at = NOON
    assert told(page, claims) == []


@pytest.mark.parametrize("language", all_languages(), ids=lambda language: language.code)
def test_each_language_tells_minutes_and_yesterday(
    article: Callable[..., Page], claims: Claims, language: Language
) -> None:
    assert set(language.relative) == {"today", "yesterday", "days", "hours", "minutes"}
    assert -12 <= language.utc_offsets[0] <= language.utc_offsets[1] <= 14
    for unit in ("minutes", "yesterday"):
        page = article(language.relative[unit][0].replace("{n}", "5"))
        page.fetched_at = datetime(2021, 3, 3, 10, 0, tzinfo=UTC)
        assert told(page, claims) == ["2021-03-03" if unit == "minutes" else "2021-03-02"]
