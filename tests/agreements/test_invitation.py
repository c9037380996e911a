"""The invitation to sign: reminded once, refused with a reason, over on page, POST and API (R-15)."""

from datetime import timedelta

from sqlalchemy import select

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.agreements import clocks, services
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Side
from marketplace.api.serial import sign_url
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, owner_of
from tests.agreements.test_views import CONSENT, post

DAYS = timedelta(30)


def invited():
    """The licensee has signed; the licensor may for thirty days."""
    agreement = deals.drafted(deals.published(FeeMode.FREE, Route.ORDINARY))
    act = deals.act_of(agreement, owner_of(agreement.licensee))
    with transaction():
        services.sign_contract(agreement, Side.LICENSEE, act, clock.today() + DAYS)
    return agreement


def told(organization, code):
    statement = select(InboxMessage).filter_by(organization_id=organization.id, code=code)
    return db.session.scalars(statement).all()


def test_reminded_once_three_days_before(app):
    agreement = invited()
    clocks.run()
    assert told(agreement.licensor, "agreement_reminder") == []
    with clock.at(clock.today() + DAYS - timedelta(3)):
        clocks.run()
        clocks.run()
    (message,) = told(agreement.licensor, "agreement_reminder")
    assert message.due_on == agreement.invitation_ends_on
    assert told(agreement.licensee, "agreement_reminder") == []


def test_over_is_over_on_page_post_and_interface(app):
    agreement = invited()
    client = client_of(app, owner_of(agreement.licensor))
    base = f"/agreements/{agreement.public_id}"
    assert visit(client, f"{base}/signature").status == 200
    with clock.at(clock.today() + DAYS), app.test_request_context():
        assert sign_url(agreement, Side.LICENSOR) is not None, "the last day counts"
    with clock.at(clock.today() + DAYS + timedelta(1)):
        for run in (lambda: None, clocks.run):
            run()
            assert client.get(f"{base}/check").status_code == 409
            assert client.get(f"{base}/signature").status_code == 409
            sent = post(client, f"{base}/signature", **CONSENT, password=PASSWORD)
            assert sent.status_code == 409
            assert sign_url(agreement, Side.LICENSOR) is None
    db.session.refresh(agreement)
    assert agreement.status is S.INVITATION_EXPIRED
    assert len(agreement.signatures) == 1


def test_a_refusal_tells_the_reason(app):
    agreement = invited()
    with transaction():
        services.refuse(agreement, "许可范围过宽", owner_of(agreement.licensor))
    (message,) = told(agreement.licensee, "agreement_refused")
    assert message.params["reason"] == "许可范围过宽"
    assert told(agreement.licensor, "agreement_refused") == []
