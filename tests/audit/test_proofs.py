"""Proofs from the stored log across the kept rows of nodes, and what a forged node does (R-26)."""

import pytest
from sqlalchemy import select, update

from marketplace.audit import merkle, proofs, sequencer, verification
from marketplace.audit.actors import SYSTEM
from marketplace.audit.models import LogLeaf, LogNode
from marketplace.audit.services import Fact, record_all
from marketplace.database import transaction
from marketplace.extensions import db
from tests.audit.test_trail import Thing, without_triggers

BOTH = pytest.mark.databases("sqlite", "postgresql")


def grow(*counts):
    """Write so many events at a time; returns all leaf hashes."""
    for count in counts:
        with transaction():
            record_all((Fact("thing:make", Thing(), (), {"n": n}) for n in range(count)), SYSTEM)
        sequencer.sequence()
    ordered = select(LogLeaf.leaf_hash).order_by(LogLeaf.position)
    return [bytes.fromhex(each) for each in db.session.scalars(ordered)]


def path(found):
    return [bytes.fromhex(node) for node in found]


@BOTH
@pytest.mark.parametrize("counts", [(3,), (255, 1), (256, 255, 1), (300, 700, 24), (1500,)])
def test_proofs_hold_wherever_the_batches_ended(app, counts):
    leaves = grow(*counts)
    size = len(leaves)
    roots = merkle.roots_at(leaves, range(1, size + 1))
    step = max(1, size // 40)
    for index in sorted({0, size - 1, 255 % size, 256 % size, *range(0, size, step)}):
        proof = path(proofs.inclusion(index, size))
        assert merkle.is_included(leaves[index], index, size, proof, roots[size])
    for first in sorted({1, size, *range(1, size, step)}):
        proof = path(proofs.consistency(first, size))
        assert merkle.is_consistent(first, size, proof, roots[first], roots[size])
    kept = db.session.scalars(select(LogNode.place).where(LogNode.level == 8)).all()
    assert list(kept) == list(range(size // 256))
    assert verification.verify().sound


def test_an_earlier_size_is_proven_from_a_longer_log(app):
    leaves = grow(600)
    root = merkle.roots_at(leaves, [520])[520]
    assert merkle.is_included(leaves[513], 513, 520, path(proofs.inclusion(513, 520)), root)


def test_what_the_log_does_not_hold_has_no_proof(app):
    grow(10)
    for index, size in ((10, 10), (3, 11), (0, 0)):
        with pytest.raises(ValueError, match=r"no leaf|lacks nodes"):
            proofs.inclusion(index, size)
    for first, second in ((0, 10), (11, 10), (3, 500)):
        with pytest.raises(ValueError, match=r"no proof|lacks nodes"):
            proofs.consistency(first, second)


def test_large_subtrees_are_kept_on_the_next_row(app, monkeypatch):
    monkeypatch.setattr(proofs, "STEP", 2)
    monkeypatch.setattr(proofs, "WIDTH", 4)
    leaves = grow(3, 14, 1, 50, 7)
    rows = db.session.execute(select(LogNode.level, LogNode.place)).all()
    assert {level for level, _ in rows} == {2, 4, 6}
    assert len(rows) == 75 // 4 + 75 // 16 + 75 // 64
    root = merkle.roots_at(leaves, [75])[75]
    for index in range(75):
        assert merkle.is_included(leaves[index], index, 75, path(proofs.inclusion(index, 75)), root)


@BOTH
def test_a_forged_node_is_named_by_the_verification(app):
    grow(300)
    assert verification.verify().sound
    without_triggers(update(LogNode).values(hash="0" * 64))
    db.session.remove()
    assert any("kept nodes" in fault for fault in verification.verify().faults)
