"""The filings of an organization as a calendar file (RFC 5545), with alarms 30, 7 and 1 days before."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Final

from marketplace import clock
from marketplace.registration.clocks import ALARMS
from marketplace.registration.models import Filing

_OCTETS: Final = 75
_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def ics(filings: Iterable[Filing], title: Callable[[Filing], str], base_url: str) -> bytes:
    """One all-day entry for each filing with a day; ``title`` words it in the reader's language."""
    return "".join(_folded(line) for line in _lines(filings, title, base_url)).encode()


def _lines(
    filings: Iterable[Filing], title: Callable[[Filing], str], base_url: str
) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Open License//Filings//ZH")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    for filing in filings:
        day = filing.awaited_on
        if day is None:
            continue
        yield "BEGIN:VEVENT"
        yield f"UID:filing-{filing.public_id}@open-license"
        yield f"DTSTAMP:{stamp}"
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}"
        yield f"SUMMARY:{title(filing).translate(_ESCAPES)}"
        yield f"URL:{base_url}/filings/{filing.public_id}"
        for days in ALARMS:
            yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{days}D")
            yield f"DESCRIPTION:{title(filing).translate(_ESCAPES)}"
            yield "END:VALARM"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, never within a character."""
    pieces, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > _OCTETS:
            pieces.append(" ")
            size = 1
        pieces[-1] += character
        size += width
    return "\r\n".join(pieces) + "\r\n"
