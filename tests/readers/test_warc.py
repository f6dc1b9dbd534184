import datetime as dt
import gzip
import random
from pathlib import Path

import pytest

from corpusclean.errors import Rejected
from corpusclean.readers.documents import list_records, read_document
from corpusclean.readers.files import InputFile
from corpusclean.recipe import Recipe

RECIPE = Recipe(max_bytes=100_000)
PAGE = "<p>Blåhuset åpner på søndag</p>"


class Crawl:
    """A WARC file, written record by record (ISO 28500)."""

    def __init__(self, path: Path, *, packed: bool = True) -> None:
        self.file = InputFile(str(path), path.name)
        self._path, self._packed = path, packed
        path.touch()

    def add(
        self, kind: str, url: str, payload: bytes, *headers: tuple[str, str], status: str = "200 OK"
    ) -> None:
        if kind == "response":
            lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
            payload = "\r\n".join([*lines, "", ""]).encode() + payload
            headers = (("Content-Type", "application/http; msgtype=response"),)
        fields = {
            "WARC-Type": kind,
            "WARC-Target-URI": url,
            "WARC-Date": "2026-01-31T12:00:00Z",
            "Content-Length": len(payload),
            **dict(headers),
        }
        lines = ["WARC/1.0", *(f"{name}: {value}" for name, value in fields.items())]
        record = "\r\n".join([*lines, "", ""]).encode() + payload + b"\r\n\r\n"
        with self._path.open("ab") as stream:
            stream.write(gzip.compress(record) if self._packed else record)

    def listed(self) -> list[tuple[InputFile, str]]:
        return [
            (InputFile(self.file.path, self.file.name, n), why) for n, why in list_records(self.file, RECIPE)
        ]


HTML = ("Content-Type", "text/html; charset=iso-8859-1")


@pytest.mark.parametrize("packed", [False, True])
def test_a_response_is_a_document_with_its_address_time_and_charset(tmp_path: Path, *, packed: bool) -> None:
    crawl = Crawl(tmp_path / "crawl.warc", packed=packed)
    for number in range(3):
        crawl.add(
            "request",
            "https://example.org/a",
            b"GET / HTTP/1.1\r\n\r\n",
            ("Content-Type", "application/http"),
        )
        crawl.add("response", f"https://example.org/{number}", PAGE.encode("latin-1"), HTML)
    listed = crawl.listed()
    assert [why for _, why in listed] == ["WARC request", ""] * 3
    for number in (2, 0, 1):
        document = read_document(listed[2 * number + 1][0], RECIPE)
        assert document.payload == PAGE.encode("latin-1")
        assert document.content_type == "text/html; charset=iso-8859-1"
        assert document.origin.url == f"https://example.org/{number}"
        assert document.origin.fetched_at == dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)
        assert document.origin.record == listed[2 * number + 1][0].record


def test_a_text_of_a_wet_file_is_a_document(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.wet.gz")
    crawl.add("conversion", "https://example.org/a", b"Rain falls.", ("Content-Type", "text/plain"))
    ((file, why),) = crawl.listed()
    document = read_document(file, RECIPE)
    assert (why, document.payload, document.content_type) == ("", b"Rain falls.", "text/plain")


@pytest.mark.parametrize(
    ("kind", "url", "type_", "why"),
    [
        ("response", "https://example.org/a.png", "image/png", "media"),
        ("response", "https://example.org/a.js", "application/javascript", "media"),
        ("response", "https://example.org/a", "font/woff2", "media"),
        ("response", "https://example.org/feed", "application/rss+xml", "data"),
        ("response", "https://example.org/api", "application/json", "data"),
        ("response", "https://example.org/a.js", "text/plain", "media"),
        ("resource", "https://example.org/a.css", "text/css", "media"),
        ("response", "dns:example.org", "text/dns", "WARC response"),
        ("resource", "metadata://example.org/crawl.log", "text/plain", "WARC resource"),
        ("metadata", "https://example.org/a", "application/warc-fields", "WARC metadata"),
    ],
)
def test_a_record_of_another_kind_is_ignored(
    tmp_path: Path, kind: str, url: str, type_: str, why: str
) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add(kind, url, b"x", ("Content-Type", type_))
    assert [reason for _, reason in crawl.listed()] == [why]


def test_a_page_that_was_not_found_is_a_reject(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("response", "https://example.org/a", b"<p>Nothing here", HTML, status="404 Not Found")
    ((file, _),) = crawl.listed()
    with pytest.raises(Rejected, match="HTTP status 404: https://example") as caught:
        read_document(file, RECIPE)
    assert caught.value.reason == "filtered"


def test_content_is_unpacked_but_no_bomb(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    packed = ("Content-Encoding", "gzip")
    crawl.add("response", "https://example.org/a", gzip.compress(b"<p>Rain"), HTML, packed)
    crawl.add("response", "https://example.org/b", gzip.compress(b"x" * 10**8), HTML, packed)
    chunked = b"4\r\n<p>R\r\n3\r\nain\r\n0\r\n\r\n"
    crawl.add("response", "https://example.org/c", chunked, HTML, ("Transfer-Encoding", "chunked"))
    files = [file for file, _ in crawl.listed()]
    assert read_document(files[0], RECIPE).payload == b"<p>Rain"
    assert read_document(files[2], RECIPE).payload == b"<p>Rain"
    with pytest.raises(Rejected) as caught:
        read_document(files[1], RECIPE)
    assert caught.value.reason == "too-large"


def test_an_arc_file_is_read_too(tmp_path: Path) -> None:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Rain"
    version = b"1 0 Ann\nURL IP-address Archive-date Content-type Archive-length\n"
    head = b"filedesc://crawl.arc 0.0.0.0 20140216050221 text/plain %d\n%s\n" % (len(version), version)
    page = b"http://example.org/a 10.0.0.1 20140216050221 text/html %d\n%s\n" % (len(http), http)
    (tmp_path / "crawl.arc").write_bytes(head + page)
    file = InputFile(str(tmp_path / "crawl.arc"), "crawl.arc")
    numbers = [number for number, why in list_records(file, RECIPE) if not why]
    document = read_document(InputFile(file.path, file.name, *numbers), RECIPE)
    assert (document.payload, document.origin.url) == (b"<p>Rain", "http://example.org/a")
    assert document.origin.fetched_at == dt.datetime(2014, 2, 16, 5, 2, 21, tzinfo=dt.UTC)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("tail", [b"this is no record" * 9, b"\0" * 512, b"WARC/1.0\r\nWARC-Ty"])
def test_of_a_broken_file_the_records_before_are_read(tmp_path: Path, tail: bytes, *, packed: bool) -> None:
    crawl = Crawl(tmp_path / "crawl.warc", packed=packed)
    for number in range(4):
        crawl.add("response", f"https://example.org/{number}", PAGE.encode() * 99, HTML)
    with Path(crawl.file.path).open("ab") as stream:
        stream.write(tail)
    files = [file for file, _ in crawl.listed()]
    assert len(files) == 5
    assert read_document(files[3], RECIPE).payload == PAGE.encode() * 99
    with pytest.raises(Rejected) as caught:
        read_document(files[4], RECIPE)
    assert caught.value.reason == "malformed"


@pytest.mark.parametrize("damage", ["bytes", "hole", "tear", "swap"])
def test_behind_a_damaged_member_the_others_are_read(tmp_path: Path, damage: str) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    for number in range(9):
        noise = random.Random(number).randbytes(30_000).hex()  # noqa: S311 - no secret
        crawl.add("response", f"https://example.org/{number}", f"<p>{noise}".encode(), HTML)
    offsets = [file.record or 0 for file, _ in crawl.listed()]
    path = Path(crawl.file.path)
    content = path.read_bytes()
    start, end = offsets[3] + 5_000, offsets[4]
    broken = {
        "bytes": b"\xff" * 9 + content[start + 9 : end],
        "hole": content[start + 300 : end],
        "tear": b"",
        "swap": content[start:end][::-1],
    }
    path.write_bytes(content[:start] + broken[damage] + content[end:])
    files = [file for file, why in crawl.listed() if not why]
    assert len(files) == 9
    for number, file in enumerate(files):
        if number == 3:
            with pytest.raises(Rejected, match="broken compression") as caught:
                read_document(file, RECIPE)
            assert caught.value.reason == "malformed"
        else:
            assert read_document(file, RECIPE).origin.url == f"https://example.org/{number}"


def test_an_empty_member_is_no_record(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    path = Path(crawl.file.path)
    for number in range(2):
        crawl.add("response", f"https://example.org/{number}", PAGE.encode(), HTML)
        path.write_bytes(path.read_bytes() + gzip.compress(b""))
    first, second = (file for file, _ in crawl.listed())
    assert read_document(second, RECIPE).origin.url == "https://example.org/1"
    assert read_document(first, RECIPE).origin.url == "https://example.org/0"


@pytest.mark.parametrize("length", ["20", "2500", "99999999", "-1", "many", "9" * 5_000])
def test_a_record_with_a_wrong_length_is_a_reject_and_a_later_one_is_read(
    tmp_path: Path, length: str
) -> None:
    for packed in (True, False):
        crawl = Crawl(tmp_path / f"{packed}.warc", packed=packed)
        for wrong in ((), (("Content-Length", length),), (), ()):
            crawl.add("resource", "https://example.org/a", PAGE.encode() * 50, HTML, *wrong)
        files = [file for file, _ in crawl.listed()]
        assert read_document(files[-1], RECIPE).payload == PAGE.encode() * 50
        with pytest.raises(Rejected) as caught:
            read_document(files[1], RECIPE)
        assert caught.value.reason == "malformed"


@pytest.mark.parametrize(
    "lands", ["in the header", "in the page", "behind the HTTP header", "in the next one"]
)
def test_a_record_that_is_too_long_swallows_no_other(tmp_path: Path, lands: str) -> None:
    crawl = Crawl(tmp_path / "crawl.warc", packed=False)
    path = Path(crawl.file.path)
    sizes = [0]
    for _ in range(5):
        crawl.add("response", "https://example.org/a", PAGE.encode() * 50, HTML)
        sizes.append(path.stat().st_size)
    content = path.read_bytes()
    first = content.index(b"HTTP/1.1 200", sizes[1])
    second = content.index(b"HTTP/1.1 200", sizes[2])
    end = {
        "in the header": sizes[2] + 30,
        "in the page": second + 500,
        "behind the HTTP header": content.index(b"\r\n\r\n", second),
        "in the next one": sizes[3] + 1,
    }[lands]
    length = b"Content-Length: %d\r\n" % (sizes[2] - 4 - first)
    assert content.count(length) == 5
    at = content.index(length, sizes[1])
    wrong = b"Content-Length: %d\r\n" % (end - first)
    path.write_bytes(content[:at] + wrong + content[at + len(length) :])
    files = [file for file, why in crawl.listed() if not why]
    assert len(files) == 5
    with pytest.raises(Rejected, match="does not end where its Content-Length says"):
        read_document(files.pop(1), RECIPE)
    assert [read_document(file, RECIPE).payload for file in files] == [PAGE.encode() * 50] * 4


def test_a_warc_file_within_a_record_is_a_part_of_it(tmp_path: Path) -> None:
    inner, crawl = (Crawl(tmp_path / name, packed=False) for name in ("inner.warc", "crawl.warc"))
    inner.add("resource", "https://example.org/inner", b"Rain")
    content = Path(inner.file.path).read_bytes()
    for number in range(2):
        crawl.add("resource", f"https://example.org/{number}", content * 2)
    assert [read_document(file, RECIPE).payload for file, _ in crawl.listed()] == [content * 2] * 2


def test_the_type_of_a_record_may_be_in_capitals(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("response", "https://example.org/a", PAGE.encode(), HTML)
    path = Path(crawl.file.path)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b": response", b": RESPONSE")))
    ((file, why),) = crawl.listed()
    assert (why, read_document(file, RECIPE).payload) == ("", PAGE.encode())


@pytest.mark.parametrize("packed", [False, True])
def test_a_record_that_is_cut_off_is_a_reject(tmp_path: Path, *, packed: bool) -> None:
    crawl = Crawl(tmp_path / "crawl.warc", packed=packed)
    for number in range(4):
        crawl.add("response", f"https://example.org/{number}", PAGE.encode() * 99, HTML)
    path = Path(crawl.file.path)
    path.write_bytes(path.read_bytes()[:-20])
    files = [file for file, _ in crawl.listed()]
    assert len(files) == 4
    assert read_document(files[2], RECIPE).payload == PAGE.encode() * 99
    with pytest.raises(Rejected, match="cut off"):
        read_document(files[3], RECIPE)


def test_a_response_without_an_http_header_is_a_reject_that_says_so(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("response", "https://example.org/a", b"", HTML)
    path = Path(crawl.file.path)
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()).replace(b"HTTP/1.1", b"<p>Rain ")))
    ((file, why),) = crawl.listed()
    assert why == ""
    with pytest.raises(Rejected, match="no HTTP header") as caught:
        read_document(file, RECIPE)
    assert caught.value.reason == "malformed"


def test_a_scheme_in_capitals_has_an_http_header_too(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("response", "HTTPS://example.org/a", PAGE.encode(), HTML)
    ((file, _),) = crawl.listed()
    assert read_document(file, RECIPE).payload == PAGE.encode()


@pytest.mark.parametrize(
    ("header", "reason"),
    [(("WARC-Truncated", "length"), "malformed"), (("WARC-Segment-Number", "1"), "unsupported")],
)
def test_a_page_that_is_not_there_as_a_whole_is_a_reject(
    tmp_path: Path, header: tuple[str, str], reason: str
) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("resource", "https://example.org/a", PAGE.encode(), HTML, header)
    ((file, _),) = crawl.listed()
    with pytest.raises(Rejected) as caught:
        read_document(file, RECIPE)
    assert caught.value.reason == reason


@pytest.mark.parametrize("body", [b'{"rain": true}', b"<?xml version='1.0'?><rss></rss>"])
def test_data_with_a_wrong_content_type_is_a_reject(tmp_path: Path, body: bytes) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("response", "https://example.org/a", body, HTML)
    ((file, _),) = crawl.listed()
    with pytest.raises(Rejected, match="is not read") as caught:
        read_document(file, RECIPE)
    assert caught.value.reason == "unsupported"


def test_a_record_that_is_gone_is_a_reject(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("response", "https://example.org/a", PAGE.encode(), HTML)
    with pytest.raises(Rejected, match="file has changed"):
        read_document(InputFile(crawl.file.path, crawl.file.name, 9_999), RECIPE)


def test_a_file_that_is_gzipped_as_a_whole_is_read_by_offsets_after_decompression(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc", packed=False)
    for number in range(5):
        crawl.add(
            "warcinfo" if number == 2 else "response", f"https://example.org/{number}", PAGE.encode(), HTML
        )
    listed = crawl.listed()
    path = Path(crawl.file.path)
    content = path.read_bytes()
    path.write_bytes(gzip.compress(content[:700]) + gzip.compress(content[700:]))
    assert crawl.listed() == listed
    for number in (0, 3, 1, 4):
        assert read_document(listed[number][0], RECIPE).origin.url == f"https://example.org/{number}"
    path.write_bytes(path.read_bytes()[:-20])
    found: list[int] = []
    with pytest.raises(Rejected, match="broken compression"):
        found.extend(number for number, _ in list_records(crawl.file, RECIPE))
    assert len(found) >= 2


def test_several_records_in_a_later_member_are_a_reject_that_says_what_to_do(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    crawl.add("resource", "https://example.org/a", PAGE.encode(), HTML)
    path = Path(crawl.file.path)
    one = path.read_bytes()
    path.write_bytes(one + gzip.compress(gzip.decompress(one) * 3) + one)
    files = [file for file, _ in crawl.listed()]
    assert len(files) == 3
    assert read_document(files[2], RECIPE).payload == PAGE.encode()
    with pytest.raises(Rejected, match="warcio recompress") as caught:
        read_document(files[1], RECIPE)
    assert caught.value.reason == "unsupported"


def test_after_a_record_in_gzip_that_is_too_short_the_others_are_read(tmp_path: Path) -> None:
    crawl = Crawl(tmp_path / "crawl.warc.gz")
    for length in ((), (("Content-Length", "5000"),), ()):
        crawl.add("resource", "https://example.org/a", PAGE.encode(), HTML, *length)
    files = [file for file, _ in crawl.listed()]
    assert len(files) == 3
    assert read_document(files[2], RECIPE).payload == PAGE.encode()
    with pytest.raises(Rejected, match="cut off"):
        read_document(files[1], RECIPE)


def test_an_arc_file_that_is_called_warc_is_a_reject_that_says_so(tmp_path: Path) -> None:
    page = b"http://example.org/a 10.0.0.1 20140216050221 text/html 4\nRain\n"
    (tmp_path / "crawl.warc").write_bytes(page)
    with pytest.raises(Rejected, match=r"call it \.arc"):
        read_document(InputFile(str(tmp_path / "crawl.warc"), "crawl.warc", 0), RECIPE)
