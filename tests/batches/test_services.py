"""The life of a batch: what goes on, what is blocked and why, one signature, one submission."""

import pytest
from sqlalchemy import select

from marketplace.accounts.models import InboxMessage
from marketplace.audit.services import history
from marketplace.batches import queries, services
from marketplace.batches.assessing import Standing
from marketplace.batches.models import LIFECYCLE, BatchStatus, FeeSource
from marketplace.batches.services import submitting
from marketplace.batches.services.offering import joint_offer
from marketplace.database import transaction
from marketplace.declarations.models import Declaration, DeclarationStatus
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.listings import services as listings
from marketplace.listings.models import Listing, ListingStatus
from marketplace.listings.queries import terms_for
from marketplace.patents.models import Bar, BarState
from tests.accounts.factories import make_member
from tests.batches.factories import (
    OPEN,
    ORDINARY,
    PATHS,
    S,
    make_batch,
    prepare,
    sign,
    submit,
    work,
)
from tests.declarations.factories import clear_bars, make_patent, make_patentee, owner_of
from tests.listings.factories import reviewer

pytestmark = pytest.mark.usefixtures("app")

ALLOWED = {
    S.DRAFT: {"prepare", "drop"},
    S.PREPARED: {"reopen", "submit", "drop"},
    S.SUBMITTED: {"return", "finish"},
    S.RETURNED: {"reopen", "drop"},
    S.FINISHED: set(),
    S.DROPPED: set(),
}


def bar(patent, state=BarState.BARRED):
    clear_bars(patent, state=state, bars=[Bar.PLEDGED])
    db.session.commit()


def problems(batch):
    return {
        each.patent.number: {p.code for p in each.problems} for each in queries.assessments(batch)
    }


@pytest.mark.parametrize("status", BatchStatus)
@pytest.mark.parametrize("action", LIFECYCLE.moves)
def test_the_whole_life_cycle(status, action):
    if action in ALLOWED[status]:
        assert LIFECYCLE.after(status, action)
    else:
        with pytest.raises(TransitionNotAllowed):
            LIFECYCLE.after(status, action)


@pytest.mark.parametrize("status", PATHS)
def test_every_state_is_reached_by_the_services(status):
    assert make_batch(status).status is status


def test_blocked_ones_stay_with_their_reason_and_the_rest_go_on():
    batch = make_batch()
    pledged, *_ = [entry.patent for entry in batch.entries]
    bar(pledged)
    assert problems(batch)[pledged.number] == {"bar_pledged"}
    progress = prepare(batch)
    assert (progress.done, progress.refused) == (2, 1)
    assert [entry.listing is None for entry in batch.entries] == [True, False, False]


def test_a_batch_in_which_all_is_blocked_does_not_move():
    batch = make_batch(count=1)
    bar(batch.entries[0].patent)
    with pytest.raises(Refused) as refusal:
        prepare(batch)
    assert refusal.value.code == "nothing_ready"
    assert batch.status is S.DRAFT


def test_on_open_each_patent_gets_its_declaration_at_its_own_fee():
    organization = make_patentee()
    patents = [make_patent(organization, asking_fee=fee) for fee in (None, 500_000, 0)]
    batch = make_batch(terms=OPEN, patents=patents, fee_source=FeeSource.INVENTORY_OR_PRESET)
    prepare(batch)
    terms = [terms_for(entry.listing.items[0]) for entry in batch.entries]
    assert [each.lump_sum and each.lump_sum.amount_fen for each in terms] == [
        3_000_000,
        500_000,
        None,
    ]
    assert terms[2].fee_mode == "free"
    found = db.session.scalars(select(Declaration)).all()
    assert {each.status for each in found} == {DeclarationStatus.PREPARING}
    assert len(found) == 3


def test_without_a_fee_in_the_inventory_a_patent_stays_out_when_asked_so():
    organization = make_patentee()
    patents = [make_patent(organization, asking_fee=fee) for fee in (None, 500_000)]
    batch = make_batch(patents=patents, fee_source=FeeSource.INVENTORY)
    assert problems(batch)[patents[0].number] == {"fee_missing"}
    with transaction():
        services.mend(batch, {patents[0].number: {"amount_fen": 700_000}}, owner_of(organization))
    assert problems(batch)[patents[0].number] == set()


def test_acts_follow_the_kind_and_the_life_cuts_the_period():
    organization = make_patentee()
    design = make_patent(organization, kind_digit="3")
    batch = make_batch(patents=[make_patent(organization), design])
    found = {each.patent.number: each for each in queries.assessments(batch)}
    assert "use" not in found[design.number].terms.scope.acts
    assert "acts" in found[design.number].differs
    with transaction():
        services.mend(batch, {design.number: {"months": 299}}, owner_of(organization))
    each = next(a for a in queries.assessments(batch) if a.patent is design)
    assert each.ends_on == design.expires_on


def test_one_signature_makes_one_offer_for_each_with_its_own_text():
    batch = make_batch()
    prepare(batch)
    assert sign(batch) == 3
    offers = [entry.listing.offer for entry in batch.entries]
    assert len({offer.text_sha256 for offer in offers}) == 3
    assert joint_offer(batch).offers == ()


def test_nobody_signs_what_was_not_shown():
    batch = make_batch()
    prepare(batch)
    shown = joint_offer(batch).sha256
    owner = owner_of(batch.organization)
    with transaction():
        services.reopen(batch, owner)
        services.mend(batch, {batch.entries[0].patent.number: {"amount_fen": 1}}, owner)
    prepare(batch)
    with pytest.raises(Refused) as refusal, transaction():
        services.sign_offers(batch, owner, shown_sha256=shown)
    assert refusal.value.code == "text_changed"


def test_what_is_shown_to_the_signatory_is_every_clause_of_every_text():
    batch = make_batch()
    owner = owner_of(batch.organization)
    with transaction():
        services.mend(batch, {batch.entries[0].patent.number: {"amount_fen": 100_000}}, owner)
    prepare(batch)
    joint = joint_offer(batch)
    for each in joint.offers:
        shown = [clause.text for clause in (*joint.common, *each.own)]
        assert all(text in each.text.text for text in shown)
        assert each.text.text.count("\n") >= len(shown)
    assert all(each.own for each in joint.offers)


def test_only_a_signatory_signs_the_offers():
    batch = make_batch()
    prepare(batch)
    stranger = make_member(batch.organization, None).user
    with pytest.raises(NotAllowed), transaction():
        services.sign_offers(batch, stranger, shown_sha256=joint_offer(batch).sha256)


def test_a_bar_between_preparing_and_submission_holds_that_listing_back():
    """R-71: checks run again at the submission; the others go."""
    batch = make_batch(S.PREPARED)
    bar(batch.entries[1].patent)
    progress = submit(batch)
    assert (progress.done, progress.refused) == (2, 1)
    states = [entry.listing.status for entry in batch.entries]
    assert states == [ListingStatus.SUBMITTED, ListingStatus.DRAFT, ListingStatus.SUBMITTED]


def test_control_without_the_check_the_barred_listing_would_be_sent(monkeypatch):
    """The test above sees it: with the checks of the submission off, the barred one goes."""
    batch = make_batch(S.PREPARED)
    bar(batch.entries[1].patent)
    monkeypatch.setattr(submitting.checks, "problems", lambda listing, day: [])
    submit(batch)
    assert batch.entries[1].listing.status is ListingStatus.SUBMITTED


def test_unsigned_offers_are_not_submitted():
    batch = make_batch()
    prepare(batch)
    with pytest.raises(Refused) as refusal:
        submit(batch)
    assert refusal.value.code == "nothing_to_submit"


def test_the_staff_is_told_once_and_the_organization_once():
    batch = make_batch(S.PREPARED)
    staff = reviewer()
    submit(batch)
    told = [
        each.code
        for each in db.session.scalars(select(InboxMessage).where(InboxMessage.user == staff))
    ]
    assert told == ["batch:to_review"]
    work(lambda: services.publish_some(batch, staff))
    own = db.session.scalars(
        select(InboxMessage).where(InboxMessage.organization == batch.organization)
    )
    assert [each.code for each in own] == ["batch:finished"]


def test_some_are_returned_and_submitted_again_together():
    batch = make_batch(S.SUBMITTED)
    first = batch.entries[0].listing
    staff = reviewer()
    work(lambda: services.return_some(batch, staff, "请补充用途", only=[first.public_id]))
    assert batch.status is S.SUBMITTED
    work(lambda: services.publish_some(batch, staff))
    assert (batch.status, first.return_reason) == (S.RETURNED, "请补充用途")
    with transaction():
        services.reopen(batch, owner_of(batch.organization))
    assert [each.standing for each in queries.assessments(batch)][1:] == [Standing.SENT] * 2
    prepare(batch)
    submit(batch)
    assert (batch.status, first.status) == (S.SUBMITTED, ListingStatus.SUBMITTED)


def test_single_decisions_on_their_own_pages_finish_the_batch():
    batch = make_batch(S.SUBMITTED)
    staff = reviewer()
    for entry in batch.entries:
        with transaction():
            listings.publish(entry.listing, staff)
    assert batch.status is S.FINISHED


def test_the_work_can_be_left_and_taken_up_again():
    batch = make_batch(count=5)
    owner = owner_of(batch.organization)
    with transaction():
        progress = services.prepare_some(batch, owner, most=2)
    assert (progress.done, progress.total, progress.finished) == (2, 5, False)
    assert batch.status is S.DRAFT
    public_id = batch.public_id
    db.session.remove()
    again = queries.by_public_id(public_id)
    owner = owner_of(again.organization)
    assert work(lambda: services.prepare_some(again, owner, most=2)).done == 5
    assert db.session.query(Listing).count() == 5


def test_blocked_ones_are_carried_over_with_their_figures():
    batch = make_batch()
    pledged = batch.entries[0].patent
    bar(pledged)
    owner = owner_of(batch.organization)
    with transaction():
        services.mend(batch, {pledged.number: {"amount_fen": 12_345}}, owner)
    prepare(batch)
    with transaction():
        fresh = services.carry_over(batch, owner)
    assert [entry.patent for entry in fresh.entries] == [pledged]
    assert (fresh.preset, fresh.entries[0].differences) == (batch.preset, {"amount_fen": 12_345})


def test_every_event_stands_in_the_trail_once():
    batch = make_batch(S.FINISHED)
    assert [event.tag for event in history(batch)][-1] == "batch:finish"
    tags = [event.tag for event in history(batch.entries[0].listing)]
    assert tags.count("listing:submit") == tags.count("listing:publish") == 1


def test_bulk_statements_never_clear_a_bar_that_was_found():
    batch = make_batch()
    pledged = batch.entries[0].patent
    bar(pledged)
    with transaction():
        services.state_bars(
            batch,
            {Bar.PLEDGED: BarState.CLEAR},
            None,
            "patentee",
            pledged.statements[0].on,
            owner_of(batch.organization),
        )
    assert problems(batch)[pledged.number] == {"bar_pledged"}


def test_terms_beyond_the_route_are_no_preset():
    batch = make_batch(terms=ORDINARY)
    late = OPEN.model_copy(
        update={"lump_sum": OPEN.lump_sum.model_copy(update={"amount_fen": 10**10})}
    )
    with pytest.raises(Refused) as refusal, transaction():
        services.set_preset(batch, late, owner_of(batch.organization))
    assert refusal.value.code == "fixed_fee_ceiling"
