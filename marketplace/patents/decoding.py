"""Bytes of a file that somebody brings: is it readable, in which encoding, is it too large."""

import gzip
import io
import zlib

import charset_normalizer

from marketplace.errors import N_, Refused

EXPANDED_LIMIT = 400 * 1024 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZERO_SHARE = 50
"""Text with more zero bytes than one in so many is UTF-16: its figures and commas have one each."""


class Unreadable(Refused):
    """The file is no list of patents that can be read; the message says what to do."""

    def __init__(self, code: str, message: str, **params: str) -> None:
        super().__init__(code, message, status=422, field="file", **params)


def decode(data: bytes) -> str:
    """Text by byte-order mark, then UTF-8, UTF-16 without mark, GB 18030, then by statistics."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded(data, encoding) or _undecodable()
    order = ["utf-8", "gb18030"]
    head = data[:4096]
    if head.count(0) > len(head) // _ZERO_SHARE:
        order.insert(0, "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be")
    for encoding in order:
        text = _decoded(data, encoding)
        if text is not None:
            return text
    guess = charset_normalizer.from_bytes(data).best()
    return str(guess) if guess else _undecodable()


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _undecodable() -> str:
    raise Unreadable(
        "file_encoding",
        N_("The characters of the file cannot be read. Save it as .xlsx, or as CSV in UTF-8."),
    )


def unzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            plain = file.read(EXPANDED_LIMIT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(
            "file_damaged",
            N_("The compressed file is damaged. Compress it again, or send it plain."),
        ) from error
    if len(plain) > EXPANDED_LIMIT:
        raise too_large()
    return plain


def old_format() -> Unreadable:
    return Unreadable(
        "file_format",
        N_(
            "This is an old or protected Excel file. Open it, remove the password and save it as "
            ".xlsx or .csv."
        ),
    )


def too_large() -> Unreadable:
    return Unreadable(
        "file_too_large", N_("The file unpacks to more than is read at once. Split the list.")
    )
