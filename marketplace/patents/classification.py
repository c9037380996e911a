"""IPC and Locarno symbols: reading lists as people write them (LAW 9.6)."""

import re
import unicodedata

_LOCARNO = re.compile(r"^([0-9]{1,2})-([0-9]{1,2})$")
_EDITION = re.compile(r"\([^)]*\)")
_SEPARATORS = re.compile(r"[;,|、\n\t]+")
_SYMBOL = re.compile(r"[A-H]\s?[0-9]{2}\s?[A-Z](?:\s*[0-9]{1,4}\s*/\s*[0-9]{2,6})?")


def read_ipc(text: str) -> tuple[list[str], list[str]]:
    """The symbols of a cell in their order, each once, and the pieces that are none.

    Separators may be ``; , | 、`` or spaces, half or full width; editions in brackets are
    dropped: ``H01M 10/0525(2010.01)；H01M4/36`` gives ``["H01M10/0525", "H01M4/36"]``.
    """
    symbols: list[str] = []
    unread: list[str] = []
    plain = _EDITION.sub(";", unicodedata.normalize("NFKC", text)).upper()
    for piece in _SEPARATORS.split(plain):
        found = _SYMBOL.findall(piece)
        rest = _SYMBOL.sub("", piece).strip()
        symbols.extend(re.sub(r"\s", "", symbol) for symbol in found)
        if rest:
            unread.append(piece.strip())
    return list(dict.fromkeys(symbols)), unread


def read_locarno(text: str) -> tuple[list[str], list[str]]:
    """The Locarno classes of a cell as ``07-01``, and the pieces that are none."""
    classes: list[str] = []
    unread: list[str] = []
    plain = (
        _EDITION.sub(";", unicodedata.normalize("NFKC", text).upper())
        .replace("LOC", "")
        .replace("CL.", "")
    )
    for piece in re.split(r"[;,|、\s]+", plain):
        match = _LOCARNO.match(piece)
        if match:
            classes.append(f"{int(match[1]):02d}-{int(match[2]):02d}")
        elif piece:
            unread.append(piece)
    return list(dict.fromkeys(classes)), unread
