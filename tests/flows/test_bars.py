"""Each bar of the law at each door (R-70), and exclusive against open both ways (R-74).

Submission, publication, declaration, its approval and a signature on `ordinary` stop at any bar that
is barred, not stated or stale; a notice on `open` only where the right has ended (PRODUCT §5.1).
"""

from datetime import timedelta
from unittest.mock import patch

import pytest

from marketplace import clock, registration
from marketplace.accounts.models import InboxMessage
from marketplace.agreements import services as agreements
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.services import acts
from marketplace.database import transaction
from marketplace.declarations import services as declarations
from marketplace.declarations.models import DeclarationStatus
from marketplace.declarations.problems import Blocked
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.listings import services as listings
from marketplace.listings.models import ListingStatus
from marketplace.patents import bars
from marketplace.patents.law import BARS
from marketplace.patents.models import Bar, BarState, LegalStatus, ReportConclusion
from marketplace.patents.services import state_bars
from marketplace.registration import messages, queries
from marketplace.terms import as_data, load
from marketplace.terms.clauses import clauses
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.findings import TermsError
from marketplace.terms.route_rules import Duty
from tests import deals
from tests.declarations.factories import (
    clear_bars,
    evidence,
    make_declaration,
    make_patent,
    make_patentee,
    manager_of,
    owner_of,
)
from tests.listings.factories import make_listing, reviewer

pytestmark = pytest.mark.usefixtures("app")

STATUS = {Bar.TERMINATED: LegalStatus.TERMINATED, Bar.WHOLLY_INVALID: LegalStatus.WHOLLY_INVALID}
REPORT = {
    Bar.NO_EVALUATION_REPORT: ReportConclusion.NONE,
    Bar.NEGATIVE_REPORT: ReportConclusion.NEGATIVE,
}
BARRED, NOT_STATED = BarState.BARRED, BarState.NOT_STATED


def patent_for(bar):
    """Clear of every bar; a utility model where the bar is about its report."""
    kind = "2" if bar in REPORT else "1"
    patent = make_patent(make_patentee(), kind_digit=kind)
    if bar in REPORT:
        patent.evaluation_report_conclusion = ReportConclusion.POSITIVE
        patent.evaluation_report_on = clock.today()
        patent.evaluation_report_number = "G2023000001"
        db.session.commit()
    return patent


def raise_bar(patent, bar, state):
    """Make one bar barred or not stated, as the record of the patent would come to say it."""
    if bar in STATUS:
        patent.legal_status = STATUS[bar] if state is BARRED else LegalStatus.NOT_STATED
    elif bar in REPORT:
        patent.evaluation_report_conclusion = REPORT[bar] if state is BARRED else None
    else:
        clear_bars(patent, state, [bar])
    db.session.commit()


def submission(patent):
    listing = make_listing(patents=[patent])
    return lambda: listings.submit(listing, owner_of(patent.claimant))


def publication(patent):
    listing = make_listing(ListingStatus.SUBMITTED, patents=[patent])
    staff = reviewer()
    return lambda: listings.publish(listing, staff)


def declaration(patent):
    made = make_declaration(patent=patent)
    return lambda: declarations.submit_for_approval(made, owner_of(patent.claimant))


def approval(patent):
    made = make_declaration(DeclarationStatus.APPROVING, patent=patent)
    return lambda: declarations.approve(made, manager_of(patent.claimant))


def signature(patent):
    agreement = deals.drafted(deals.published(route=Route.ORDINARY, patents=[patent]))
    act = deals.act_of(agreement, owner_of(agreement.licensee))
    return lambda: agreements.accept_standing_offer(agreement, act)


def notice(patent):
    agreement = deals.drafted(deals.published(patents=[patent]))
    act = deals.act_of(agreement, owner_of(agreement.licensee))
    return lambda: agreements.sign_notice(agreement, act)


DOORS = (submission, publication, declaration, approval, signature)
AGEING = [bar for bar, law in BARS.items() if not law.ageless]


def refusals(door):
    """What the door says when it is tried: code and article of every reason."""
    with pytest.raises(Refused) as refusal, transaction():
        door()
    if isinstance(refusal.value, Blocked):
        return {(problem.code, problem.article) for problem in refusal.value.problems}
    return {(refusal.value.code, None)}


@pytest.mark.parametrize("bar", Bar)
@pytest.mark.parametrize("state", [BARRED, NOT_STATED])
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_bar_stops_every_door(bar, state, door):
    patent = patent_for(bar)
    enter = door(patent)
    raise_bar(patent, bar, state)
    said = refusals(enter)
    if door is signature:
        assert said == {("barred", None)}
    else:
        code = f"bar_{bar}" if state is BARRED else "bar_not_stated"
        assert (code, BARS[bar].article) in said


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@pytest.mark.parametrize("kind", [Bar.PLEDGED, Bar.NEGATIVE_REPORT], ids=["invention", "model"])
def test_with_every_bar_clear_every_door_opens(door, kind):
    """Control: it is the bar that stopped it."""
    enter = door(patent_for(kind))
    with transaction():
        enter()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_what_was_stated_thirty_one_days_ago_stops_every_door(door):
    enter = door(patent_for(Bar.NEGATIVE_REPORT))
    with clock.at(clock.today() + timedelta(31)):
        said = refusals(enter)
    if door is not signature:
        assert said == {("bar_stale", BARS[bar].article) for bar in AGEING}


@pytest.mark.parametrize("bar", Bar)
@pytest.mark.parametrize("state", [BARRED, NOT_STATED])
def test_a_notice_is_refused_only_where_the_right_has_ended(bar, state):
    patent = patent_for(bar)
    enter = notice(patent)
    raise_bar(patent, bar, state)
    if bar in STATUS and state is BARRED:
        assert refusals(enter) == {("patent_ended", None)}
        return
    with transaction():
        agreement = enter()
    assert agreement.status is AgreementStatus.EFFECTIVE


def test_a_stale_statement_does_not_stop_a_notice():
    enter = notice(patent_for(Bar.PLEDGED))
    with clock.at(clock.today() + timedelta(31)), transaction():
        assert enter().status is AgreementStatus.EFFECTIVE


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_without_the_look_at_the_bars_every_door_would_open(door, monkeypatch):
    """Negative control."""
    patent = patent_for(Bar.PLEDGED)
    enter = door(patent)
    raise_bar(patent, Bar.PLEDGED, BARRED)
    monkeypatch.setattr(bars, "blocking", lambda *_: [])
    monkeypatch.setattr(acts, "blocking", lambda *_: [])
    with transaction():
        enter()


def test_no_open_license_while_an_exclusive_one_runs():
    patent = patent_for(Bar.EXCLUSIVE_LICENSE)
    raise_bar(patent, Bar.EXCLUSIVE_LICENSE, BARRED)
    with pytest.raises(Blocked) as refusal:
        make_declaration(patent=patent)
    assert refusal.value.problems[0].article == "细则86(1)"


@pytest.mark.parametrize("word", ["exclusive", "sole", "exclusivity"])
def test_no_terms_can_make_an_exclusive_license(word):
    """Nothing on this site is exclusive or sole, on any route (PRODUCT §2; 专利法 51)."""
    terms = deals.preset(FeeMode.FREE, route=Route.ORDINARY)
    with pytest.raises(TermsError):
        load(as_data(terms) | {word: True})
    assert any("普通许可" in clause.text for clause in clauses(terms))


def test_an_exclusive_license_stated_while_declared_makes_the_withdrawal_due():
    patent = patent_for(Bar.EXCLUSIVE_LICENSE)
    listing = deals.published(patents=[patent])
    state_exclusive(patent, owner_of(listing.organization))
    duty = queries.one(listing.items[0].declaration, Duty.WITHDRAWAL)
    assert duty is not None
    assert duty.due_on == clock.today()


def state_exclusive(patent, by):
    with transaction():
        state_bars(
            patent,
            {Bar.EXCLUSIVE_LICENSE: BARRED},
            bars.StatusSource.PATENTEE,
            by,
            on=clock.today(),
        )


def told(organization):
    rows = db.session.query(InboxMessage).filter_by(organization_id=organization.id)
    return [each.code for each in rows]


def test_an_exclusive_license_stated_while_declared_warns_both_sides_once():
    """A license granted elsewhere is a fact: it is recorded, and what follows from it begins."""
    patent = patent_for(Bar.EXCLUSIVE_LICENSE)
    listing = deals.published(patents=[patent])
    held, draft = deals.noticed(listing), deals.drafted(listing)
    owner = owner_of(listing.organization)
    state_exclusive(patent, owner)
    state_exclusive(patent, owner)
    assert told(listing.organization).count(messages.WITHDRAWAL) == 1
    assert told(held.licensee).count(messages.BAR_ARISEN) == 1
    assert messages.BAR_ARISEN not in told(draft.licensee)
    assert held.status is AgreementStatus.EFFECTIVE
    assert {each.counts_as for each in bars.evaluate(patent, clock.today())} > {BARRED}


def test_control_without_the_look_for_bars_nobody_is_warned():
    patent = patent_for(Bar.EXCLUSIVE_LICENSE)
    listing = deals.published(patents=[patent])
    held = deals.noticed(listing)
    with patch.object(registration, "_look_for_bars", lambda patent: None):
        state_exclusive(patent, owner_of(listing.organization))
    assert queries.one(listing.items[0].declaration, Duty.WITHDRAWAL) is None
    assert messages.BAR_ARISEN not in told(held.licensee)


def test_a_declaration_announced_while_an_exclusive_license_runs_is_to_be_withdrawn():
    """The office announced it nevertheless: the fact is entered, and the duty stands at once."""
    made = make_declaration(DeclarationStatus.SUBMITTED, patent=patent_for(Bar.EXCLUSIVE_LICENSE))
    raise_bar(made.patent, Bar.EXCLUSIVE_LICENSE, BARRED)
    announced(made)
    duty = queries.one(made, Duty.WITHDRAWAL)
    assert duty is not None
    assert duty.due_on == clock.today()


def test_control_a_declaration_on_a_clear_patent_is_not():
    made = make_declaration(DeclarationStatus.SUBMITTED, patent=patent_for(Bar.EXCLUSIVE_LICENSE))
    announced(made)
    assert queries.one(made, Duty.WITHDRAWAL) is None


def announced(made):
    owner, second = owner_of(made.organization), manager_of(made.organization)
    proof = evidence()
    with transaction():
        declarations.enter_announcement(made, "KF7", clock.today(), "42-10", proof, owner)
    with transaction():
        declarations.check_announcement(made, second)


def test_control_without_the_look_at_the_bars_an_exclusive_license_would_be_declared_over(
    monkeypatch,
):
    patent = patent_for(Bar.EXCLUSIVE_LICENSE)
    raise_bar(patent, Bar.EXCLUSIVE_LICENSE, BARRED)
    monkeypatch.setattr(bars, "blocking", lambda *_: [])
    assert make_declaration(patent=patent).status is DeclarationStatus.PREPARING
