"""The tree against an independent definition (RFC 6962 2.1, recursive)."""

import hashlib

import pytest

from marketplace.audit import merkle


def reference_root(entries):
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    left, right = reference_root(entries[:split]), reference_root(entries[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100])
def test_roots_agree_with_the_recursive_definition(size):
    entries = [str(number).encode() for number in range(size)]
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    frontier, reached = merkle.extend([], 0, leaves)
    assert reached == size
    assert merkle.root_of(frontier) == reference_root(entries)


def test_growing_step_by_step_gives_the_roots_on_the_way():
    entries = [str(number).encode() for number in range(40)]
    leaves = [merkle.leaf_hash(entry) for entry in entries]
    frontier, size = merkle.extend([], 0, leaves[:13])
    frontier, size = merkle.extend(frontier, size, leaves[13:])
    assert size == 40
    roots = merkle.roots_at(leaves, [0, 13, 40, 41])
    assert roots[13] == reference_root(entries[:13])
    assert roots[40] == merkle.root_of(frontier) == reference_root(entries)
    assert 41 not in roots


def test_the_known_empty_root():
    assert merkle.empty_root().hex() == hashlib.sha256().hexdigest()


def reference_path(index, entries):
    """PATH(m, D[n]) of RFC 6962 2.1.1, word for word."""
    if len(entries) == 1:
        return []
    split = 1
    while split * 2 < len(entries):
        split *= 2
    if index < split:
        return [*reference_path(index, entries[:split]), reference_root(entries[split:])]
    return [*reference_path(index - split, entries[split:]), reference_root(entries[:split])]


def reference_subproof(first, entries, whole):
    """SUBPROOF(m, D[n], b) of RFC 6962 2.1.2, word for word."""
    if first == len(entries):
        return [] if whole else [reference_root(entries)]
    split = 1
    while split * 2 < len(entries):
        split *= 2
    if first <= split:
        return [
            *reference_subproof(first, entries[:split], whole),
            reference_root(entries[split:]),
        ]
    return [
        *reference_subproof(first - split, entries[split:], False),
        reference_root(entries[:split]),
    ]


SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 31, 33)
ENTRIES = [f"entry {number}".encode() for number in range(max(SIZES) + 1)]


def nodes(low, high):
    return reference_root(ENTRIES[low:high])


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_is_proven_as_the_standard_says_and_no_other(size):
    root = nodes(0, size)
    for index in range(size):
        path = merkle.inclusion_proof(nodes, index, size)
        leaf = merkle.leaf_hash(ENTRIES[index])
        assert path == reference_path(index, ENTRIES[:size])
        assert merkle.is_included(leaf, index, size, path, root)
        assert not merkle.is_included(merkle.leaf_hash(b"forged"), index, size, path, root)
        assert not merkle.is_included(leaf, index, size, path, nodes(0, size + 1))
        assert not merkle.is_included(leaf, index, size, [*path, root], root)
        if path:
            assert not merkle.is_included(leaf, index, size, path[:-1], root)
            assert not merkle.is_included(leaf, index, size, [], root)
        others = [other for other in range(size) if other != index]
        assert not any(merkle.is_included(leaf, other, size, path, root) for other in others)


@pytest.mark.parametrize("second", SIZES)
def test_every_growth_is_proven_as_the_standard_says_and_no_other(second):
    new = nodes(0, second)
    for first in range(1, second + 1):
        old = nodes(0, first)
        path = merkle.consistency_proof(nodes, first, second)
        assert path == reference_subproof(first, ENTRIES[:second], True)
        assert merkle.is_consistent(first, second, path, old, new)
        assert not merkle.is_consistent(first, second, path, merkle.empty_root(), new)
        assert not merkle.is_consistent(first, second, path, old, merkle.empty_root())
        assert not merkle.is_consistent(first, second, [*path, old], old, new)
        if path:
            assert not merkle.is_consistent(first, second, path[1:], old, new)
            assert not merkle.is_consistent(first, second, [], old, new)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 4), (4, 4), (5, 4)])
def test_a_leaf_beyond_the_tree_has_no_proof(index, size):
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_proof(nodes, index, size)
    assert not merkle.is_included(b"", index, size, [], merkle.empty_root())


@pytest.mark.parametrize(("first", "second"), [(0, 4), (5, 4), (-1, 4), (0, 0)])
def test_no_proof_leads_from_nothing_or_backwards(first, second):
    with pytest.raises(ValueError, match="no proof"):
        merkle.consistency_proof(nodes, first, second)
    assert not merkle.is_consistent(first, second, [b"x"], b"a", b"b")
