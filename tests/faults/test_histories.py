"""R-31 to R-46 together: random histories with real processes on PostgreSQL, books against truth.
``make bench NAME=faults`` plays ten thousand of them."""

import os

import pytest

from tests.faults import histories

pytestmark = pytest.mark.databases("postgresql")

COUNT = int(os.environ.get("FAULTS_IN_SUITE", "200"))


def faults(found):
    return {seed: verdict for seed, verdict in found if not verdict.sound}


def test_nothing_is_lost_and_nothing_doubled(app):
    assert faults(histories.run(app, COUNT)) == {}


@pytest.mark.tampers
@pytest.mark.parametrize(
    ("control", "fault"), [("claimed_first", "lost"), ("rows_without_identity", "doubled")]
)
def test_control_without_its_protection_a_fault_is_found(app, control, fault):
    found = histories.run(app, 24, control=control)
    assert any(getattr(verdict, fault) for _, verdict in found)
