import gzip
import io
import random
import zlib

import pytest

from corpusclean.readers.gzip_members import GzipMember, find_member

TEXTS = [random.Random(n).randbytes(n * 7_001).hex().encode() for n in range(5)]  # noqa: S311 - no secret
FILE = io.BytesIO(b"".join(map(gzip.compress, TEXTS)))


def test_members_are_read_one_after_another() -> None:
    end = 0
    for text in TEXTS:
        member = GzipMember(FILE, end)
        assert member.readall() == text
        end = member.end
    assert end == len(FILE.getvalue())


def test_a_bomb_is_decompressed_only_as_far_as_it_is_read() -> None:
    member = GzipMember(io.BytesIO(gzip.compress(b"x" * 10**8)), 0)
    assert member.read(10) == b"x" * 10
    with pytest.raises(EOFError):
        GzipMember(io.BytesIO(gzip.compress(TEXTS[1])[:-1]), 0).readall()


def test_behind_a_broken_member_the_next_with_the_wanted_content_is_found() -> None:
    packed = [gzip.compress(b"%d: " % n + text) for n, text in enumerate(TEXTS)]
    broken = packed[1][:3_000] + b"\xff" * 50 + packed[1][3_050:]
    file = io.BytesIO(packed[0] + broken + b"\x1f\x8b\x08 no member" + packed[2] + packed[3])
    member = GzipMember(file, len(packed[0]))
    with pytest.raises(zlib.error):
        member.readall()
    start = max(len(packed[0]) + 1, member.intact_until)
    behind = len(packed[0] + broken) + 13
    assert find_member(file, start, lambda text: text.startswith(b"2: ")) == behind
    assert find_member(file, start, lambda text: text.startswith(b"3: ")) == behind + len(packed[2])
    assert find_member(file, start, lambda text: text.startswith(b"9: ")) is None


def test_searching_takes_linear_time() -> None:
    """Each of these beginnings could be one of a member, and none is."""
    empty = b"\x1f\x8b\x08\0\0\0\0\0\0\0" + b"\0\0\0\xff\xff" * 200
    assert find_member(io.BytesIO(empty * 5_000), 0, bool) is None
