"""Just enough of DER (X.690) to read certificates and CMS signatures."""

from collections.abc import Iterator
from dataclasses import dataclass

SEQUENCE, SET, INTEGER, OCTETS, BITS, OID = 0x30, 0x31, 0x02, 0x04, 0x03, 0x06


class Malformed(ValueError):
    """The bytes are no DER of the expected shape."""


@dataclass(frozen=True)
class Node:
    """One element: its tag, where it starts, where its content starts and ends in ``data``."""

    data: bytes
    start: int
    body: int
    end: int

    @property
    def tag(self) -> int:
        return self.data[self.start]

    @property
    def whole(self) -> bytes:
        """The element with tag and length, as it was signed or hashed."""
        return self.data[self.start : self.end]

    @property
    def content(self) -> bytes:
        return self.data[self.body : self.end]

    @property
    def integer(self) -> int:
        return int.from_bytes(self.content, "big", signed=True)

    @property
    def oid(self) -> str:
        """The object identifier in dotted form."""
        numbers, value = [], 0
        for byte in self.content:
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                numbers.append(value)
                value = 0
        first = min(numbers[0] // 40, 2)
        return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))

    def children(self) -> list["Node"]:
        """The elements inside a constructed one."""
        return list(_elements(self.data, self.body, self.end))


def parse(data: bytes) -> Node:
    """The one element at the beginning of ``data``; zero bytes may follow (padding of a PDF)."""
    node = _element(data, 0, len(data))
    if data[node.end :].strip(b"\0"):
        raise Malformed("there is something behind the element")
    return node


def _elements(data: bytes, at: int, end: int) -> Iterator[Node]:
    while at < end:
        node = _element(data, at, end)
        yield node
        at = node.end


def _element(data: bytes, at: int, end: int) -> Node:
    if at + 2 > end or data[at] & 0x1F == 0x1F:
        raise Malformed("the element is cut or has a long tag")
    length, body = data[at + 1], at + 2
    if length & 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4 or body + count > end:
            raise Malformed("the length of an element is not definite")
        length = int.from_bytes(data[body : body + count], "big")
        body += count
    if body + length > end:
        raise Malformed("an element is longer than what holds it")
    return Node(data, at, body, body + length)
