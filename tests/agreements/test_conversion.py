"""A trial that is converted: into its own paid license, or into a sale with a contract of its own."""

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.agreements import services, texts
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Agreement, Side
from marketplace.audit.services import history
from marketplace.database import transaction
from marketplace.errors import Refused, TransitionNotAllowed
from marketplace.extensions import db
from marketplace.obligations.services import rows_of
from marketplace.terms.enums import Conversion, FeeMode, Route
from marketplace.terms.parts import Period, Trial
from marketplace.terms.record import Terms
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, owner_of

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


def sign_both(agreement):
    for side in (Side.LICENSEE, Side.LICENSOR):
        act = deals.act_of(agreement, owner_of(agreement.party(side)))
        with transaction():
            services.sign_contract(agreement, side, act, clock.today())


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
    sign_both(sale)
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


def test_not_before_the_evaluation_and_not_without_a_contract(app):
    trial = on_trial()
    with pytest.raises(TransitionNotAllowed):
        converting(trial)
    evaluated(trial)
    with pytest.raises(Refused) as refusal, transaction():
        services.convert(trial, owner_of(trial.licensee))
    assert refusal.value.code == "contract_needed"
    assert trial.status is S.EVALUATED


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


def test_a_paid_license_begins_on_its_own_terms(app):
    listing = deals.published(FeeMode.TRIAL_THEN_CONVERT, Route.ORDINARY, amount_fen=500_000)
    trial = evaluated(deals.accepted(listing))
    client = client_of(app, owner_of(trial.licensee))
    done = visit(client, f"/agreements/{trial.public_id}/conversion").send(
        confirmed="y", password=PASSWORD
    )
    assert done.status == 303
    db.session.refresh(trial)
    assert trial.status is S.CONVERTED
    assert sum(row.amount_fen for row in rows_of(trial)) == 500_000
