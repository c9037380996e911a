"""Proofs from the stored log: inclusion of one event, consistency of two sizes (RFC 6962 2.1).

Complete subtrees of 256, 65,536, … leaves are kept as rows (``log_nodes``), so that a proof reads
some hundreds of hashes however long the log is.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from marketplace.audit import merkle
from marketplace.audit.models import LogLeaf, LogNode
from marketplace.extensions import db

STEP = 8
"""Levels between two kept rows of nodes: each kept node covers 256 of those below it."""
WIDTH = 1 << STEP


def inclusion(position: int, size: int) -> list[str]:
    """The audit path (hex) of the event at ``position`` in the log of ``size``; ValueError beyond."""
    return _hex(merkle.inclusion_proof(subtree, position, size))


def consistency(first: int, second: int) -> list[str]:
    """The path (hex) from the log of ``first`` to that of ``second``; ValueError unless 0 < first ≤
    second."""
    return _hex(merkle.consistency_proof(subtree, first, second))


def subtree(low: int, high: int) -> bytes:
    """The root over the leaves ``low`` … ``high - 1``, where ``low`` begins a subtree."""
    return merkle.root_of([_complete(start, level) for start, level in _parts(low, high)])


def new_nodes(start: int, leaves: Sequence[bytes]) -> Iterator[dict[str, object]]:
    """Rows for the subtrees that ``leaves``, appended at ``start``, complete. The leaves before
    them are read from the log."""
    level, first, known = STEP, start, list(leaves)
    while (first + len(known)) // WIDTH > first // WIDTH:
        if opening := first % WIDTH:
            known = _row(level - STEP, first - opening, opening) + known
        first //= WIDTH
        known = [
            merkle.root_of(merkle.extend([], 0, known[at : at + WIDTH])[0])
            for at in range(0, len(known) - WIDTH + 1, WIDTH)
        ]
        for place, node in enumerate(known):
            yield {"level": level, "place": first + place, "hash": node.hex()}
        level += STEP


def _parts(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees of a range as (first leaf, level), largest first."""
    while low < high:
        level = (high - low).bit_length() - 1
        yield low, level
        low += 1 << level


def _complete(start: int, level: int) -> bytes:
    """The root of the complete subtree of 2^level leaves that begins at ``start``."""
    kept = level - level % STEP
    nodes = _row(kept, start >> kept, 1 << (level - kept))
    return merkle.root_of(merkle.extend([], 0, nodes)[0])


def _row(level: int, place: int, count: int) -> list[bytes]:
    """``count`` stored hashes of a kept level, from ``place`` on."""
    column = LogLeaf.position if level == 0 else LogNode.place
    value = LogLeaf.leaf_hash if level == 0 else LogNode.hash
    statement = select(value).where(column >= place, column < place + count).order_by(column)
    if level:
        statement = statement.where(LogNode.level == level)
    found = [bytes.fromhex(each) for each in db.session.scalars(statement)]
    if len(found) != count:
        raise ValueError(f"the log lacks nodes of level {level} from {place} on")
    return found


def _hex(path: Sequence[bytes]) -> list[str]:
    return [node.hex() for node in path]
