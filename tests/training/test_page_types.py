import hashlib
from pathlib import Path

import corpusclean.models as models_folder
from corpusclean.infer.page_fields.page_type import page_type_features
from corpusclean.infer.reading import Reading
from corpusclean.models.page_types import load_page_type_weights
from corpusclean.segment.html import segment_html
from corpusclean.training.page_types import Example, fit_weights, out_of_fold, report

EXAMPLES = [Example({kind: 1.0, "noise": 1.0}, kind, f"{kind}{n}") for kind in ("a", "b") for n in range(20)]


def test_the_feature_of_a_type_gets_its_weight() -> None:
    weights = fit_weights(EXAMPLES, ["a", "b"], ["a", "b", "noise", "bias"])
    assert weights[0, 0] > 1 > abs(weights[2, 0])
    assert weights[1, 1] > 1


def test_types_are_found_on_sites_that_were_left_out() -> None:
    results = out_of_fold(EXAMPLES, ["a", "b"], ["a", "b", "noise", "bias"])
    assert all(found == true and chance > 0.5 for found, chance, true in results)
    assert "precision" in report(results)


def test_the_weights_in_use_are_those_of_features_that_exist() -> None:
    page = segment_html("<title>t</title><meta property='og:type' content='article'><p class='entry'>x</p>")
    names = {name for name, _ in page_type_features(Reading(page))}
    assert len(names & set(load_page_type_weights())) > 20


def test_the_card_names_the_weights_in_use() -> None:
    home = Path(models_folder.__file__).parent
    digest = hashlib.sha256((home / "page_types.toml").read_bytes()).hexdigest()
    assert digest in (home / "page_types.md").read_text("utf-8")
