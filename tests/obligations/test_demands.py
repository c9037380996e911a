"""Grace, demand, stop of use, cure: each on its day, served by the right person, undone by payment
(R-62); a payment in the same minute as the default has one outcome (R-64)."""

import pytest

from marketplace import clock
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Side
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current
from marketplace.errors import NotAllowed, Refused
from marketplace.obligations import deciding, demands, guarantees, papers
from marketplace.obligations.models import DecisionKind, DemandStatus, GuaranteeKind
from marketplace.obligations.performance import Kept, performance
from marketplace.obligations.services import rows_of
from marketplace.terms.enums import FeeMode
from marketplace.terms.presets import preset
from marketplace.terms.record import Terms
from tests import deals
from tests.accounts.factories import owner_of
from tests.declarations.factories import manager_of
from tests.obligations.licenses import DAY, pay, run_on

BOTH = pytest.mark.databases("sqlite", "postgresql")


def in_default(ppm=500):
    """Used first, due, and the day after thirty days of grace; returns the agreement and that day."""
    terms = preset(FeeMode.PAY_LATER, amount_fen=2_000_000)
    terms = Terms.model_validate(dict(terms) | {"late_interest_ppm": ppm})
    agreement = deals.accepted(deals.published(terms=terms))
    (row,) = rows_of(agreement)
    run_on(row.due_on + 31 * DAY)
    return agreement, row.due_on + 31 * DAY


def serve(agreement, day, deadline, by=None):
    with clock.at(day), transaction():
        return demands.serve(agreement, deadline, by or owner_of(agreement.licensor))


@BOTH
def test_from_grace_to_cure_each_step_has_its_day(app):
    agreement, day = in_default()
    (row,) = rows_of(agreement)
    with pytest.raises(Refused) as early:
        serve(agreement, day - DAY, day + 60 * DAY)
    assert early.value.code == "nothing_in_default"
    assert "grace" in early.value.message
    with pytest.raises(Refused) as short:
        serve(agreement, day, day + 29 * DAY)
    assert short.value.code == "deadline_too_early"
    with pytest.raises(NotAllowed):
        serve(agreement, day, day + 30 * DAY, manager_of(agreement.licensor))
    demand = serve(agreement, day, day + 30 * DAY)
    assert (demand.amount_fen, demand.late_fen) == (2_000_000, 1_000)
    assert current(demand, DocumentKind.NOTICE).number.startswith("CG-")
    run_on(demand.deadline_on)
    assert agreement.status is AgreementStatus.DEMAND_SERVED
    run_on(demand.deadline_on + 3 * DAY)
    assert agreement.status is AgreementStatus.USE_STOPPED
    assert agreement.use_stopped_on == demand.deadline_on + DAY
    assert demand.status is DemandStatus.USE_STOPPED
    pay(agreement, 2_000_000, demand.deadline_on + 5 * DAY)
    assert (agreement.status, demand.status) == (AgreementStatus.EFFECTIVE, DemandStatus.CURED)
    tags = [event.tag for event in history(agreement)]
    order = ["agreement:serve_demand", "agreement:stop_use", "agreement:cure"]
    assert [tag for tag in tags if tag in order] == order
    kept = performance(agreement, demand.deadline_on + 5 * DAY)
    assert (kept.count(Kept.LATE), kept.duties[0].days_late) == (1, 66)
    interest = rows_of(agreement)[-1]
    assert interest.amount_fen == 2_000_000 * 36 * 500 // 1_000_000
    assert row.open_fen == 0


def test_paid_in_time_the_demand_is_met_and_use_never_stops(app):
    agreement, day = in_default()
    demand = serve(agreement, day, day + 30 * DAY)
    pay(agreement, 1_999_999, day + 9 * DAY, "almost")
    assert agreement.status is AgreementStatus.DEMAND_SERVED
    pay(agreement, 1, day + 10 * DAY, "rest")
    assert (agreement.status, demand.status) == (AgreementStatus.EFFECTIVE, DemandStatus.MET)
    run_on(day + 40 * DAY)
    assert agreement.use_stopped_on is None


def test_what_is_given_up_or_held_is_not_waited_for(app):
    agreement, day = in_default()
    demand = serve(agreement, day, day + 30 * DAY)
    with clock.at(day + DAY), transaction():
        deciding.decide(
            rows_of(agreement)[0], DecisionKind.WAIVE, "扶持", owner_of(agreement.licensor)
        )
    assert (agreement.status, demand.status) == (AgreementStatus.EFFECTIVE, DemandStatus.MET)


def test_the_letters_say_the_same_figures_in_both_languages(app):
    agreement, day = in_default()
    demand = serve(agreement, day, day + 30 * DAY)
    for language, title in (("zh", "付款催告函"), ("en", "Demand for payment")):
        letter = papers.demand(demand, language)
        assert letter["title"] == title
        said = " ".join(row["value"] for row in letter["facts"])
        assert "¥20,000.00" in said
        assert "¥10.00" in said
        assert letter["paragraphs"][0].count("¥20,000.00") == 1
        with clock.at(day):
            reminder = papers.reminder(rows_of(agreement)[0], day, language)
        assert "¥20,000.00" in reminder["paragraphs"][0]


def test_a_guarantee_is_entered_by_a_party_and_stays(app):
    agreement, _ = in_default()
    with transaction():
        guarantees.enter(
            agreement,
            Side.LICENSEE,
            GuaranteeKind.INSURANCE,
            "某财产保险股份有限公司",
            "PZ2026-1",
            owner_of(agreement.licensee),
            amount_fen=2_000_000,
        )
    with pytest.raises(NotAllowed), transaction():
        guarantees.enter(
            agreement,
            Side.LICENSEE,
            GuaranteeKind.GUARANTEE,
            "某银行",
            "B1",
            owner_of(agreement.licensor),
        )
    assert [each.number for each in guarantees.guarantees_of(agreement)] == ["PZ2026-1"]
