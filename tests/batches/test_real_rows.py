"""Three hundred real rows, from the university's sheet to the shelf, on both routes."""

from time import process_time

import pytest

from marketplace import clock
from marketplace.batches import queries, services
from marketplace.batches.models import BatchStatus, FeeSource
from marketplace.database import transaction
from marketplace.listings.models import ListingStatus
from marketplace.patents import importing as lists
from marketplace.patents import services as patents
from marketplace.patents.bars import DERIVED
from marketplace.patents.models import (
    Bar,
    BarState,
    LegalStatus,
    Patent,
    PatentKind,
    ReportConclusion,
    StatusSource,
)
from tests.batches.factories import OPEN, ORDINARY, make_batch, prepare, sign, submit, work
from tests.declarations.factories import make_patentee, owner_of
from tests.listings.factories import reviewer

SHEET = "open_license_inventory_2026-03-batch-01.xlsx"


def brought_in(shared_data):
    """The first three hundred patents, with reports where the kind needs one."""
    organization = make_patentee()
    owner = owner_of(organization)
    with transaction():
        lists.import_list((shared_data / "lists" / SHEET).read_bytes(), organization, owner)
    found = list(Patent.query.order_by(Patent.number).limit(300))
    with transaction():
        for patent in found:
            if patent.kind is not PatentKind.INVENTION:
                patents.set_evaluation_report(
                    patent, next(iter(ReportConclusion)), owner, number="1", on=clock.today()
                )
    return found


@pytest.mark.parametrize("terms", [OPEN, ORDINARY], ids=["open", "ordinary"])
def test_three_hundred_real_rows(app, shared_data, terms):
    found = brought_in(shared_data)
    began = process_time()
    batch = make_batch(terms=terms, patents=found, fee_source=FeeSource.INVENTORY_OR_PRESET)
    clear = {bar: BarState.CLEAR for bar in Bar if bar not in DERIVED}
    with transaction():
        services.state_bars(
            batch,
            clear,
            LegalStatus.VALID,
            StatusSource.PATENTEE,
            clock.today(),
            owner_of(batch.organization),
        )
    assessed = queries.assessments(batch)
    blocked = {each.patent.number for each in assessed if each.problems}
    codes = {problem.code for each in assessed for problem in each.problems}
    assert codes == {"summary_missing", "uses_missing"}
    assert sum("amount" in each.differs for each in assessed) > 20
    made = prepare(batch)
    assert (made.done, made.refused) == (300 - len(blocked), len(blocked))
    if terms is ORDINARY:
        assert sign(batch) == made.done
    assert submit(batch).done == made.done
    work(lambda: services.publish_some(batch, reviewer()))
    print(f"{made.done} listings on {terms.route}: {process_time() - began:.1f} s of server time")
    assert batch.status is BatchStatus.FINISHED
    counts = queries.counts([batch])[batch.id]
    assert counts.by_status == {ListingStatus.PUBLISHED: made.done}
