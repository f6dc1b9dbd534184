import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.decoding.declarations import declared_labels, prescan
from corpusclean.decoding.labels import codec_of

PRAGMA = "<meta http-equiv='Content-Type' content='text/html; charset={}'>"


def test_labels_come_in_the_order_of_their_trust() -> None:
    payload = b'<?xml version="1.0" encoding="koi8-r"?><meta charset=windows-1251>'
    labels = declared_labels(payload, " utf-8 ", "text/html; charset='gbk'")
    assert list(labels) == ["utf-8", "gbk", "windows-1251"]


@pytest.mark.parametrize(
    "page",
    [
        "<meta charset=koi8-r>",
        "<META CharSet='KOI8-R'>",
        '<meta\ncharset\t=\n" koi8-r ">',
        "<meta/charset=koi8-r>",
        "<meta name=viewport content='charset=gbk'><meta charset=koi8-r>",
        "<meta charset=no-such><meta charset=koi8-r>",
        "<meta charset=koi8-r charset=gbk>",
        "<!doctype html><p class='a > b' id=x>one</p><meta charset=koi8-r>",
        "a < b </ nothing ><meta charset=koi8-r>",
        "<?pi <meta charset=gbk ?><meta charset=koi8-r>",
        "<!--><meta charset=koi8-r>",
        "<!-- <meta charset=gbk> --><meta charset=koi8-r>",
        "<p title='<meta charset=gbk>'><meta charset=koi8-r>",
        "<p" + " x=1" * 2_000 + "><meta charset=koi8-r>",
        PRAGMA.format("koi8-r"),
        PRAGMA.format("koi8-r; version=2"),
        "<meta content='charset charset = \"koi8-r\"' http-equiv=content-type>",
        "<meta content='text/html; charset=gbk' http-equiv=content-type charset=koi8-r>",
        "<?xml version='1.0' encoding = 'koi8-r'?><p>",
    ],
)
def test_a_document_names_its_charset(page: str) -> None:
    assert prescan(page.encode()) == "koi8-r"


@pytest.mark.parametrize(
    "page",
    [
        "<metacharset=koi8-r>",
        "<meta charset=koi8-r",
        "<meta charset=koi8-r ",
        "<meta charset='koi8-r>",
        "<meta charset=>koi8-r",
        "<meta x'charset=koi8-r>",
        "<meta x='charset=koi8-r>",
        "<p title='><meta charset=koi8-r>",
        "<!-- <meta charset=koi8-r>",
        "<meta charset=no-such content='charset=koi8-r' http-equiv=content-type>",
        "<meta content='text/html; charset=koi8-r'>",
        "<meta http-equiv=refresh content='text/html; charset=koi8-r'>",
        "<meta content='charset=\"koi8-r' http-equiv=content-type>",
        " <?xml version='1.0' encoding='koi8-r'?>",
        "<?xml encoding version='1.0' encoding='koi8-r'?>",
        "<?xml version='1.0'?> encoding='koi8-r'",
        "<?xml encoding='koi8-r\"?>",
        " " * 20_000 + "<meta charset=koi8-r>",
        "",
    ],
)
def test_a_document_names_no_charset(page: str) -> None:
    assert prescan(page.encode()) is None


@pytest.mark.parametrize(
    ("page", "label"),
    [
        (b"<meta charset=UTF-16LE>", "utf-8"),
        (b"<?xml encoding='utf-16'?>", "utf-8"),
        (b"<meta charset=x-user-defined>", "windows-1252"),
        ("<?xml version='1.0'?>".encode("utf-16-le"), "utf-16-le"),
        ("<?xml version='1.0'?>".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_a_label_that_cannot_be_meant_is_read_as_what_is(page: bytes, label: str) -> None:
    assert prescan(page) == label


PIECES = [
    "<",
    ">",
    "<meta ",
    "charset",
    "=",
    "'",
    '"',
    "koi8-r",
    "<!--",
    "-->",
    "</p",
    " ",
    "/",
    "<?xml",
    "é",
]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_whatever_is_found_is_a_label(page: str) -> None:
    label = prescan(page.encode())
    assert label is None or codec_of(label)
