import gzip
import random
import zlib
from collections.abc import Callable
from functools import partial

import pyarrow as pa
import pytest
from warcio.statusandheaders import StatusAndHeaders

from corpusclean.errors import Rejected
from corpusclean.readers.http_body import decode_body

MOST = 100_000
PAGE = "<p>Blåhuset åpner på søndag</p>".encode() * 30
NOISE = random.Random(7).randbytes(2_000).hex().encode()  # noqa: S311 - no secret


def bare_deflate(content: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush()


def chunked(content: bytes, size: int = 100) -> bytes:
    parts = [content[start : start + size] for start in range(0, len(content), size)]
    return b"".join(b"%X;name=value\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


BROTLI = partial(pa.compress, codec="brotli", asbytes=True)
ZSTANDARD = partial(pa.compress, codec="zstd", asbytes=True)
CODINGS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("X-GZIP", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", bare_deflate),
    ("br", BROTLI),
    ("zstd", ZSTANDARD),
]


def headers(*fields: tuple[str, str]) -> StatusAndHeaders:
    return StatusAndHeaders("200 OK", list(fields), protocol="HTTP/1.1")


def content_encoding(coding: str) -> StatusAndHeaders:
    return headers(("Content-Encoding", coding))


@pytest.mark.parametrize(("coding", "pack"), CODINGS)
def test_a_body_is_decompressed(coding: str, pack: Callable[[bytes], bytes]) -> None:
    assert decode_body(pack(PAGE), content_encoding(coding), MOST) == PAGE
    assert decode_body(chunked(pack(PAGE)), headers(("content-encoding", coding), ("Transfer-Encoding", "chunked")), MOST) == PAGE  # fmt: skip


def test_several_codings_are_undone_from_the_last_to_the_first() -> None:
    twice = gzip.compress(gzip.compress(PAGE))
    assert decode_body(twice, content_encoding("gzip, gzip"), MOST) == PAGE
    assert decode_body(twice, headers(*[("Content-Encoding", "gzip")] * 2), MOST) == PAGE
    assert decode_body(BROTLI(gzip.compress(PAGE)), content_encoding("gzip, br"), MOST) == PAGE
    assert decode_body(chunked(gzip.compress(PAGE)), headers(("Transfer-Encoding", "gzip, chunked")), MOST) == PAGE  # fmt: skip


@pytest.mark.parametrize("coding", ["identity", "none", "UTF-8", "", "gzip", "deflate", "br", "zstd"])
def test_a_text_that_is_not_in_its_coding_is_taken_as_it_is(coding: str) -> None:
    fields = ("Content-Encoding", coding), ("Transfer-Encoding", "chunked"), ("Content-Length", "9")
    assert decode_body(PAGE, headers(*fields), MOST) == PAGE


def test_several_gzip_members_are_one_page_and_what_follows_is_ignored() -> None:
    body = gzip.compress(PAGE) + gzip.compress(NOISE) + b"\0\0 more"
    assert decode_body(body, content_encoding("gzip"), MOST) == PAGE + NOISE


@pytest.mark.parametrize(
    ("coding", "pack"), [*CODINGS, ("br, gzip", lambda page: gzip.compress(BROTLI(page)))]
)
def test_a_body_that_grows_too_large_is_a_reject(coding: str, pack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Rejected) as caught:
        decode_body(pack(b"x" * 10**8), content_encoding(coding), MOST)
    assert caught.value.reason == "too-large"


@pytest.mark.parametrize(("coding", "pack"), CODINGS)
def test_a_compressed_body_that_is_cut_off_is_a_reject(coding: str, pack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(Rejected, match="the page is broken") as caught:
        decode_body(pack(NOISE)[:-30], content_encoding(coding), MOST)
    assert caught.value.reason == "malformed"


@pytest.mark.parametrize("cut", [2, 7, 20, 150])
def test_chunks_that_are_missing_make_a_reject(cut: int) -> None:
    with pytest.raises(Rejected, match="the last chunk is missing"):
        decode_body(chunked(PAGE)[: -cut - 15], headers(("Transfer-Encoding", "chunked")), MOST)


def test_a_body_that_is_shorter_than_its_length_is_a_reject() -> None:
    fields = headers(("Content-Length", "5000"))
    with pytest.raises(Rejected, match=f"cut off: {len(PAGE)} of 5000 bytes") as caught:
        decode_body(PAGE, fields, MOST)
    assert caught.value.reason == "malformed"
    for length in ("12, 12", "-5", "²", "9" * 5_000, "12"):
        assert decode_body(PAGE, headers(("Content-Length", length)), MOST) == PAGE


@pytest.mark.parametrize("coding", ["compress", "dcb", "gzip, X-Compress", "gzip, gzip, gzip, gzip, gzip"])
def test_codings_that_are_not_read_are_rejects(coding: str) -> None:
    with pytest.raises(Rejected) as caught:
        decode_body(PAGE, content_encoding(coding), MOST)
    assert caught.value.reason == "unsupported"
