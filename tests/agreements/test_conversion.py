"""A trial that is converted: into a paid license or a sale, each a contract of its own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.agreements import services, texts
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.papers import sealed
from marketplace.agreements.queries import licensee_count
from marketplace.agreements.services.places import holders
from marketplace.api.serial import agreement_detail
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.feedback.contents import of_agreement as content
from marketplace.obligations import facts, lines
from marketplace.obligations.models import AnswerKind, FactKind
from marketplace.obligations.models.facts import _EVENTS
from marketplace.obligations.services import rows_of
from marketplace.registration.queries import of_agreement
from marketplace.terms import events
from marketplace.terms.enums import Conversion, FeeMode, Route
from marketplace.terms.parts import DuePoint, Fixed, Instalment, Period, Quota, Repeat, Trial
from marketplace.terms.presets import preset
from marketplace.terms.record import Terms
from marketplace.terms.routes import Duty
from marketplace.terms.schedule import Volume, project
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.registration import scenes

PRICE = 8_800_000


def on_trial(conversion=Conversion.ASSIGNMENT, **values):
    promise = values or {"price_fen": PRICE, "due_days": 20}
    terms = Terms.of(
        Route.ORDINARY,
        period=Period(months=36),
        trial=Trial(months=6, conversion=conversion, **promise),
    )
    return deals.accepted(deals.published(terms=terms))


def evaluated(agreement):
    with transaction():
        services.evaluate(agreement, "达到指标", owner_of(agreement.licensee))
    return agreement


def converting(trial):
    with transaction():
        return services.draft_conversion(trial, owner_of(trial.licensee))


@pytest.mark.databases("sqlite", "postgresql")
def test_the_sale_is_a_contract_of_its_own_at_the_promised_price(app):
    trial = evaluated(on_trial())
    sale = converting(trial)
    assert sale.record.transfer.price_fen == PRICE
    assert sale.record.transfer.due_days == 20
    assert [each.id for each in sale.patents] == [each.id for each in trial.patents]
    clauses = texts.build(sale).record["clauses"]["zh"]
    assert trial.public_id in clauses[0]["text"]
    assert trial.status is S.EVALUATED, "until the sale is concluded the trial goes on"
    deals.sign_both(sale)
    assert (trial.status, trial.converted_on) == (S.CONVERTED, clock.today())
    (owed,) = rows_of(sale)
    assert owed.amount_fen == PRICE
    assert [row for row in rows_of(trial) if row.status != "void"] == [], "owed once, there"
    (event,) = [each for each in history(trial) if each.tag == "agreement:convert"]
    assert event.data["into"] == sale.public_id


def test_it_is_drawn_up_once_and_again_after_a_refusal(app):
    trial = evaluated(on_trial())
    sale = converting(trial)
    assert converting(trial) is sale
    act = deals.act_of(sale, owner_of(sale.licensee))
    with transaction():
        services.sign_contract(sale, Side.LICENSEE, act, clock.today())
    with transaction():
        services.refuse(sale, "价格需再议", owner_of(sale.licensor))
    assert trial.status is S.EVALUATED
    assert converting(trial).id != sale.id


def test_not_before_the_evaluation_and_not_after_the_return(app):
    trial = on_trial()
    with pytest.raises(TransitionNotAllowed):
        converting(trial)
    assert trial.conversion is None
    made = converting(evaluated(trial))
    act = deals.act_of(made, owner_of(made.licensee))
    with transaction():
        services.sign_contract(made, Side.LICENSEE, act, clock.today())
    with transaction():
        services.return_trial(trial, "工况不合适", owner_of(trial.licensee))
    act = deals.act_of(made, owner_of(made.licensor))
    with pytest.raises(TransitionNotAllowed), transaction():
        services.sign_contract(made, Side.LICENSOR, act, clock.today())
    assert (trial.status, made.status) == (S.RETURNED, S.SIGNED_BY_ONE)
    assert rows_of(made) == []


def test_by_a_formula_the_figure_is_agreed_first(app):
    trial = evaluated(on_trial(Conversion.EQUITY, formula="按评估值折算股权"))
    sale = converting(trial)
    act = deals.act_of(sale, owner_of(sale.licensee))
    with pytest.raises(Refused) as refusal, transaction():
        services.sign_contract(sale, Side.LICENSEE, act, clock.today())
    assert refusal.value.code == "terms_open"


def test_on_the_page_the_password_again_then_the_three_steps(app):
    trial = evaluated(on_trial())
    client = client_of(app, owner_of(trial.licensee))
    path = f"/agreements/{trial.public_id}/conversion"
    page = visit(client, path)
    assert "88,000.00" in page.text
    assert page.send(confirmed="y", password="wrong").status == 422
    assert visit(client, path).send(password=PASSWORD).status == 422
    assert db.session.scalars(select(Agreement).where(Agreement.id != trial.id)).all() == []
    done = visit(client, path).send(confirmed="y", password=PASSWORD)
    assert done.status == 303
    db.session.rollback()
    assert done.response.location.endswith(trial.conversion.public_id)
    shown = visit(client, f"/agreements/{trial.public_id}")
    assert trial.conversion.public_id in str(shown.soup)


def test_the_licensor_is_led_to_the_contract_once_it_was_sent(app):
    """A draft is the licensee's own: nothing on the licensor's side names an address it cannot open."""
    trial = evaluated(on_trial())
    sale = converting(trial)
    licensor = client_of(app, owner_of(trial.licensor))
    with app.test_request_context():
        program = {side: agreement_detail(trial, side).converted_into for side in Side}
    assert program == {Side.LICENSOR: None, Side.LICENSEE: sale.public_id}
    path = f"/agreements/{trial.public_id}"
    assert visit(licensor, f"/agreements/{sale.public_id}").status == 404
    assert sale.public_id not in str(visit(licensor, path).soup)
    act = deals.act_of(sale, owner_of(sale.licensee))
    with transaction():
        services.sign_contract(sale, Side.LICENSEE, act, clock.today())
    assert sale.public_id in str(visit(licensor, path).soup)
    with app.test_request_context():
        assert agreement_detail(trial, Side.LICENSOR).converted_into == sale.public_id


def paid_trial(**options):
    """A trial with a paid license after it: a lump sum and a yearly fee."""
    yearly = Instalment(
        amount_fen=120_000, due=DuePoint(months=6, days=10), repeat=Repeat(every_months=12)
    )
    fees = {"lump_sum": Fixed(amount_fen=500_000, due_days=30), "instalments": (yearly,)}
    usual = {"period": Period(months=36), "trial": Trial(months=6)}
    return Terms.of(Route.ORDINARY, **usual | fees | options)


def tried_and_paid_later():
    """A trial whose paid license waits for twelve months or first revenue."""
    later = preset(FeeMode.PAY_LATER, route=Route.ORDINARY, amount_fen=700_000, months=36)
    parts = ("scope", "period", "lump_sum", "deferral")
    return Terms.of(
        Route.ORDINARY, trial=Trial(months=6), **{name: getattr(later, name) for name in parts}
    )


@pytest.mark.databases("sqlite", "postgresql")
def test_a_paid_license_is_a_contract_of_its_own_and_costs_what_was_previewed(app):
    trial = deals.accepted(deals.published(terms=paid_trial()))
    begun = trial.effective_on
    preview = project(trial.record, begun, Volume(), months=48)
    converted_on = clock.add_months(begun, trial.record.trial.months)
    with clock.at(converted_on):
        deals.look_up(trial)
        made = converting(evaluated(trial))
        assert [row.due_on for row in rows_of(trial)] == [None, None]
        assert rows_of(made) == []
        deals.sign_both(made)
    assert (trial.status, trial.ended_on) == (S.CONVERTED, converted_on)
    assert (made.status, made.effective_on) == (S.EFFECTIVE, converted_on)
    assert made.last_day == trial.last_day
    billed = {(row.key, row.amount_fen, row.due_on) for row in rows_of(made)}
    assert billed == {(line.key, line.amount_fen, line.due_on) for line in preview.lines}
    assert len(billed) > 2
    assert [row for row in rows_of(trial) if row.status != "void"] == [], "owed once, there"
    text = made.text_record["clauses"]["zh"]
    assert trial.public_id in text[0]["text"]
    assert "试用合同终止" in text[0]["text"]
    assert made.text_version.startswith("ordinary_license/")
    assert {"zh": "试用合同", "en": "Trial contract", "sha256": trial.text_sha256} in (
        made.text_record["annexes"]
    )


def test_what_follows_effect_follows_for_the_new_contract(app):
    patent = make_patent(make_patentee(**scenes.PARTY))
    listing = deals.published(terms=paid_trial(), patents=[patent])
    trial = deals.accepted(listing, scenes.licensee())
    scenes.done(scenes.filing(trial))
    made = deals.sign_both(converting(evaluated(trial)))
    opened = {each.kind: each for each in of_agreement(made)}
    assert opened[Duty.RECORDAL].due_on == clock.add_months(made.effective_on, 3)
    assert opened[Duty.CONTRACT_REGISTRATION].is_open, "a paid license has a contract amount"
    before = {each.kind: each for each in of_agreement(trial)}
    assert before[Duty.CONTRACT_REGISTRATION].status == "not_needed"
    assert before[Duty.RECORDAL_CANCELLATION].advised_on == clock.today() + timedelta(30)
    assert content(made.public_id).data["status"] == "effective"
    told = content(trial.public_id).data
    assert (told["status"], told["ended_on"]) == ("converted", clock.today().isoformat())
    assert sealed(made).number != sealed(trial).number
    assert licensee_count(listing) == 1, "one licensee, counted once"


def test_what_had_happened_in_the_trial_opens_payment_of_the_license(app):
    trial = deals.accepted(deals.published(terms=tried_and_paid_later()))
    with transaction():
        told = facts.enter(
            trial,
            FactKind.FIRST_REVENUE,
            Side.LICENSEE,
            clock.today(),
            owner_of(trial.licensee),
        )
    assert rows_of(trial)[0].due_on is None
    made = deals.sign_both(converting(evaluated(trial)))
    (owed,) = rows_of(made)
    assert (owed.amount_fen, owed.due_on) == (700_000, clock.today() + timedelta(30))
    (carried,) = lines.facts(made)
    assert (carried.on, carried.side) == (told.on, Side.LICENSEE)


def test_a_fact_in_dispute_does_not_go_over(app):
    trial = deals.accepted(deals.published(terms=tried_and_paid_later()))
    licensor = owner_of(trial.licensor)
    with transaction():
        told = facts.enter(trial, FactKind.FIRST_REVENUE, Side.LICENSOR, clock.today(), licensor)
    with transaction():
        facts.answer(told, AnswerKind.DISPUTE, owner_of(trial.licensee), "尚无收入")
    made = deals.sign_both(converting(evaluated(trial)))
    (owed,) = rows_of(made)
    assert owed.due_on == clock.add_months(clock.today(), 12) + timedelta(30)


def test_control_a_trial_that_owes_on_is_billed_twice(app, monkeypatch):
    """Where conversion counts for the trial itself, both contracts owe the same."""
    monkeypatch.setitem(_EVENTS, FactKind.CONVERTED, lambda fact: events.Converted(fact.on))
    trial = evaluated(deals.accepted(deals.published(terms=paid_trial())))
    made = deals.sign_both(converting(trial))
    twice = [row for row in rows_of(trial) if row.status != "void"]
    assert sum(row.amount_fen for row in twice) == sum(row.amount_fen for row in rows_of(made)) > 0


def test_a_place_among_the_first_stays_and_is_held_once(app):
    listing = deals.published(terms=paid_trial(quota=Quota(first_n=2, share_ppm=500_000)))
    trial = deals.accepted(listing)
    made = deals.sign_both(converting(evaluated(trial)))
    assert {row.amount_fen for row in rows_of(made)} == {250_000, 60_000}
    assert [each.id for each in holders(listing)] == [trial.id]
    assert deals.drafted(listing, trial.licensee).id == trial.id, (
        "the same firm is the same license"
    )


def test_not_once_the_period_is_over(app):
    terms = paid_trial(period=Period(months=12))
    trial = evaluated(deals.accepted(deals.published(terms=terms)))
    made = converting(trial)
    with clock.at(trial.last_day):
        deals.look_up(trial)
        act = deals.act_of(made, owner_of(made.licensee))
        with pytest.raises(Refused) as refusal, transaction():
            services.sign_contract(made, Side.LICENSEE, act, clock.today())
    assert refusal.value.code == "period_over"
    with transaction():
        services.drop(made, owner_of(made.licensee))
    with clock.at(trial.last_day), pytest.raises(Refused) as refusal:
        converting(trial)
    assert refusal.value.code == "period_over"


def test_the_house_is_asked_again_only_where_the_price_is_another(app):
    trial = evaluated(deals.accepted(deals.published(terms=paid_trial())))
    trial.licensor.is_state_institution = True
    db.session.commit()
    made = converting(trial)
    assert not services.notice_is_due(made)
    cheaper = made.record.model_copy(update={"lump_sum": Fixed(amount_fen=1)})
    with transaction():
        services.negotiate(made, cheaper, owner_of(made.licensee))
    assert services.notice_is_due(made)


def test_the_page_draws_up_the_paid_license(app):
    trial = evaluated(deals.accepted(deals.published(terms=paid_trial())))
    client = client_of(app, owner_of(trial.licensee))
    page = visit(client, f"/agreements/{trial.public_id}/conversion")
    done = page.send(confirmed="y", password=PASSWORD)
    assert done.status == 303
    db.session.refresh(trial)
    assert done.response.location.endswith(trial.conversion.public_id)
    assert trial.status is S.EVALUATED
