from corpusclean.mark.trafilatura_extractor import trafilatura_marks
from corpusclean.recipe import Recipe
from corpusclean.segment.html import segment_html
from corpusclean.segment.text import segment_text

PARAGRAPHS = [
    f"The ferry to the {island} islands stopped running on {day}, and nobody on the quay could say why it had."
    for island, day in [
        ("outer", "Monday"),
        ("inner", "Tuesday"),
        ("southern", "Wednesday"),
        ("far", "Friday"),
    ]
]
MARKUP = (
    "<html><head><title>Ferry stops</title></head><body><nav><a href='/'>Home</a><a href='/n'>News</a></nav>"
    "<article><h1>Ferry stops</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article>"
    "<footer>Imprint and terms of this site</footer></body></html>"
)


def test_what_trafilatura_leaves_out_is_marked_with_a_reason_of_its_place() -> None:
    page = segment_html(MARKUP)
    (marks,) = trafilatura_marks([page], Recipe(extractor="trafilatura"))
    reasons = {page.line(mark.line): mark.reason for mark in marks}
    assert reasons["Home News"] == "navigation"
    assert reasons["Imprint and terms of this site"] == "site-chrome"
    assert not set(PARAGRAPHS) & set(reasons)


def test_text_documents_and_other_recipes_get_no_marks() -> None:
    pages = [segment_text("Home\nNews"), segment_html(MARKUP)]
    assert trafilatura_marks(pages[:1], Recipe(extractor="trafilatura")) == [[]]
    assert trafilatura_marks(pages, Recipe(extractor="none")) == [[], []]


def test_a_page_in_which_nothing_is_found_gets_no_marks() -> None:
    assert trafilatura_marks(
        [segment_html("<p>x"), segment_html("\x00<")], Recipe(extractor="trafilatura")
    ) == [[], []]


def test_all_posts_of_a_thread_are_content_if_one_is() -> None:
    posts = "".join(
        f'<div class="who">Ann</div><div class="post">{p} And so on, post {i}.</div>'
        for i, p in enumerate(PARAGRAPHS)
    )
    page = segment_html(f"<html><body><div class='menu'>Board index</div>{posts}</body></html>")
    (marks,) = trafilatura_marks([page], Recipe(extractor="trafilatura"))
    left_out = {page.line(mark.line) for mark in marks}
    assert not any(line.endswith(f"post {i}.") for line in left_out for i in range(4))
