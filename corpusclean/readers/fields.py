"""Make a document of named values: of the arguments of a caller, or of a row of a file of records."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, overload
from uuid import UUID

from corpusclean.document import Origin, RawDocument
from corpusclean.errors import Rejected, UsageError

# Names of the fields with the content and with the address, in the order in which they are tried.
CONTENT_FIELDS = ("raw", "html", "raw_html", "text", "content", "raw_content")
_URL_FIELDS = ("url", "source_url")
_KNOWN = frozenset(
    (*_URL_FIELDS, "content_type", "charset", "fetched_at")
)  # copied only if they cannot be used
MARKUP_FIELDS = frozenset(("html", "raw_html"))
_MAX_NAMES, _MAX_DETAIL = 10, 500  # fields that an error message lists, and its characters


def given_document(  # noqa: PLR0913 - all that a caller may know about a document
    payload: bytes | str,
    *,
    url: str | None = None,
    content_type: str | None = None,
    charset: str | None = None,
    fetched_at: dt.datetime | str | None = None,
    id: str | None = None,  # noqa: A002 - the field's name
) -> RawDocument:
    """Make a document of a caller's arguments: check types, convert the time to UTC, escape what cannot be stored.

    The arguments are those of `clean`, where `payload` is called `raw`. An empty `url` or `id` counts as none, since all
    documents with it would have one id.

    Raises:
        UsageError: if an argument has a wrong type.

    >>> given_document(b"Rain", fetched_at=dt.datetime(2026, 1, 31)).origin.fetched_at.isoformat()
    '2026-01-31T00:00:00+00:00'
    """
    for name, value in (("url", url), ("content_type", content_type), ("charset", charset), ("id", id)):
        _check_type(name, value, str)
    time = read_time(fetched_at)
    if time is None and fetched_at is not None:
        raise UsageError(
            f"fetched_at is {fetched_at!r}, no time in UTC. Do: give a datetime or its ISO 8601 form, like "
            "'2026-01-31T12:00:00Z', or leave it out."
        )
    origin = Origin(url=storable(url or None), fetched_at=time)
    return RawDocument(origin, payload, content_type, storable(charset), id or None)


def row_document(
    values: Mapping[str, Any], content_field: str | None, name: str | None = None, row: int | None = None
) -> RawDocument:
    """Make a document of a row of a file of records, or of a table.

    Args:
        values: its fields by name. The content is `str`, or `bytes` in any charset; a field called "html" or "raw_html" is
            HTML. "url", "content_type", "charset", "fetched_at" (ISO 8601) and "id" are used as in `clean` if they have
            the right type; all others that are not missing, and "id", are copied to `extra`.
        content_field: name of the field with the content; None takes the first of `CONTENT_FIELDS` that is a text.
        name: name of the file, for `Origin.input`.
        row: number of the row, from 0, for `Origin.record`.

    Raises:
        Rejected: "malformed" if there is no content, or JSON cannot hold a value; "empty" if the content is null.

    >>> document = row_document({"text": "Rain", "id": 7, "dump": "May"}, None, "may.jsonl", 0)
    >>> document.payload, document.id, document.extra
    ('Rain', '7', '{"dump": "May", "id": 7}')
    """
    field = filled_content_name(values, content_field)
    payload = values[field]
    if not isinstance(payload, bytes | str):
        if _is_missing(payload):
            raise Rejected("empty", f"the field {field!r} is null")
        raise Rejected("malformed", f"the field {field!r} is a {type(payload).__name__}, not a text")
    content_type, charset = (_text(values.get(name)) for name in ("content_type", "charset"))
    if content_type is None and field in MARKUP_FIELDS:
        content_type = "text/html"
    address = next((other for other in _URL_FIELDS if _text(values.get(other))), None)
    fetched_at, id_ = read_time(values.get("fetched_at")), values.get("id")
    used = {
        field,
        address,
        content_type and "content_type",
        charset and "charset",
        fetched_at and "fetched_at",
    }
    others = {
        key: value
        for key, value in values.items()
        if key not in used and not (key in _KNOWN and _is_missing(value))
    }
    try:
        extra = extra_json(others) if others else None
    except TypeError as error:
        raise Rejected("malformed", storable(str(error))[:_MAX_DETAIL]) from None
    return RawDocument(
        Origin(name, row, storable(address and values[address]), fetched_at),
        payload,
        content_type,
        storable(charset),
        None if _is_missing(id_) else str(id_),
        extra,
    )


def filled_content_name(values: Mapping[str, Any], content_field: str | None) -> str:
    """Return the name of the field with the content of a row; the arguments and errors are those of `row_document`.

    >>> filled_content_name({"raw": None, "html": 7, "text": "Rain"}, None)
    'text'
    """
    given = [name for name in CONTENT_FIELDS if values.get(name) is not None]
    texts = [name for name in given if isinstance(values[name], bytes | str)]
    return content_name(values, content_field or next(iter(texts + given), None))


def content_name(names: Collection[str], content_field: str | None) -> str:
    """Return the name of the field with the content.

    Args:
        names: the names of all fields.
        content_field: as in `row_document`.

    Raises:
        Rejected: "malformed" if there is none.

    >>> content_name(["url", "text"], None)
    'text'
    """
    wanted = (content_field,) if content_field else CONTENT_FIELDS
    found = next((name for name in wanted if name in names), None)
    if found is None:
        listed = ", ".join(map(repr, list(names)[:_MAX_NAMES])) or "none"
        raise Rejected(
            "malformed",
            storable(
                f"no field {' or '.join(map(repr, wanted))} among {listed}. Do: name it in the recipe, as `content_field`"
            )[:_MAX_DETAIL],
        )
    return found


def read_time(value: Any) -> dt.datetime | None:
    """Convert a time, or its ISO 8601 form, to UTC, which is assumed if it has no zone; None for anything else.

    >>> read_time("2026-01-31T12:00:00+01:00").isoformat(), read_time("yesterday")
    ('2026-01-31T11:00:00+00:00', None)
    """
    try:
        time = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(time, dt.datetime):
            return None
        time = dt.datetime.combine(
            time.date(), time.time(), time.tzinfo
        )  # of pandas, only the moment is taken
        return time.astimezone(dt.UTC) if time.tzinfo else time.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        return None


def extra_json(fields: Mapping[str, Any]) -> str:
    """Write fields of the user's own as a JSON object.

    Times and days are written in ISO 8601, decimals and UUIDs as they print, bytes in Base64, arrays as lists; NaN and infinity,
    which JSON lacks, become null.

    Raises:
        TypeError: if a value is of another type that JSON has not; names the field.

    >>> extra_json({"score": float("nan"), "day": dt.date(2026, 1, 31)})
    '{"day": "2026-01-31", "score": null}'
    """
    plain = {}
    for name, value in fields.items():
        try:
            plain[name] = json.loads(json.dumps(value, default=_plain), parse_constant=lambda _: None)
        except (
            TypeError,
            ValueError,
            RecursionError,
        ) as error:  # the last two: it holds itself, or is too deep
            raise TypeError(f"{name!r}: JSON cannot hold {error}") from None
    return storable(json.dumps(plain, ensure_ascii=False, sort_keys=True))


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):  # arrays of NumPy and their values
        return value.tolist()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | dt.timedelta | UUID):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"a {type(value).__name__}")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _is_missing(value: Any) -> bool:
    """Whether a value is None, an empty text, or the NaN or NaT that pandas has where there is none."""
    if value is None or (isinstance(value, str) and not value):
        return True
    return isinstance(value, float | dt.datetime) and value != value  # noqa: PLR0124 - neither is itself


def _check_type(name: str, value: object, wanted: type) -> None:
    if value is not None and not isinstance(value, wanted):
        raise UsageError(f"{name} is {value!r}, a {type(value).__name__}. Do: give a {wanted.__name__}.")


@overload
def storable(text: str) -> str: ...
@overload
def storable(text: None) -> None: ...
def storable(text: str | None) -> str | None:
    """Escape lone surrogates, which cannot be stored.

    >>> storable("Ulm \\ud83d")
    'Ulm \\\\ud83d'
    """
    return text.encode("utf-8", "backslashreplace").decode() if text is not None else None
