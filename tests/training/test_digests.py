from pathlib import Path

from corpusclean.training.digests import data_digest


def test_the_digest_of_files_changes_with_their_content_and_their_names(tmp_path: Path) -> None:
    file, other = tmp_path / "a.txt", tmp_path / "b.txt"
    file.write_text("It rained.")
    digest = data_digest([file])
    assert data_digest([file]) == digest
    other.write_text("It rained.")
    assert data_digest([other]) != digest
    file.write_text("It snowed.")
    assert data_digest([file]) != digest
