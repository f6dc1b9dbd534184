from corpusclean.segment.html import segment_html
from corpusclean.training.block_variants import SHARE, in_other_script

PAGE = segment_html(
    "<title>The quay</title><meta name='description' content='The quay is open.'>"
    '<script type="application/ld+json">{"articleBody": "The quay is open."}</script>'
    "<nav><a href='/'>Home</a></nav><p>The quay is open.</p><p>* * *</p>"
)
VARIANTS = [page for number in range(200) if (page := in_other_script(PAGE, str(number), "en")) is not None]


def test_some_pages_are_written_in_another_script() -> None:
    assert SHARE / 2 < len(VARIANTS) / 200 < SHARE * 2


def test_a_variant_has_the_same_lines_in_other_letters() -> None:
    for page in VARIANTS:
        assert len(page.lines) == len(PAGE.lines) == len(page.features)
        assert page.line(0).isalpha()  # one word in twenty stays as it is
        assert not page.line(1).isascii()
        assert page.line(2) == "* * *"


def test_what_a_variant_says_of_itself_is_written_alike() -> None:
    for page in VARIANTS:
        assert page.head is not None
        (said,) = page.head.json_ld
        assert page.line(1) in page.head.meta[0][1] in said.encode().decode("unicode_escape")


def test_links_stay_links() -> None:
    for page in VARIANTS:
        assert page.features[0].link_chars == len(page.line(0))
        assert page.features[1].link_chars == 0


def test_a_page_is_always_treated_the_same() -> None:
    assert in_other_script(PAGE, "a", "en") == in_other_script(PAGE, "a", "en")


def test_what_is_in_such_a_script_stays_as_it_is() -> None:
    assert not any(in_other_script(PAGE, str(number), "ja") for number in range(50))
