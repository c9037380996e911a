"""How Whoosh stores our tokens. Indexes name these classes by module: never rename or move them.

One posting per token and document holds how often the token stands in each text field, as one
byte each (at most 255). So a token is written and read once, however many fields it stands in.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3PerDocReader
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Existence

from marketplace.search.backend import TEXT_FIELDS
from marketplace.search.tokens import index_tokens

Counts = Mapping[str, Sequence[int]]
MOST = 255


class FieldCounts(Existence):
    """A posting value of one byte per text field."""

    posting_size = len(TEXT_FIELDS)

    def fixed_value_size(self) -> int:
        return self.posting_size


class FieldedText(FieldType):
    """Takes ``count_tokens()`` of a document's texts; analysis has been done before."""

    def __init__(self) -> None:
        super().__init__(FieldCounts(), None, scorable=True)

    def index(self, value: Counts, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for token, counts in value.items():
            yield token.encode(), 1, 1.0, bytes(counts)


class Keywords(FieldType):
    """Takes a list of exact values."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(self, value: Sequence[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        for text in dict.fromkeys(value):
            yield text.encode(), 1, 1.0, b""


class _WithoutLengths(W3PerDocReader):
    """Lengths of fields stand in the stored data; Whoosh asks for one at every posting."""

    def doc_field_length(self, *_: Any) -> int:
        return 1


class WritingCodec(W3Codec):
    """Whoosh's own format, written faster: uncompressed, without lengths in the postings."""

    def __init__(self) -> None:
        super().__init__(compression=0)

    def per_document_reader(self, storage: Any, segment: Any) -> _WithoutLengths:
        return _WithoutLengths(storage, segment)


def schema() -> Schema:
    """``data`` is a dict: see ``whoosh_backend.stored``."""
    return Schema(key=ID(unique=True), text=FieldedText(), numbers=Keywords(), data=STORED())


def count_tokens(texts: Sequence[str]) -> tuple[Counts, list[int]]:
    """Counts by token in the order of the texts, and the length of each text in tokens."""
    counts: dict[str, list[int]] = {}
    lengths = []
    for place, text in enumerate(texts):
        tokens = Counter(index_tokens(text))
        lengths.append(tokens.total())
        for token, number in tokens.items():
            counts.setdefault(token, [0] * len(texts))[place] = min(number, MOST)
    return counts, lengths
