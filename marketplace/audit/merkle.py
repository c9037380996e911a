"""Merkle tree over the log, after RFC 6962 section 2.1 (SHA-256)."""

import hashlib
from collections.abc import Iterable, Sequence


def leaf_hash(data: bytes) -> bytes:
    """MTH of one entry: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def empty_root() -> bytes:
    """The root of the empty tree."""
    return hashlib.sha256(b"").digest()


def extend(
    frontier: Sequence[bytes], size: int, leaves: Iterable[bytes]
) -> tuple[list[bytes], int]:
    """Add leaf hashes to a tree known only by the roots of its complete subtrees, largest first.
    Returns the new frontier and size."""
    stack = list(frontier)
    for leaf in leaves:
        node, index = leaf, size
        while index & 1:
            node = node_hash(stack.pop(), node)
            index >>= 1
        stack.append(node)
        size += 1
    return stack, size


def root_of(frontier: Sequence[bytes]) -> bytes:
    """The tree's root from the roots of its complete subtrees."""
    if not frontier:
        return empty_root()
    node = frontier[-1]
    for left in reversed(frontier[:-1]):
        node = node_hash(left, node)
    return node


def roots_at(leaves: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The roots that the tree over ``leaves`` had at the given sizes; sizes beyond it are absent."""
    wanted = set(sizes)
    found: dict[int, bytes] = {0: empty_root()} if 0 in wanted else {}
    frontier: list[bytes] = []
    size = 0
    for leaf in leaves:
        frontier, size = extend(frontier, size, [leaf])
        if size in wanted:
            found[size] = root_of(frontier)
    return found
