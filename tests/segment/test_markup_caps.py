import pytest

from corpusclean.errors import Rejected
from corpusclean.segment.markup_caps import check_markup


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 600,
        "<b>" * 20_000,
        "<DIV class='x'>" * 600,
        "<a " + "b=c " * 3_000 + ">",
        "<a " + "b='<' " * 3_000 + ">",
        "<script>x</script>" + "<div>" * 600,
        "<!-- x -->" + "<div>" * 600,
    ],
)
def test_markup_that_parsers_choke_on_is_refused(markup: str) -> None:
    with pytest.raises(Rejected, match="too-deep"):
        check_markup(markup, max_nesting=512, max_attributes=2_000)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>unclosed" * 5_000,
        "<li>" * 5_000,
        "<div></div>" * 5_000,
        "<script>" + "'<div>'" * 5_000 + "</script>",
        "<!--" + "<div>" * 5_000 + "-->",
        '<div data-x="' + "a b c " * 5_000 + '">',
        "<br/>" * 5_000,
        "</div>" * 5_000,
        "a < b " * 5_000,
    ],
)
def test_ordinary_markup_in_any_amount_passes(markup: str) -> None:
    check_markup(markup, max_nesting=512, max_attributes=2_000)
