import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpusclean.decoding import decode
from corpusclean.errors import UsageError

GERMAN = "Die Straßenbahn fährt über die Brücke, und die Möwen kreisen über dem Fluss. " * 4
RUSSIAN = "Река вышла из берегов, и жители нижней улицы ночевали в школе. " * 4
JAPANESE = "川の水があふれ、下の通りの住民は学校で一夜を過ごした。" * 4

POLISH = "Łódź płynie wśród źdźbeł, a żółw śpi na brzegu. "
FRENCH = "L’été, la forêt brûle déjà : où êtes-vous ? "
NEARLY_TEXT = st.lists(
    st.sampled_from(
        [
            b"caf\xe9 ",
            b"caf\xc3\xa9\n",
            b"\xd7\xee ",
            b"\x82\xa0",
            b"<b>",
            b"\0",
            b"\x1b$B",
            b"\xe2\x80",
            b"\n",
        ]
    )
).map(b"".join)


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (RUSSIAN, "utf-16-be"),
        (JAPANESE, "utf-16-le"),
        (JAPANESE, "utf-32-be"),
        (JAPANESE, "iso2022_jp"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (FRENCH, "mac-roman"),
        (RUSSIAN, "cp866"),
    ],
)
def test_legacy_text_without_a_label_is_read(text: str, charset: str) -> None:
    assert decode(text.encode(charset)).text == text


def test_surrogate_pairs_that_were_encoded_half_by_half_are_read() -> None:
    halves = "été \ud83d\ude00".encode("utf-8", "surrogatepass")
    decoded = decode(FRENCH.encode() + halves)
    assert (decoded.text, decoded.charset, decoded.decided_by) == (FRENCH + "été 😀", "utf-8", "utf-8")


def test_half_a_surrogate_pair_is_no_character() -> None:
    text = decode(FRENCH.encode() + b"\xed\xa0\xbd.").text
    assert text.startswith(FRENCH)
    assert text.encode()


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_no_text(charset: str) -> None:
    decoded = decode(GERMAN.encode(charset), charset="cp1252")
    assert (decoded.text, decoded.decided_by) == (GERMAN, "bom")


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "shift_jis", "no-such-charset", ""])
def test_no_label_ever_changes_valid_utf8(label: str) -> None:
    decoded = decode(GERMAN.encode(), charset=label, content_type=f"text/html; charset={label}")
    assert (decoded.text, decoded.decided_by) == (GERMAN, "utf-8")


def test_a_lying_meta_tag_is_not_believed() -> None:
    markup = f'<meta charset="utf-8"><p>{GERMAN}</p>'
    assert decode(markup.encode("cp1252")).text == markup
    markup = f'<meta charset="iso-8859-1"><p>{RUSSIAN}</p>'
    assert decode(markup.encode("cp1251")).text == markup


def test_a_label_is_named_with_the_text_that_it_decided() -> None:
    decoded = decode("naïve, déjà vu".encode("latin-1"), charset="ISO-8859-1")
    assert decoded.text == "naïve, déjà vu"
    assert decoded.labels == ("ISO-8859-1",)


def test_one_stray_byte_does_not_turn_utf8_into_something_else() -> None:
    decoded = decode(GERMAN.encode() + b" \x93quoted\x94 \x81")
    assert decoded.text == GERMAN + " “quoted” \ufffd"
    assert decoded.replaced == 1
    assert decoded.other_lines == ((0, "cp1252"),)


def test_the_whatwg_reading_of_latin_1_is_cp1252() -> None:
    """WHATWG Encoding, 4.2: the label iso-8859-1 names windows-1252."""
    assert "“" in decode(("“" + GERMAN + "”").encode("cp1252"), charset="iso-8859-1").text


@settings(deadline=None)  # the first call loads the model
@given(st.binary(max_size=400) | NEARLY_TEXT, st.text(max_size=12))
def test_any_bytes_with_any_label_decode(payload: bytes, label: str) -> None:
    decoded = decode(payload, charset=label, content_type=label)
    decoded.text.encode()
    assert 0 <= decoded.confidence <= 1


def test_the_text_of_a_page_decides_and_not_its_scripts() -> None:
    markup = f"<script>var s = '\u00c0\u00c1';</script><p title='x'>{RUSSIAN}</p><!-- \u00c0 -->"
    payload = markup.encode("cp1251", "replace")
    assert RUSSIAN in decode(payload).text


def test_a_legacy_line_in_utf8_is_read_in_the_charset_of_its_language() -> None:
    lines = [POLISH, POLISH, POLISH]
    payload = b"\n".join([lines[0].encode(), lines[1].encode("cp1250"), lines[2].encode()])
    decoded = decode(payload)
    assert decoded.text.split("\n") == lines
    assert decoded.charset == "utf-8"
    assert decoded.other_lines == ((1, "cp1250"),)


def test_a_utf8_line_in_a_legacy_document_is_read() -> None:
    payload = b"\n".join([RUSSIAN.encode("cp1251"), RUSSIAN.encode(), RUSSIAN.encode("cp1251")])
    decoded = decode(payload)
    assert decoded.text == "\n".join([RUSSIAN] * 3)
    assert decoded.charset == "cp1251"
    assert decoded.other_lines == ((1, "utf-8"),)


LINES = st.sampled_from([GERMAN, POLISH, "plain", ""]).flatmap(
    lambda line: st.sampled_from([line.encode(), line.encode("cp1250", "replace")])
)


@given(st.lists(LINES, min_size=1))
def test_the_charset_of_each_line_is_known(lines: list[bytes]) -> None:
    decoded = decode(b"\n".join(lines))
    charsets = dict(decoded.other_lines)
    text = [line.decode(charsets.get(n, decoded.charset)) for n, line in enumerate(lines)]
    assert decoded.text == "\n".join(text)


@pytest.mark.parametrize("charset", ["euc_jp", "cp932"])
def test_short_lines_that_are_utf8_by_chance_do_not_split_a_document(charset: str) -> None:
    words = ["川の水", "下の通り", "住民は", "学校で", "一夜を", "過ごした"]
    text = "\n".join(words * 5)
    assert decode(text.encode(charset)).text == text


def test_utf8_that_ends_inside_of_a_character_stays_utf8() -> None:
    decoded = decode((GERMAN + "“").encode()[:-1])
    assert decoded.text == GERMAN + "\ufffd\ufffd"
    assert (decoded.charset, decoded.replaced) == ("utf-8", 2)


@pytest.mark.parametrize(("text", "charset"), [(JAPANESE, "cp932"), (RUSSIAN, "koi8-r")])
def test_one_bad_byte_does_not_hide_a_charset(text: str, charset: str) -> None:
    decoded = decode(text.encode(charset) + b"\n\xff\xfe\n" + text.encode(charset))
    assert decoded.charset == charset


def test_a_charset_that_we_do_not_know_is_believed_where_nothing_else_fits() -> None:
    payload = GERMAN.encode("cp037")
    decoded = decode(payload, charset="cp037")
    assert (decoded.text, decoded.decided_by) == (GERMAN, "declared")
    assert decode(payload).decided_by == "fallback"


@pytest.mark.parametrize("payload", ["text", bytearray(b"<p>It rained."), None])
def test_what_is_not_bytes_is_named(payload: object) -> None:
    with pytest.raises(UsageError, match=r"payload is a \w+. Do: give bytes"):
        decode(payload)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["charset", "content_type"])
@pytest.mark.parametrize("label", [5, b"koi8-r"])
def test_a_label_that_is_no_text_is_named(name: str, label: object) -> None:
    with pytest.raises(UsageError, match=rf"{name} is .*\. Do: give a str"):
        decode(b"\xff", **{name: label})  # type: ignore[arg-type]
