"""A signed agreement is not signed again, and nothing in it changes by any way in (R-13)."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from marketplace import clock
from marketplace.agreements import services
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Agreement, Side, Signature
from marketplace.agreements.services import contracts
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from marketplace.types import canonical_json
from tests import deals
from tests.accounts.factories import owner_of

BOTH = pytest.mark.databases("sqlite", "postgresql")
SIGNED = {
    "licensor_id": 999,
    "licensee_id": 999,
    "route": "transfer",
    "terms": {"schema": "terms/1"},
    "terms_sha256": "0" * 64,
    "text_record": {"schema": "agreement-text/1"},
    "text_sha256": "0" * 64,
}
PROPOSAL = preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=100_000)


def ordinary():
    return deals.published(FeeMode.FREE, Route.ORDINARY)


def contents(agreement):
    db.session.rollback()
    db.session.refresh(agreement)
    return (
        canonical_json(agreement.terms),
        agreement.terms_sha256,
        canonical_json(agreement.text_record),
        agreement.text_sha256,
        agreement.first_signed_at,
        [(each.public_id, each.signed_at, each.text_sha256) for each in agreement.signatures],
    )


def again(agreement, side):
    act = deals.act_of(agreement, owner_of(agreement.party(side)))
    return {
        "notice": lambda: services.sign_notice(agreement, act),
        "offer": lambda: services.accept_standing_offer(agreement, act),
        "contract": lambda: services.sign_contract(agreement, side, act, clock.today()),
        "open source": lambda: services.accept_open_source(agreement, act),
        "negotiate": lambda: services.negotiate(agreement, PROPOSAL, act.by),
    }


@BOTH
@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("way", ["notice", "offer", "contract", "open source", "negotiate"])
def test_no_service_signs_again_or_changes_what_is_signed(app, way, side):
    agreement = deals.accepted(ordinary())
    before = contents(agreement)
    act = again(agreement, side)[way]
    try:
        with transaction():
            act()
    except Refused:
        db.session.rollback()
    assert contents(agreement) == before
    assert agreement.status is S.EFFECTIVE


def test_what_one_side_has_signed_cannot_be_renegotiated(app):
    agreement = deals.drafted(ordinary())
    user = owner_of(agreement.licensee)
    with transaction():
        services.sign_contract(
            agreement, Side.LICENSEE, deals.act_of(agreement, user), clock.today()
        )
    before = contents(agreement)
    with pytest.raises(Refused), transaction():
        services.negotiate(agreement, PROPOSAL, user)
    assert contents(agreement) == before


@BOTH
@pytest.mark.parametrize("column", SIGNED)
def test_the_database_refuses_whoever_writes(app, column):
    agreement = deals.accepted(ordinary())
    before = contents(agreement)
    with pytest.raises(DatabaseError, match=r"fixed|foreign|FOREIGN"), transaction() as session:
        session.execute(
            update(Agreement).where(Agreement.id == agreement.id).values({column: SIGNED[column]})
        )
    assert contents(agreement) == before


@BOTH
def test_the_instant_of_a_signature_stays(app):
    agreement = deals.accepted(ordinary())
    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(update(Signature).values(signed_at=clock.now()))
    assert db.session.scalar(select(func.count(Signature.id))) == len(agreement.signatures)


def test_control_without_the_look_a_second_signature_meets_the_key(app, monkeypatch):
    """With the look for an earlier signature switched off, the unique key is what refuses."""
    from sqlalchemy.exc import IntegrityError

    agreement = deals.noticed(deals.published())
    act = deals.act_of(agreement, owner_of(agreement.licensee))
    with pytest.raises(IntegrityError), transaction():
        contracts.add_signature(agreement, Side.LICENSEE, agreement.signatures[0].kind, act)
