"""The Merkle tree over the log (RFC 6962 2.1) as a reader needs it."""

import hashlib
from collections.abc import Iterable, Sequence


def leaf(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def roots(leaves: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The roots over the first so many leaves, for each size that the leaves reach."""
    wanted = set(sizes)
    found = {0: hashlib.sha256(b"").digest()} if 0 in wanted else {}
    stack: list[bytes] = []
    for place, each in enumerate(leaves):
        entry, index = each, place
        while index & 1:
            entry = node(stack.pop(), entry)
            index >>= 1
        stack.append(entry)
        if place + 1 in wanted:
            found[place + 1] = _fold(stack)
    return found


def _fold(stack: Sequence[bytes]) -> bytes:
    root = stack[-1]
    for left in reversed(stack[:-1]):
        root = node(left, root)
    return root


def root_by_path(entry: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which an audit path leads; None if the path does not fit (RFC 9162 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    last = size - 1
    for sibling in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            entry = node(sibling, entry)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            entry = node(entry, sibling)
        index, last = index >> 1, last >> 1
    return entry if last == 0 else None


def roots_by_path(
    first: int, second: int, path: Sequence[bytes], first_root: bytes
) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency path makes; None if it does not fit (RFC 9162 2.1.4.2)."""
    steps = [first_root, *path] if first and first & (first - 1) == 0 else list(path)
    if not 0 < first < second or not steps:
        return None
    index, last = first - 1, second - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    left = right = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return None
        if index & 1 or index == last:
            left, right = node(sibling, left), node(sibling, right)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            right = node(right, sibling)
        index, last = index >> 1, last >> 1
    return (left, right) if last == 0 else None
