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
