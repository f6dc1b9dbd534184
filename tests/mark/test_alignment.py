from corpusclean.mark.alignment import line_coverage


def test_lines_align_although_the_extract_joins_and_respaces_them() -> None:
    lines = ["Home", "One two three", "four  five!", "Share", "six"]
    assert line_coverage(lines, "One two\nthree four five !\n- six") == [0.0, 1.0, 1.0, 0.0, 1.0]


def test_a_repeated_line_is_covered_as_often_as_it_was_returned() -> None:
    assert line_coverage(["Title", "body text", "Title"], "Title\nbody text") == [1.0, 1.0, 0.0]


def test_an_extract_far_from_the_page_costs_bounded_time() -> None:
    lines = [f"word{i} " * 50 for i in range(2_000)]
    extract = " ".join(f"other{i}" for i in range(100_000))
    assert set(line_coverage(lines, extract)) == {0.0}
