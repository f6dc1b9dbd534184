from __future__ import annotations

from collections.abc import Callable

import pytest

from corpusclean.document import Claim, Mark
from corpusclean.page import Head, LineFeatures, Page
from tests.infer.conftest import PROSE

Values = Callable[[Page], dict[str, str]]
Article = Callable[..., Page]


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (("By Ann Example",), "Ann Example"),
        (("By Ann Example and Bo Sample",), "Ann Example; Bo Sample"),
        (
            ("By", "Ann Example", ",", "Bo Sample", "and", "Carl Probe", "16 min read"),
            "Ann Example; Bo Sample; Carl Probe",
        ),
        (("Ann Example",), "Ann Example"),
        (("Ann Example", "3 May 2016"), "Ann Example"),
        (("Ann Example 3 May 2016",), "Ann Example"),
        (("3 May 2016", "Qwera Example"), "Qwera Example"),
        (("Posted on 3 May 2016 by Qwera Example",), "Qwera Example"),
        (("Posted in Boats by Ann Example",), "Ann Example"),
        (("Written by Ann Example, Staff Writer",), "Ann Example"),
        (("VON ANNA MUSTER am 3. Mai 2016",), "Anna Muster"),
        (("By Martin Luther King, Jr.",), "Martin Luther King, Jr."),
        (("By Ann Example Tuesday, 3 May 2016",), "Ann Example"),
        (("كتبت: سلمى الحداد الثلاثاء ٣ مايو ٢٠١٦",), "سلمى الحداد"),
        (("By Kim Sunday 3 May 2016",), "Kim Sunday"),
        (("Text: Anna Andersson, foto: Erik Ek",), "Anna Andersson"),
        (("May 3, 2016 By Ann Example Leave a Comment",), "Ann Example"),
        (("By Ann Example No Comments",), "Ann Example"),
        (("By ANN EXAMPLE FOR HARBOURNEWS",), "Ann Example"),
        (("Author of the article: Ann Example-Oak",), "Ann Example-Oak"),
        (("Ann Example, ESPY Staff WriterMay 3, 2016, 04:36 PM ET",), "Ann Example"),
        (
            ("TNC Fells / By Ann ExamplePosted Tue 3 May 2016 at 6:51am, updated Tue 3 May 2016 at 11am",),
            "Ann Example",
        ),
        (("Qwera Example in Tarn", "3 May 2016"), "Qwera Example"),
        (("Ann Example and Bo Sample in Tarn", "Tue 3 May 2016 07.00 BST"), "Ann Example; Bo Sample"),
        (
            (
                "The ferry lies at its berth below the old mill of Tarn.",
                "BO SAMPLE",
                "ANN EXAMPLE",
                "Tarn - 3 May 2016",
            ),
            "Ann Example",
        ),
        (("by Institute of Tarn", "3 May 2016"), "Institute of Tarn"),
        (("/ By Ann Example and Bo Sample", "Posted Tue 3 May 2016 at 7:14am"), "Ann Example; Bo Sample"),
        (("| Von Anna Muster", "3. Mai 2016"), "Anna Muster"),
        (("By Ann Example and", "Bo Sample"), "Ann Example; Bo Sample"),
        (("Ann Example &", "Carl Sample", "3 May 2016"), "Ann Example; Carl Sample"),
        (("By Ann Example, Tarn, and Bo Sample",), "Ann Example; Bo Sample"),
        (("By ANN EXAMPLE Plainsman staff",), "Ann Example"),
        (("Ann Example / Q. W. Sample", "3 May 2016"), "Ann Example; Q. W. Sample"),
        (("Ann Example¹*, Carl Sample²,³", "3 May 2016"), "Ann Example; Carl Sample"),
        (("Medically reviewed by Bo Sample, MD — Written by Ann Example on May 3, 2016",), "Ann Example"),
        (("Medically Reviewed by Bo Sample, MD on May 3, 2016 Written by Ann Example",), "Ann Example"),
    ],
)
def test_the_authors_below_the_headline_are_read(
    article: Article, values: Values, lines: tuple[str, ...], authors: str
) -> None:
    assert values(article(*lines))["authors"] == authors


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("By Ann Example | Harbour News", "Harbour News"),
        ("By Ann Example, the Harbour Courier", "the Harbour Courier"),
        ("By Ann Example | News", None),
        ("Posted by Ann Example on May 3, 2016 in News", None),
        ("Ann Example | TV", None),
    ],
)
def test_the_section_behind_a_name_is_no_publisher(
    article: Article, values: Values, line: str, source: str | None
) -> None:
    found = values(article(line))
    assert (found["authors"], found.get("source.name")) == ("Ann Example", source)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Ann Example — 3 May 2016", "Ann Example"),
        ("Ann Example / 3 May 2016", "Ann Example"),
        ("3 May 2016 — Ann Example", "Ann Example"),
        ("By Ann Example — May 3, 2016", "By Ann Example"),
        ("Ann Example, 3 May 2016, Harbour News", "Ann Example | Harbour News"),
        ("Ann Example (3 May 2016)", "Ann Example"),
        ("[3 May 2016] Ann Example", "Ann Example"),
        ("By Ann Example, Published: 3 May 2016", "By Ann Example"),
        ("Posted by Ann Example on May 3, 2016 in Boats", "Posted by Ann Example"),
        ("By Kim Son | 3 May 2016", "By Kim Son"),
        ("By Kim Sun, 3 May 2016", "By Kim Sun"),
        ("Submitted by Ann Example on Tue, 05/17/2016 - 11:00", "Submitted by Ann Example"),
        ("by Ann Example » 3 May 2016, 19:44", "by Ann Example"),
        ("Par Ann Example Publié le 3 mai 2016 à 19h44", "Par Ann Example"),
        ("Ann Example May 3, 2016, 10:10am 1", "Ann Example"),
        ("By Ann Example / Harbour News", "By Ann Example / Harbour News"),
        ("REDACCIÓN / 3 de mayo de 2016 / 10:15", "REDACCIÓN"),
        ("By Ann Example Last updated: May 5, 2022 Published: May 3, 2016 12 Comments", "By Ann Example"),
        ("By Ann Example ⋅ Editor ⋅ Updated May 3, 2016", "By Ann Example ⋅ Editor"),
        ("Ann Example 3 May 2016 0 337", "Ann Example"),
        ("By Ann Example 3 May 2016 This post may contain affiliate links", "By Ann Example"),
        ("Baking, Cakes | 3 May 2016 | by Ann Example", "by Ann Example"),
        ("Fact checked by Bo Sample • Written by Ann Example", "Written by Ann Example"),
    ],
)
def test_a_byline_is_printed_without_what_else_is_on_its_line(
    article: Article, values: Values, line: str, byline: str
) -> None:
    assert values(article(line))["byline"] == byline


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("Photo by Ann Example",),
        ("Ann Example/THE CANADIAN PRESS",),
        ("Foto: Anna Muster",),
        ("By Staff Writer",),
        ("By admin",),
        ("By ann@example.org",),
        ("Sign Up", "Log In"),
        ("03.05.2016 North Tarn",),
        ("Edited by Ann Example",),
        ("Medically reviewed by Ann Example",),
        ("Text Qwera Example", "3 May 2016"),
    ],
)
def test_photographers_roles_and_menus_are_no_authors(
    article: Article, values: Values, lines: tuple[str, ...]
) -> None:
    found = values(article(*lines))
    assert "authors" not in found
    assert "byline" not in found


@pytest.mark.parametrize(
    ("line", "author", "kind"),
    [
        ("By Harbour News Staff", "Harbour News Staff", "organization"),
        ("Von Redaktion", "Redaktion", "organization"),
        ("By the Tarn Boats Team on May 3, 2016", "the Tarn Boats Team", "organization"),
        ("Posted by tinwhistle on May 3, 2016", "tinwhistle", "account"),
    ],
)
def test_evidence_tells_houses_and_accounts_from_people(
    article: Article, claims: Callable[[Page, str], list[Claim]], line: str, author: str, kind: str
) -> None:
    named = {claim.value: claim.method for claim in claims(article(line), "authors")}
    assert named[author].endswith(f":{kind}")


def test_a_house_is_no_author_beside_people(article: Article, values: Values) -> None:
    script = '{"@type": "NewsArticle", "author": {"@type": "Organization", "name": "Harbour Press"}}'
    features = [LineFeatures("h1"), *[LineFeatures("p")] * 5]
    page = article("By Ann Example", head=Head(json_ld=(script,)), features=features)
    assert values(page)["authors"] == "Ann Example"


def test_a_byline_tells_people_house_and_agency(article: Article, values: Values) -> None:
    found = values(article("By Ann Example and Bo Sample, Harbour News"))
    assert found["byline"] == "By Ann Example and Bo Sample, Harbour News"
    assert (found["authors"], found["source.name"]) == ("Ann Example; Bo Sample", "Harbour News")
    found = values(article("Jane Doe | The Canadian Press | Published Jan 19, 2016"))
    assert (found["authors"], found["agency"], found["date"]) == (
        "Jane Doe",
        "The Canadian Press",
        "2016-01-19",
    )


def test_a_headline_that_begins_with_a_kind_of_article_is_no_byline(page_of: Article, values: Values) -> None:
    lines = ("Interview: Ferryman Bo Sample on fog", "", "By Ann Example | The Tarn Pilot | 3 May 2016", "")
    assert values(page_of("\n".join([*lines, *PROSE])))["authors"] == "Ann Example"
    assert "authors" not in values(page_of("\n".join(["Interview: Bo Sample", "", "3 May 2016", "", *PROSE])))


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        (("By Ann Example", "Associated Press"), "Associated Press"),
        (("By ANN EXAMPLE Associated Press",), "Associated Press"),
        (("Ann Example, Associated Press", "3 May 2016"), "Associated Press"),
        (("By Ann Example with AP",), "AP"),
        (("By Ann Example with files from The Canadian Press",), "The Canadian Press"),
        (("Von Ann Example mit dpa",), "dpa"),
        (("Par Ann Example (avec AFP)",), "AFP"),
        (("Por Ann Example con EFE y Reuters",), "EFE"),
    ],
)
def test_an_agency_beside_the_author_has_helped(
    article: Article, values: Values, lines: tuple[str, ...], agency: str
) -> None:
    found = values(article(*lines))
    assert (found["authors"], found["agency"]) == ("Ann Example", agency)


def test_a_couple_is_no_agency(article: Article, values: Values) -> None:
    assert "agency" not in values(article("By Nancy and Sid"))


def test_a_name_and_an_agency_below_the_date_credit_a_picture(page_of: Article, values: Values) -> None:
    lines = ("Old ferry of Tarn finds a family to live on it", "3 May 2016", "Ann Example, Associated Press")
    marks = [Mark(2, "credit", "test")]
    assert "authors" not in values(page_of("\n".join([*lines, "", *PROSE]), marks=marks))


@pytest.mark.parametrize("line", ["AP", "[Reuters]", "(AFP)"])
def test_an_agency_alone_on_a_line_is_no_author(article: Article, values: Values, line: str) -> None:
    found = values(article(line, "3 May 2016"))
    assert found["agency"] == line.strip("[]()")
    assert "authors" not in found


def test_special_to_names_the_publisher(article: Article, values: Values) -> None:
    found = values(article("John Sample, Special to The Northern Courier"))
    assert (found["authors"], found["source.name"]) == ("John Sample", "The Northern Courier")


@pytest.mark.parametrize("line", ["By AFP", "By AFP | May 3, 2016", "Posted May 3, 2016 by AFP"])
def test_an_agency_that_signs_a_story_has_supplied_it(article: Article, values: Values, line: str) -> None:
    found = values(article(line))
    assert (found["authors"], found["agency"]) == ("AFP", "AFP")


def test_a_name_in_a_marked_line_is_no_author(article: Article, values: Values) -> None:
    assert "authors" not in values(article("By Ann Example", marks=[Mark(1, "related-link", "test")]))


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ('"Ann Example"', "Ann Example"),
        ('{"@type": "Person", "name": "Ann Example, PhD"}', "Ann Example"),
        ('[{"name": "Ann Example"}, {"name": "Bo Sample"}]', "Ann Example; Bo Sample"),
        ('[["Ann Example"]]', "Ann Example"),
        ('{"@type": "Person", "name": "Example, Ann"}', "Ann Example"),
        ('{"@type": "Organization", "name": "Ann Example Boats"}', "Ann Example Boats"),
        ('[{"@type": "Organization", "name": "Tarn Boats"}, {"name": "Ann Example"}]', "Ann Example"),
        ('{"@type": "Person", "name": "Harbour News Staff"}', "Harbour News Staff"),
        ('{"@type": "Person", "name": "admin"}', None),
        ('{"@type": "Person", "name": "https://example.org/ann"}', None),
        ("{}", None),
        ("null", None),
    ],
)
def test_json_ld_names_people_before_houses(
    page_of: Article, values: Values, author: str, expected: str | None
) -> None:
    script = f'{{"@type": "NewsArticle", "author": {author}}}'
    assert values(page_of("x", head=Head(json_ld=(script,)))).get("authors") == expected


def test_several_meta_tags_name_several_authors(page_of: Article, values: Values) -> None:
    metas = (("parsely-author", "Ann Example"), ("parsely-author", "Bo Sample"))
    assert values(page_of("x", head=Head(meta=metas)))["authors"] == "Ann Example; Bo Sample"


def test_the_site_is_not_its_own_author(page_of: Article, values: Values) -> None:
    metas = (("author", "Bootshaus Tarn"), ("og:site_name", "Bootshaus Tarn"))
    assert "authors" not in values(page_of("x", head=Head(meta=metas)))


def test_people_call_their_sites_after_themselves(page_of: Article, values: Values) -> None:
    metas = (("author", "Martin Beispiel"), ("og:site_name", "Martin Beispiel"))
    assert values(page_of("x", head=Head(meta=metas)))["authors"] == "Martin Beispiel"


def test_markup_makes_a_name_a_byline(article: Article, values: Values) -> None:
    features = [LineFeatures("h1"), LineFeatures("p", attributes="author-name")] + [LineFeatures("p")] * 4
    assert values(article("Qwera Example", head=Head(), features=features))["authors"] == "Qwera Example"


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("May 3, 2016 By Ann Example", "By Ann Example"),
        ("tin_whistle42, 3 May 2016", "tin_whistle42"),
        ("3.5.2016 Boote Von Anna Muster", "Von Anna Muster"),
        ("3 May 2016 Max Von Example", "Max Von Example"),
    ],
)
def test_a_byline_of_the_markup_is_printed_without_its_date_and_section(
    article: Article, values: Values, line: str, byline: str
) -> None:
    features = [LineFeatures("p", attributes="author" if number == 1 else "") for number in range(6)]
    assert values(article(line, head=Head(), features=features))["byline"] == byline


@pytest.mark.parametrize(
    ("line", "author"), [("tin_whistle42 March 2011", "tin_whistle42"), ("Joined: March 2011", None)]
)
def test_what_a_date_is_of_is_no_account(
    article: Article, values: Values, line: str, author: str | None
) -> None:
    features = [LineFeatures("p", attributes="author" if number == 1 else "") for number in range(6)]
    found = values(article(line, head=Head(), features=features))
    assert (found.get("authors"), "byline" in found) == (author, author is not None)


def test_a_cue_is_no_first_name(article: Article, values: Values) -> None:
    found = values(article("Af Ritzau"))
    assert (found.get("authors"), found.get("agency")) == ("Ritzau", "Ritzau")


def test_a_name_ends_at_the_next_label(article: Article, values: Values) -> None:
    assert values(article("作者：李小明 来源：白沙日报"))["authors"] == "李小明"
    assert values(article("Text: Ann Oak Foto: Bo Elm"))["authors"] == "Ann Oak"


def test_a_text_without_a_title_may_begin_with_its_byline(page_of: Article, values: Values) -> None:
    story = "\n\n".join((PROSE[0], PROSE[1], PROSE[2]))
    assert values(page_of(f"Ann Example/Courier Writer\n\n{story}"))["authors"] == "Ann Example"


POSTS = (
    "Knock from the left wheel",
    "by turbo_tess » Tue May 03, 2016 8:16 pm",
    PROSE[0],
    "by Ragnhild » Tue May 03, 2016 9:02 pm",
    PROSE[1],
    "by turbo_tess » Wed May 04, 2016 9:10 pm",
    PROSE[2],
)


def test_who_answers_in_a_thread_is_not_its_author(page_of: Article, values: Values) -> None:
    assert values(page_of("\n".join(POSTS)))["authors"] == "turbo_tess"


def test_members_of_a_forum_are_no_authors(page_of: Article, values: Values) -> None:
    members = ("Ann Example", "Posts: 12", POSTS[2], "Bo Sample", "Posts: 8,412", POSTS[4])
    assert "authors" not in values(page_of("\n".join((POSTS[0], *members))))


def test_who_answers_on_the_line_above_a_day_is_not_the_author(page_of: Article, values: Values) -> None:
    posts = "\n\n".join(
        f"Posted by: {name}\n{day} June 2022, 20:11\n\nThe soap works well on my beans, twice a week."
        for name, day in (("mieke73", 14), ("Gerrit", 14), ("mieke73", 15))
    )
    assert values(page_of(f"Greenfly on the beans, what now?\n\n{posts}")).get("authors") == "mieke73"


def test_the_label_of_a_thread_names_its_author(page_of: Article, values: Values) -> None:
    label = "Auteur de la discussion : tess38  Date de début : 3 mai 2016"
    assert values(page_of("\n".join((POSTS[0], label, PROSE[0], PROSE[1]))))["authors"] == "tess38"


@pytest.mark.parametrize("line", ["De spindel denk ik. Waar koop je die?", "De boot ligt nog steeds hier."])
def test_a_short_cue_before_a_sentence_is_a_word_of_another_language(
    article: Article, values: Values, line: str
) -> None:
    assert "authors" not in values(article("3 May 2016", line))


@pytest.mark.parametrize("label", ["Media contact:", "Pressekontakt", "Contact presse :"])
def test_somebody_to_be_asked_is_no_author(page_of: Article, values: Values, label: str) -> None:
    page = page_of(
        "\n".join(("Tarn Boats sells its ferry", *PROSE, "", label, "Ann Example", "+44 20 5550 0123"))
    )
    assert "authors" not in values(page)


def test_a_korean_reporter_is_the_author_though_a_rule_takes_the_line_for_a_credit(
    article: Article, values: Values
) -> None:
    page = article("박지훈 기자", "2016.05.03 14:05", marks=[Mark(1, "credit", "test", 0.8)])
    assert values(page)["authors"] == "박지훈"


@pytest.mark.parametrize("below", ["Plaintiff,", "Defendant-Appellee", "Klägerin"])
def test_a_party_to_a_lawsuit_is_no_author(article: Article, values: Values, below: str) -> None:
    assert "authors" not in values(article("ANN EXAMPLE,", below, headline="IN THE COUNTY COURT AT TARN"))


@pytest.mark.parametrize(
    "line",
    [
        "On Tue, May 3, 2016 at 9:14 AM, Ann Example <ann@harbour.example> wrote:",
        "Am 3. Mai 2016 um 09:14 schrieb Anna Muster <anna@hafen.example>:",
        "Le mar. 3 mai 2016 à 09:14, Anne Exemple <anne@port.example> a écrit :",
    ],
)
def test_who_is_quoted_in_a_reply_is_no_author_and_its_day_is_not_that_of_the_reply(
    page_of: Article, values: Values, line: str
) -> None:
    found = values(page_of("\n".join(("Dear Bo,", *PROSE, "", line, "> Here is the draft."))))
    assert found.keys().isdisjoint({"authors", "date"})


@pytest.mark.parametrize("line", ["Hallo Jo,", "Dear Ann,", "Estimada Ana,"])
def test_who_is_greeted_is_no_author(page_of: Article, values: Values, line: str) -> None:
    assert "authors" not in values(page_of("\n".join((line, "", *PROSE, "", "Mara"))))


@pytest.mark.parametrize("name", ["Super User", "Microsoft FrontPage", "admin"])
def test_an_account_of_nobody_in_particular_is_no_author(page_of: Article, values: Values, name: str) -> None:
    assert "authors" not in values(page_of("x", head=Head(meta=(("author", name),))))
    assert "authors" not in values(
        page_of("x", head=Head(json_ld=(f'{{"@type": "Article", "author": "{name}"}}',)))
    )


def test_a_byline_of_nobody_in_particular_names_no_author(article: Article, values: Values) -> None:
    assert "authors" not in values(article("Written by Super User"))


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("de Vries, Jan", "Jan de Vries"),
        ("Hartley, Rose M.", "Rose M. Hartley"),
        ("Ann Example, PhD", "Ann Example"),
        ("Ann Example", "Ann Example"),
    ],
)
def test_names_of_citations_may_begin_with_the_last_name(
    page_of: Article, values: Values, name: str, author: str
) -> None:
    assert values(page_of("x", head=Head(meta=(("citation_author", name),))))["authors"] == author


def test_a_subheading_is_no_unknown_name(article: Article, values: Values) -> None:
    heading, byline = LineFeatures("h2"), LineFeatures("h4", attributes="author-name")
    for features, author in ((heading, None), (byline, "Qwera Example")):
        lines = [LineFeatures("h1"), features, *[LineFeatures("p")] * 4]
        assert values(article("Qwera Example", head=Head(), features=lines)).get("authors") == author


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("2021-06-15 09:20 来源：湖滨报 作者：陈思远 责任编辑：李梅", "陈思远"),
        ("15.06.2021 09:20 Autor: Jan Example Foto: Bo Sample", "Jan Example"),
    ],
)
def test_a_line_of_labels_names_the_author_behind_one_of_them(
    article: Article, values: Values, line: str, author: str
) -> None:
    assert values(article(line))["authors"] == author


def test_a_name_that_is_only_a_part_of_a_heading_is_no_author(article: Article, values: Values) -> None:
    features = [LineFeatures("h1"), LineFeatures("h2"), *[LineFeatures("p")] * 4]
    for heading, author in (("Marietta Electricians Cost Data", None), ("Ann Example", "Ann Example")):
        assert values(article(heading, head=Head(), features=features)).get("authors") == author


@pytest.mark.parametrize(
    "lines",
    [
        ("Anna Berg", "Reporter", "Tom Ruiz", "Photographer", "May 3, 2016"),
        ("May 3, 2016", "Anna Berg", "Staff Writer", "Tom Ruiz", "Staff Photographer"),
        ("Anna Berg", "Redakteurin", "Tom Ruiz", "Fotograf", "3. Mai 2016"),
        ("Par Anna Berg", "Tom Ruiz", "Photographe", "3 mai 2016"),
    ],
)
def test_a_name_above_the_role_of_a_photographer_is_no_author(
    article: Article, values: Values, lines: tuple[str, ...]
) -> None:
    assert values(article(*lines))["authors"] == "Anna Berg"
