from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from marketplace.audit.models import AuditEvent
from marketplace.audit.services import history
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.patents import bars, services
from marketplace.patents.enums import (
    Bar,
    BarState,
    Claim,
    Implementation,
    LegalStatus,
    ReportConclusion,
    StatusSource,
    Willingness,
)
from marketplace.patents.models import PatentBar, PatentClaim
from marketplace.patents.numbers import NumberError
from marketplace.patents.signals import patents_changed
from tests.accounts.factories import make_administrator, owner_of
from tests.patents.factories import a_number, make_patent, make_university


@pytest.fixture
def patent(university):
    return make_patent(university)


@pytest.fixture
def by(university):
    return owner_of(university).memberships[0]


def refusal_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal, transaction():
        act(*args, **kwargs)
    return refusal.value.code


def test_entering_a_patent_settles_kind_and_term(university, by):
    with transaction():
        patent = services.add(
            "ZL 2019 2 1898050.0", "一种换热器", university, by, filing_on=date(2019, 11, 6)
        )
    assert (patent.number, patent.kind) == ("201921898050.0", "utility_model")
    assert (patent.expires_on, patent.expiry_established) == (date(2029, 11, 5), True)
    assert [event.tag for event in history(patent)] == ["patent:create"]
    assert [each.organization for each in patent.claims] == [university]


def test_a_patent_is_entered_once(university, by, patent):
    assert refusal_of(services.add, patent.number, "x", make_university(), by) == "number_listed"
    with pytest.raises(NumberError), transaction():
        services.add("2.02E+12", "x", university, by)


@pytest.mark.databases("sqlite", "postgresql")
def test_statements_are_never_changed_or_deleted(patent, by):
    with transaction():
        services.state_bars(patent, {Bar.PLEDGED: BarState.CLEAR}, StatusSource.PATENTEE, by)
    statement = db.session.scalars(select(PatentBar)).one()
    statement.state = BarState.BARRED
    with pytest.raises(DatabaseError):
        db.session.flush()
    db.session.rollback()
    db.session.delete(db.session.scalars(select(PatentBar)).one())
    with pytest.raises(DatabaseError):
        db.session.flush()
    db.session.rollback()


def test_stating_bars_leaves_an_event_with_source_and_day(patent, by):
    day = today() - timedelta(days=2)
    states = {Bar.PLEDGED: BarState.CLEAR, Bar.ANNUITY_UNPAID: BarState.BARRED}
    with transaction():
        services.state_bars(patent, states, StatusSource.REGISTER_COPY, by, on=day, note="附件")
    found = {each.bar: each for each in bars.evaluate(patent, today())}
    assert found[Bar.PLEDGED].state is BarState.CLEAR
    assert found[Bar.PLEDGED].on == day
    assert found[Bar.PLEDGED].source is StatusSource.REGISTER_COPY
    assert found[Bar.ANNUITY_UNPAID].state is BarState.BARRED
    event = db.session.scalars(select(AuditEvent)).one()
    assert event.tag == "patent:state_bars"
    assert event.data["bars"] == {"pledged": "clear", "annuity_unpaid": "barred"}
    assert event.actor_id == by.user.public_id


@pytest.mark.parametrize("bar", bars.DERIVED)
def test_what_follows_from_the_record_cannot_be_stated(patent, by, bar):
    code = refusal_of(services.state_bars, patent, {bar: BarState.CLEAR}, StatusSource.PATENTEE, by)
    assert code == "bar_derived"
    assert patent.statements == []


def test_nothing_is_stated_as_of_a_day_to_come(patent, by):
    tomorrow = today() + timedelta(days=1)
    states = {Bar.PLEDGED: BarState.CLEAR}
    source = StatusSource.PATENTEE
    assert refusal_of(services.state_bars, patent, states, source, by, on=tomorrow) == "day_to_come"
    status = LegalStatus.VALID
    source = StatusSource.GAZETTE
    assert (
        refusal_of(services.set_legal_status, patent, status, source, tomorrow, by) == "day_to_come"
    )


def test_a_legal_status_needs_a_real_source(patent, by):
    code = refusal_of(
        services.set_legal_status,
        patent,
        LegalStatus.VALID,
        StatusSource.IMPORTED_LIST,
        today(),
        by,
    )
    assert code == "status_source"
    with transaction():
        services.set_legal_status(patent, LegalStatus.VALID, StatusSource.OFFICE_QUERY, today(), by)
    assert bars.right_ended(patent, today()) is None
    assert (patent.legal_status, patent.legal_status_on) == (LegalStatus.VALID, today())


def test_an_evaluation_report_needs_number_and_day(university, by, patent):
    design = make_patent(university, kind=3)
    report = services.set_evaluation_report
    assert refusal_of(report, design, ReportConclusion.POSITIVE, by) == "report_incomplete"
    assert refusal_of(report, patent, ReportConclusion.NONE, by) == "report_for_invention"
    with transaction():
        report(design, ReportConclusion.POSITIVE, by, number="W123", on=date(2022, 1, 1))
    assert (design.evaluation_report_number, design.evaluation_report_on) == (
        "W123",
        date(2022, 1, 1),
    )
    with transaction():
        report(design, ReportConclusion.NONE, by, number="W123", on=date(2022, 1, 1))
    assert design.evaluation_report_number is None


def test_plans(patent, by):
    with transaction():
        services.set_plans(
            patent,
            by,
            willingness=[Willingness.LICENSE, Willingness.OPEN_LICENSE],
            implementation=Implementation.NOT_IMPLEMENTED,
            asking_fee=1_200_000,
        )
    assert patent.ways == [Willingness.LICENSE, Willingness.OPEN_LICENSE]
    assert patent.asking_fee == 1_200_000


def test_an_event_about_plans_does_not_tell_the_private_fee(patent, by):
    with transaction():
        services.set_plans(
            patent, by, willingness=[], implementation=Implementation.NOT_STATED, asking_fee=7_777
        )
    assert "7777" not in str(db.session.scalars(select(AuditEvent)).one().data)


@pytest.mark.parametrize(
    ("plans", "code"),
    [
        ({"willingness": [Willingness.NONE, Willingness.LICENSE]}, "willingness_contradicts"),
        ({"willingness": [], "asking_fee": -1}, "fee_negative_typed"),
    ],
)
def test_plans_that_contradict_themselves(patent, by, plans, code):
    arguments = {"implementation": Implementation.NOT_STATED, **plans}
    assert refusal_of(services.set_plans, patent, by, **arguments) == code


def test_a_named_project_means_funded(patent, by):
    assert refusal_of(services.set_funding, patent, False, "国家项目", by) == "funding_contradicts"
    with transaction():
        services.set_funding(patent, True, "国家项目", by)
    assert (patent.funded, patent.funding_project) == (True, "国家项目")


@pytest.mark.parametrize(
    ("filing_on", "granted_on", "code"),
    [
        (date(2022, 1, 1), None, "filing_day_conflict"),
        (date(2021, 3, 1), date(2021, 3, 1), "grant_before_filing"),
        (None, date(2999, 1, 1), "day_to_come"),
    ],
)
def test_days_that_cannot_be(patent, by, filing_on, granted_on, code):
    days = {"filing_on": filing_on, "granted_on": granted_on}
    assert refusal_of(services.set_days, patent, by, **days) == code
    assert patent.filing_on == date(2021, 3, 15)


def test_a_filing_day_moves_the_term(patent, by):
    with transaction():
        services.set_days(patent, by, filing_on=date(2020, 6, 1), granted_on=date(2022, 6, 1))
    assert patent.expires_on == date(2040, 5, 31)


@pytest.mark.databases("sqlite", "postgresql")
def test_proof_moves_the_patent_to_its_owner_and_keeps_both_claims(university):
    first = make_university()
    with transaction():
        patent = services.add(a_number(), "一种电池", first, owner_of(first))
        db.session.add(PatentClaim(patent=patent, organization=university))
    with transaction():
        services.prove_claim(patent, university, "0" * 64, make_administrator())
    assert patent.claimant is university
    assert patent.claim is Claim.PROVEN
    assert db.session.query(PatentClaim).count() == 2
    event = history(patent)[-1]
    assert event.tag == "patent:prove_claim"
    assert ["organizations", first.public_id] in event.related


def test_the_product_text_can_be_kept_private(patent, by):
    with transaction():
        services.set_text_private(patent, True, by)
    assert patent.text_private


def test_every_change_is_signalled_inside_the_transaction(patent, by):
    seen = []
    with patents_changed.connected_to(seen.append), transaction():
        services.set_funding(patent, True, None, by)
        assert seen == [[patent]]
