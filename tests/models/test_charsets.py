import codecs
import tomllib
from pathlib import Path

import pytest

from corpusclean import models
from corpusclean.models.charsets import load_model, unencodable_bits, weigh

CHARSETS = tomllib.loads((Path(models.__file__).parent / "charsets.toml").read_text("utf-8"))


@pytest.mark.parametrize("group", CHARSETS)
def test_each_charset_is_a_codec_and_each_language_is_in_the_model(group: str) -> None:
    for codec in CHARSETS[group]["codecs"]:
        assert codecs.lookup(codec).name == codec.replace("_", "_")
    for language in CHARSETS[group]["languages"]:
        assert {f"{language}.alphabet", f"{language}.characters"} & set(load_model())


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Przełącz żarówkę w łazience", "cp1250"),
        ("Přepněte žárovku v šatně, ťukněte", "iso8859-2"),
        ("Ξενοδοχείο κοντά στη θάλασσα", "cp1253"),
        ("Ξενοδοχείο κοντά στη θάλασσα", "cp737"),
        ("Мост через реку закрыт до весны", "koi8-r"),
        ("Мост через реку закрыт до весны", "iso8859-5"),
        ("İstanbul’da ağaçlar çiçek açtı", "cp1254"),
        ("שביל לאורך הנחל הקטן", "cp1255"),
        ("الطريق إلى القرية مغلق", "cp1256"),
        ("Gatvė prie ežero šiandien uždaryta, būkite atsargūs", "cp1257"),
        ("ถนนริมแม่น้ำปิดถึงเย็นวันนี้", "cp874"),
        ("桥梁关闭到春天，请绕行", "gb18030"),
        ("橋樑關閉到春天，請繞行", "big5hkscs"),
        ("橋は春まで閉まっています", "euc_jp"),
        ("다리는 봄까지 닫혀 있습니다", "cp949"),
    ],
)
def test_the_charset_of_a_sentence_is_the_most_probable(text: str, codec: str) -> None:
    assert next(iter(weigh(text.encode(codec)))) == codec


def test_a_charset_without_the_letters_of_a_text_has_bits_against_it() -> None:
    bits = unencodable_bits("Łódź")
    assert bits["cp1250"] == 0 < bits["cp1252"]
