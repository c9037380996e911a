"""Merkle tree over the log, after RFC 6962 section 2.1 (SHA-256)."""

import hashlib
from collections.abc import Callable, Iterable, Sequence

Nodes = Callable[[int, int], bytes]
"""The root of the subtree over the leaves from a position up to another (exclusive)."""


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


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """The audit path of the leaf at ``index`` in the tree of ``size`` leaves (RFC 6962 2.1.1).

    ValueError for a leaf that the tree does not have.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    path, low, high = [], 0, size
    while high - low > 1:
        split = low + _split(high - low)
        if index < split:
            path.append(nodes(split, high))
            high = split
        else:
            path.append(nodes(low, split))
            low = split
    return path[::-1]


def consistency_proof(nodes: Nodes, first: int, second: int) -> list[bytes]:
    """That the tree of ``second`` leaves begins with the tree of ``first`` (RFC 6962 2.1.2).

    ValueError unless 0 < ``first`` ≤ ``second``: nothing can be proven from an empty tree.
    """
    if not 0 < first <= second:
        raise ValueError(f"no proof leads from {first} to {second} leaves")
    path, low, high, whole = [], 0, second, True
    while first != high:
        split = low + _split(high - low)
        if first <= split:
            path.append(nodes(split, high))
            high = split
        else:
            path.append(nodes(low, split))
            low, whole = split, False
    return ([] if whole else [nodes(low, high)]) + path[::-1]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf hash to the root of the tree of that size."""
    if not 0 <= index < size:
        return False
    node, place, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def is_consistent(
    first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """Whether the path shows that the second tree extends the first."""
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second:
        return False
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    left = right = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            left, right = node_hash(sibling, left), node_hash(sibling, right)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            right = node_hash(right, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and left == first_root and right == second_root


def _split(count: int) -> int:
    """The largest power of two below ``count`` leaves, where the tree parts in two."""
    return 1 << (count - 1).bit_length() - 1
