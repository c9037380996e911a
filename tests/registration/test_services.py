"""From due to the receipt: outcome and event of each step, what is refused, who may do it."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from marketplace import clock, files
from marketplace.accounts.models import OrganizationKind, Role
from marketplace.agreements import services as agreements
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.registration import policies, queries, services
from marketplace.registration.models import FilingStatus as S
from marketplace.registration.models import Note
from marketplace.registration.signals import filing_changed
from marketplace.terms.routes import Duty
from tests.accounts.factories import make_administrator, make_member, make_organization, owner_of
from tests.kept_scenes import built
from tests.registration import scenes

BOTH = pytest.mark.databases("sqlite", "postgresql")


def tags(filing):
    return [event.tag.removeprefix("filing:") for event in history(filing)]


def receipt():
    return files.put(scenes.RECEIPT)


@BOTH
def test_the_whole_way_to_the_receipt(app):
    agreement = scenes.free()
    filing = scenes.done(scenes.filing(agreement))
    assert filing.status is S.DONE
    assert filing.number == "X2026990000001"
    assert filing.submitted_on == filing.done_on == clock.today()
    assert files.get(filing.receipt_sha256) == scenes.RECEIPT
    steps = ["answer", "prepare", "package", "await_seal", "submit", "complete"]
    assert [tag for tag in tags(filing) if tag in steps] == steps
    assert "filing:complete" in [event.tag for event in history(agreement)]


def test_acceptance_correction_and_resubmission(app):
    filing = scenes.submitted(scenes.filing(scenes.free()))
    by, today = owner_of(filing.filer), clock.today()
    with transaction():
        services.accept(filing, today, by, "SL-1", receipt())
    assert (filing.status, filing.acceptance_number) == (S.ACCEPTED, "SL-1")
    with transaction():
        services.require_correction(filing, today, "缺少经办人身份证明", by)
    assert (filing.status, filing.correction_on) == (S.CORRECTION, today)
    with transaction():
        services.resubmit(filing, today, by)
    assert (filing.status, filing.resubmitted_on) == (S.SUBMITTED, today)
    assert [each.action for each in filing.receipts] == ["accept", "require_correction"]


def test_a_refused_filing_is_prepared_anew_and_may_be_late_again(app):
    filing = scenes.submitted(scenes.filing(scenes.free()))
    by = owner_of(filing.filer)
    with transaction():
        services.refuse(filing, "局令62号12(4)", clock.today(), "期限超过专利权有效期", by)
    assert (filing.status, filing.refusal_code) == (S.REFUSED, "局令62号12(4)")
    assert filing.is_overdue(filing.due_on + timedelta(1))
    scenes.prepared(filing)
    assert filing.status is S.PREPARED


def test_change_and_cancellation_follow_a_receipt(app):
    by = None
    for service, status in ((services.change, S.CHANGED), (services.cancel, S.CANCELLED)):
        filing = scenes.done(scenes.filing(scenes.free()), f"X-{status.value}")
        by = owner_of(filing.filer)
        with transaction():
            service(filing, clock.today(), receipt(), by)
        assert filing.status is status
        assert filing.receipts[-1].action == status.value.removesuffix("d").removesuffix("le")


def test_without_number_or_receipt_nothing_is_done(app):
    filing = scenes.submitted(scenes.filing(scenes.free()))
    by, today = owner_of(filing.filer), clock.today()
    for arguments, field in (
        (("", today, receipt()), "number"),
        (("X1", today, None), "receipt"),
        (("X1", today, "0" * 64), "receipt"),
        (("X1", today + timedelta(1), receipt()), "day"),
        (("X1", today - timedelta(1), receipt()), "day"),
    ):
        with pytest.raises(Refused) as refusal, transaction():
            services.complete(filing, *arguments, by)
        assert refusal.value.field == field
        assert filing.status is S.SUBMITTED
        assert "complete" not in tags(filing)


def test_where_the_authority_gives_no_number_none_is_asked(app):
    filing = scenes.submitted(scenes.filing(scenes.free(), Duty.FEEDBACK))
    with transaction():
        services.complete(filing, "", clock.today(), receipt(), owner_of(filing.filer))
    assert (filing.status, filing.number) == (S.DONE, None)


def test_the_contract_registration_carries_the_number_of_the_recordal(app):
    agreement = scenes.paid()
    registration = scenes.filing(agreement, Duty.CONTRACT_REGISTRATION)
    by = owner_of(registration.filer)
    with pytest.raises(services.Incomplete) as refusal, transaction():
        services.prepare(registration, by)
    assert [field.key for field in refusal.value.fields] == ["recordal_number"]
    scenes.done(queries.one(agreement, Duty.RECORDAL) and scenes.filing(agreement))
    assert registration.waits_for is None
    scenes.prepared(registration)
    assert registration.status is S.PREPARED


def test_late_is_still_possible(app):
    filing = scenes.filing(scenes.free())
    with clock.at(filing.due_on + timedelta(40)):
        assert filing.is_overdue(clock.today())
        scenes.done(scenes.explained(filing))
    assert filing.status is S.DONE
    assert filing.done_on > filing.due_on


def test_a_step_out_of_turn_is_refused_and_leaves_nothing(app):
    filing = scenes.filing(scenes.free())
    with pytest.raises(TransitionNotAllowed), transaction():
        services.mark_submitted(filing, clock.today(), owner_of(filing.filer))
    assert (filing.status, filing.submitted_on) == (S.DUE, None)
    assert "submit" not in tags(filing)


def test_submission_before_the_day_of_effect_is_refused(app):
    filing = scenes.prepared(scenes.filing(scenes.free()))
    by = owner_of(filing.filer)
    with transaction():
        services.mark_awaiting_seal(filing, by)
    with pytest.raises(Refused) as refusal, transaction():
        services.mark_submitted(filing, clock.today() - timedelta(1), by)
    assert refusal.value.code == "day_too_early"


def test_a_filing_that_the_law_wants_is_not_talked_away(app):
    agreement = scenes.free()
    filing = scenes.filing(agreement)
    by = owner_of(filing.filer)
    with pytest.raises(Refused) as refusal, transaction():
        services.dispense(filing, "不想办", by)
    assert refusal.value.code == "filing_required"
    with transaction():
        agreements.terminate(agreement, "双方协商解除", by)
    with transaction():
        services.dispense(filing, "合同已解除", by)
    assert (filing.status, filing.note, filing.note_text) == (
        S.NOT_NEEDED,
        Note.STATED,
        "合同已解除",
    )


def test_a_product_that_will_never_be_is_not_needed_and_can_come_back(app):
    filing = scenes.filing(scenes.free(), Duty.PRODUCT_FILING)
    by = owner_of(filing.filer)
    with transaction():
        services.dispense(filing, "仅用于内部工艺", by)
    assert filing.status is S.NOT_NEEDED
    with transaction():
        services.need(filing, by)
    assert (filing.status, filing.note) == (S.DUE, None)


def test_the_end_of_the_license_is_noted_at_a_recordal_that_stands(app):
    agreement = scenes.free()
    filing = scenes.done(scenes.filing(agreement))
    with transaction():
        agreements.terminate(agreement, "双方协商解除", owner_of(agreement.licensor))
    assert (filing.status, filing.note) == (S.DONE, Note.AGREEMENT_ENDED)


def test_strangers_viewers_and_the_other_party_cannot_file(app):
    agreement = scenes.free()
    filing = scenes.filing(agreement)
    viewer = make_member(filing.filer).user
    for user in (viewer, owner_of(agreement.licensee), make_administrator(), None):
        assert not policies.may_file(user, filing)
        with pytest.raises(NotAllowed), transaction():
            services.prepare(filing, user)
    manager = make_member(filing.filer, None, Role.MANAGER).user
    assert policies.may_file(manager, filing)


def test_who_sees_a_filing(app):
    agreement = scenes.free()
    filing = scenes.filing(agreement)
    inside = (owner_of(agreement.licensor), owner_of(agreement.licensee), make_administrator())
    assert all(policies.may_view(user, filing) for user in inside)
    assert not policies.may_view(owner_of(make_organization()), filing)
    assert not policies.may_view(None, filing)


def test_on_an_open_license_the_licensee_may_file_instead(app):
    agreement = scenes.free()
    filing = scenes.filing(agreement)
    with transaction():
        services.assign(filing, agreement.licensee, owner_of(agreement.licensee))
    assert filing.filer == agreement.licensee
    scenes.prepared(filing)
    assert filing.package.data["record"]["filer"]["id"] == agreement.licensee.public_id


def test_an_agency_may_file_for_the_party_and_nobody_else(app):
    filing = scenes.filing(scenes.free())
    by = owner_of(filing.filer)
    agency = make_organization(kind=OrganizationKind.SERVICE, **scenes.PARTY)
    unverified = make_organization(kind=OrganizationKind.SERVICE, verified=False)
    for other in (make_organization(), unverified):
        with pytest.raises(Refused) as refusal, transaction():
            services.assign(filing, other, by)
        assert refusal.value.code == "cannot_file"
    with transaction():
        services.assign(filing, agency, by)
    assert policies.may_file(owner_of(agency), filing)
    assert not policies.may_file(by, filing)


def test_the_recordal_of_a_contract_is_the_licensors(app):
    agreement = scenes.ordinary()
    filing = scenes.filing(agreement)
    with pytest.raises(NotAllowed), transaction():
        services.assign(filing, agreement.licensee, owner_of(agreement.licensee))
    assert filing.filer == agreement.licensor


def test_a_step_is_told_to_the_rooms_above(app):
    heard = []

    def listen(filing, action):
        if filing.agreement is not None:
            heard.append(action)

    with filing_changed.connected_to(listen), built():
        scenes.submitted(scenes.filing(scenes.free()))
    assert heard.count("open") == 4
    assert heard[-4:] == ["prepare", "package", "await_seal", "submit"]


@BOTH
@pytest.mark.parametrize("table", ["filing_packages", "filing_receipts"])
def test_packages_and_receipts_cannot_be_changed_or_removed(app, table):
    filing = scenes.submitted(scenes.filing(scenes.free()))
    with transaction():
        services.accept(filing, clock.today(), owner_of(filing.filer))
    for statement in (f"UPDATE {table} SET filing_id = 0", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
