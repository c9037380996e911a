"""A bank's statement in whatever of the three formats it came."""

from marketplace.payments.bank_camt import read_camt
from marketplace.payments.bank_reading import Reading
from marketplace.payments.bank_tables import read_table


def read_bank_file(data: bytes) -> Reading:
    """The rows of a statement: camt.053 where it is XML, else a table. Unreadable says what to do
    about a file; what is wrong with a row stands in the reading."""
    head = data[:400].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t\x00").replace(b"\x00", b"")
    return read_camt(data) if head.startswith(b"<") else read_table(data)
