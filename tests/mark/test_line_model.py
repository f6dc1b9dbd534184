"""The line model: exact numbers, bounded work, clean text left alone."""

import hashlib
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpusclean import Recipe
from corpusclean.document import CUT_REASONS, Mark
from corpusclean.mark.exact_layers import EXACT, GAP
from corpusclean.mark.line_features import STEP, read_lines
from corpusclean.mark.line_model import (
    BATCH_LINES,
    NAME,
    SURE,
    SURE_WITH_WITNESS,
    drop_scores,
    following_sentences,
    likely_reasons,
    line_model_marks,
    most_caution,
    role_chances,
)
from corpusclean.mark.line_network import DILATIONS, MODEL, load_network, score_lines
from corpusclean.mark.line_words import HEAD_CHARS, MAX_LINES, TAIL_CHARS
from corpusclean.mark.list_items import find_lists
from corpusclean.mark.rules import rule_marks
from corpusclean.page import ROLES, Page
from corpusclean.segment.text import segment_text


def dropped(keep: NDArray[Any], words: NDArray[Any], *, witnesses: int) -> list[float]:
    """Score lines that are in no list or table."""
    return drop_scores(keep, words, most_caution(words, []), witnesses, {})


STORY = """The ferry between Vik and Holme will stop running in March, the harbour board said on Tuesday.

Some 400 people take the boat to work each day, and many of them learned about the plan from a notice on the quay.

“Nobody asked us,” said Runa Dahl, who has crossed the sound since 1987. “We found out with the gulls.”

The board says that repairs would cost more than the boat is worth, and that a bus will take its place."""

SITE = """Home
News
Sport
Weather
Log in
Subscribe

{story}

Share on Facebook
Tweet
Related articles
Ten harbours to see before you die
The best buses of the north
Sign up for our newsletter
© 2024 The Sound Gazette. All rights reserved.
Privacy policy
Terms of use"""

LINES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_characters="\n"), max_size=40),
        st.sampled_from(
            ["", "Menu", "Read more", "© 2024", "一行の文です。", "שלום, עולם", "• a | b > c", "12:30"]
        ),
        st.just(STORY.split("\n", maxsplit=1)[0]),
    ),
    max_size=30,
)


def cut_lines(text: str) -> set[str]:
    page = segment_text(text)
    page.marks = rule_marks([page], Recipe())[0]
    return {page.line(mark.line) for mark in line_model_marks([page], Recipe())[0] if mark.score >= 0.5}


def test_a_story_stays_and_the_site_around_it_goes() -> None:
    gone = cut_lines(SITE.format(story=STORY))
    assert not gone & set(STORY.split("\n"))
    assert {"Weather", "Log in", "Share on Facebook", "Privacy policy", "Terms of use"} <= gone


def test_a_clean_story_loses_nothing() -> None:
    assert not cut_lines(STORY)


@pytest.mark.parametrize(
    "story",
    [
        "港の渡し船は三月で終わります。\n毎日四百人が船で仕事に行きます。\n「だれも聞いてくれなかった」と住民は話しました。",
        "渡轮将于三月停止运营，港务局周二表示。\n每天约有四百人乘船上班，许多人从码头的告示上得知此事。\n居民说，没有人问过他们的意见。",
        "Паром перестанет ходить в марте, сообщило управление порта.\nЖители говорят, что их никто не спросил.",
        "המעבורת תפסיק לפעול במרץ, כך הודיעה רשות הנמל ביום שלישי.\nכארבע מאות בני אדם נוסעים בה מדי יום לעבודה.",
        "ستتوقف العبارة عن العمل في مارس، حسبما قالت هيئة الميناء يوم الثلاثاء.\nيستقلها نحو أربعمائة شخص كل يوم إلى العمل.",
        "नौका मार्च में बंद हो जाएगी, बंदरगाह बोर्ड ने मंगलवार को कहा।\nहर दिन लगभग चार सौ लोग इससे काम पर जाते हैं।",
        "Το πλοίο θα σταματήσει τον Μάρτιο, ανακοίνωσε την Τρίτη το λιμεναρχείο.\nΚάθε μέρα το παίρνουν τετρακόσιοι άνθρωποι.",
        "เรือข้ามฟากจะหยุดให้บริการในเดือนมีนาคม คณะกรรมการท่าเรือกล่าวเมื่อวันอังคาร\nผู้คนราวสี่ร้อยคนนั่งเรือไปทำงานทุกวัน",
        "그 여객선은 3월에 운항을 멈춘다고 항만 당국이 화요일에 밝혔다.\n매일 약 사백 명이 배를 타고 출근한다.",
    ],
)
def test_a_story_in_any_script_loses_nothing(story: str) -> None:
    assert not cut_lines(story)


@given(st.lists(LINES, max_size=6))
def test_the_batch_changes_nothing(texts: list[list[str]]) -> None:
    pages = [segment_text("\n".join(lines)) for lines in texts]
    together = line_model_marks(pages, Recipe())
    assert together == [line_model_marks([page], Recipe())[0] for page in pages]


def test_the_batch_changes_nothing_for_long_pages() -> None:
    lines = SITE.format(story=STORY).split("\n")
    pages = [segment_text("\n".join(lines[k % 7 :] * (k % 5 + 1))) for k in range(64)]
    assert line_model_marks(pages, Recipe()) == [line_model_marks([page], Recipe())[0] for page in pages]
    table = read_lines(pages)
    assert len(table.index) < BATCH_LINES
    keep = score_lines(table, load_network()).keep
    alone = [
        number for page in pages for number in score_lines(read_lines([page]), load_network()).keep.tolist()
    ]
    assert keep.tolist() == alone


def test_only_a_line_that_is_there_twice_can_be_a_duplicate() -> None:
    duplicate, caption = CUT_REASONS.index("duplicate"), CUT_REASONS.index("caption")
    logits = np.zeros((3, len(CUT_REASONS)))
    logits[:, duplicate], logits[:, caption] = 9.0, 4.0
    assert likely_reasons(logits, ["Ferry  sold", "By the quay", "FERRY sold"]) == [
        "duplicate",
        "caption",
        "duplicate",
    ]


@given(LINES)
def test_marks_are_of_lines_that_are_not_blank_and_of_known_reasons(lines: list[str]) -> None:
    page = segment_text("\n".join(lines))
    for mark in line_model_marks([page], Recipe())[0]:
        assert page.line(mark.line).strip()
        assert mark.reason in CUT_REASONS
        assert mark.by == NAME
        assert 0 <= mark.score <= 1


@given(LINES)
def test_features_are_multiples_of_their_step(lines: list[str]) -> None:
    features = read_lines([segment_text("\n".join(lines))]).features
    assert ((features / STEP) % 1 == 0).all()


def test_a_vote_of_the_rules_is_heard() -> None:
    page = segment_text(SITE.format(story=STORY))
    silent = read_lines([page]).features
    page.marks.append(Mark(0, "navigation", "rules/x.toml#y", 0.9))
    assert (read_lines([page]).features != silent).sum() == 1


def test_no_page_and_no_line_are_no_problem() -> None:
    assert line_model_marks([], Recipe()) == []
    assert line_model_marks([Page("", [])], Recipe()) == [[]]
    assert line_model_marks([segment_text("\n \n\t")], Recipe()) == [[]]
    assert line_model_marks([segment_text("--\n\n***")], Recipe())[0] is not None


@pytest.mark.parametrize(
    "text",
    [
        "x" * 3_000_000,
        "word " * 200_000,
        "\n" * 300_000,
        "Menu\n" * (MAX_LINES + 10),
        "\ud800\n\udfff\u202e\x00\n\x1b",
    ],
    ids=["one word", "one line", "blank", "a million lines", "no characters"],
)
def test_hostile_text_is_read_in_bounded_work(text: str) -> None:
    page = segment_text(text)
    assert all(mark.line < MAX_LINES for mark in line_model_marks([page], Recipe())[0])


def test_of_a_giant_line_only_the_ends_count() -> None:
    filler = "a" * (HEAD_CHARS + TAIL_CHARS)
    one, other = (segment_text(f"{filler}{middle}{filler}") for middle in ("b c d " * 50, "?! | " * 60))
    assert (read_lines([one]).features == read_lines([other]).features).all()


def test_scores_turn_at_the_threshold_of_the_page() -> None:
    import numpy as np

    keep, words = np.array([900, 800, 550, 200, 100, 0]), np.array([60, 50, 4, 4, 4, 4])
    scores = dropped(keep, words, witnesses=0)
    assert scores == sorted(scores)
    assert [score >= 0.5 for score in scores] == [False, False, False, True, True, True]
    assert scores[-1] == 1


def test_on_a_page_that_is_mostly_in_doubt_only_a_sure_line_is_cut_unless_there_are_many_witnesses() -> None:
    import numpy as np

    keep, words = np.array([990, 500, 500, 250, 50]), np.array([20, 20, 20, 4, 4])
    gone = [[score >= 0.5 for score in dropped(keep, words, witnesses=number)] for number in (10, 11)]
    assert gone == [[False] * 4 + [True], [False] * 3 + [True] * 2]


def test_all_lines_of_a_doubtful_page_are_not_cut() -> None:
    import numpy as np

    assert max(dropped(np.array([200, 200, 200]), np.array([9, 9, 9]), witnesses=1)) < 0.5


def test_a_page_without_a_line_that_is_sure_to_go_stays() -> None:
    import numpy as np

    for witnesses, sure in ((0, SURE), (1, SURE_WITH_WITNESS)):
        scores = dropped(np.array([900, 400, sure + 1]), np.array([60, 4, 4]), witnesses=witnesses)
        assert scores == sorted(scores)
        assert max(scores) < 0.5
        scores = dropped(np.array([900, 400, sure]), np.array([60, 4, 4]), witnesses=witnesses)
        assert max(scores) >= 0.5


def test_the_more_witnesses_the_more_a_page_may_lose() -> None:
    import numpy as np

    keep, words = np.array([950, 900, 0, 0]), np.array([60, 50, 40, 40])
    assert max(dropped(keep, words, witnesses=0)) < 0.5
    assert max(dropped(keep, np.array([60, 50, 20, 20]), witnesses=0)) == 1
    assert [score >= 0.5 for score in dropped(keep, words, witnesses=1)] == [False, False, True, True]
    most = np.array([60, 50, 90, 90])
    assert max(dropped(keep, most, witnesses=1)) < 0.5
    assert max(dropped(keep, most, witnesses=2)) == 1


def test_a_line_hears_of_lines_far_above_and_of_no_other_page() -> None:
    """Farther than the convolutions reach."""
    prose = ["Paint dries on the quay while the gulls look on and say nothing at all."] * 90

    def last_score(*before: str) -> int:
        pages = [segment_text("\n".join([*before, *prose])), segment_text("\n".join(prose))]
        keep = score_lines(read_lines(pages), load_network()).keep
        assert keep[-1] == score_lines(read_lines(pages[1:]), load_network()).keep[-1]
        return int(keep[len(before) + 89])

    assert last_score(*prose[:4]) != last_score(*["Leave a comment", "12 comments", "Anna says:", "Reply"])


def test_a_sentence_and_a_subheading_are_cut_less_readily_than_other_lines() -> None:
    """Of lines with the same probability of content, on a page of which the model is sure."""
    keep = np.array([999] * 9 + [450, 999, 450, 999, 999, 450, 10])
    words = np.array([30] * 9 + [20, 30, 4, 30, 30, 4, 4])
    gone = [score >= 0.5 for score in dropped(keep, words, witnesses=1)]
    assert gone == [False] * 14 + [True] * 2


@pytest.mark.parametrize(
    ("lines", "most"),
    [
        (["Vik\t7.10", "Holme\t7.40", "Tarn\t8.05"], 0.3),
        (["Length: 4 m", "Width: 2 m", "Weight: 90 kg"], 0.6),
        (["Vik\t7.10", "Holme\t7.40"], np.inf),
        (["- flour", "- salt", "- water"], np.inf),
    ],
)
def test_tables_and_fields_are_cut_less_readily(lines: list[str], most: float) -> None:
    """Than other lines with the same probability of content; a few rows or items may be a menu."""
    runs = list(find_lists(lines, range(len(lines))))
    assert most_caution(np.full(len(lines), 2), runs).tolist() == [most] * len(lines)


def test_no_convolution_reaches_into_another_page() -> None:
    assert max(DILATIONS) <= GAP


def test_the_network_adds_up_exactly() -> None:
    import numpy as np

    with np.load(MODEL, allow_pickle=False) as stored:
        names = {name.split(".")[0] for name in stored if "." in name}
        for name in names:
            units = 4 * 2**8 if name.endswith("-input") else 16 * 2**7
            assert np.abs(stored[f"{name}.weight"].astype(np.int64)).sum(axis=0).max() * units < EXACT, name
            assert np.log2(stored[f"{name}.step"]) % 1 == 0


def test_the_card_is_of_this_model_and_the_model_is_small() -> None:
    card = MODEL.with_suffix(".md").read_text("utf-8")
    assert hashlib.sha256(MODEL.read_bytes()).hexdigest() in card
    assert MODEL.stat().st_size <= 2 * 2**20
    assert re.search(r"WCXB \(CC-BY-4\.0\)", card)


NEWS = f"""Home
News
Sport
Log in

Ferry between Vik and Holme to stop in March

By Ann Oak
3 May 2016

{STORY}

Share on Facebook
Ten harbours to see before you die
© 2016 The Sound Gazette. All rights reserved."""


def test_the_model_says_which_lines_tell_what() -> None:
    page = segment_text(NEWS)
    line_model_marks([page], Recipe())
    likeliest = {
        role: page.line(max(chances, key=lambda line: chances[line])) for role, chances in page.roles.items()
    }
    assert likeliest == {
        "title": "Ferry between Vik and Holme to stop in March",
        "source": "© 2016 The Sound Gazette. All rights reserved.",
        "authors": "By Ann Oak",
        "date": "3 May 2016",
    }


def test_what_lines_tell_does_not_depend_on_company() -> None:
    alone, together = (
        [segment_text(text) for text in (NEWS, SITE, STORY)],
        [segment_text(text) for text in (NEWS, SITE, STORY)],
    )
    for page in alone:
        line_model_marks([page], Recipe())
    line_model_marks(together, Recipe())
    assert [page.roles for page in alone] == [page.roles for page in together]


def test_without_leave_to_mark_the_model_still_says_what_lines_tell() -> None:
    free, bound = segment_text(NEWS), segment_text(NEWS)
    assert line_model_marks([free], Recipe())[0]
    assert line_model_marks([bound], Recipe(line_model=False)) == [[]]
    assert bound.roles == free.roles


def test_where_no_metadata_is_wanted_the_marks_are_the_same_and_no_line_tells_anything() -> None:
    asked, unasked = segment_text(NEWS), segment_text(NEWS)
    assert line_model_marks([asked], Recipe()) == line_model_marks([unasked], Recipe(metadata=False))
    assert asked.roles
    assert not unasked.roles


@given(st.lists(st.lists(st.integers(-4_000, 4_000), min_size=4, max_size=4), min_size=1, max_size=20))
def test_of_the_lines_of_a_page_one_tells_a_value(units: list[list[int]]) -> None:
    chances = role_chances(np.array(units) / 128, np.arange(len(units)) * 2)
    for role in ROLES:
        assert sum(chances[role].values()) == pytest.approx(1, abs=0.01)
        assert set(chances[role]) <= set(range(0, 2 * len(units), 2))


def test_a_sentence_below_a_kept_one_is_kept_in_doubt() -> None:
    lines = [
        "Home",
        "The ferry ran again after a week of storms.",
        "Share",
        "The next one is due at noon on Friday.",
    ]
    following = following_sentences(lines, np.array([False, False, True, False]))
    words = np.array([1, 60, 1, 8])
    keep = np.array([5, 900, 5, 310])
    assert drop_scores(keep, words, most_caution(words, []), 1, following)[3] < 0.5
    assert drop_scores(keep, words, most_caution(words, []), 1, {})[3] >= 0.5


def test_a_sentence_below_a_short_line_follows_none() -> None:
    lines = ["The ferry ran again after a week of storms.", "Ferry", "The next one is due at noon on Friday."]
    assert following_sentences(lines, np.zeros(3, dtype=bool)) == {}
