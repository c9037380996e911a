"""The link of an invitation names the invitation, also where nothing was written before."""

from sqlalchemy import select

from marketplace.accounts import services, signing
from marketplace.accounts.models import Invitation, Role
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.mail import OutgoingMail
from tests.accounts.factories import make_organization, make_user, owner_of


def test_the_mailed_link_opens_the_invitation(app):
    organization, guest = make_organization(), make_user()
    with transaction():
        services.invite(organization, guest.email, [Role.VIEWER], owner_of(organization))
    invitation = db.session.scalars(select(Invitation)).one()
    body = db.session.scalars(select(OutgoingMail.body)).one()
    token = body.split("/invitations/")[1].split()[0]
    values = signing.read("invitation", token, services.members.INVITATION_LIFE)
    assert values == [invitation.public_id]


def test_a_record_has_its_public_id_when_it_is_made():
    assert Invitation(email="a@example.com").public_id
    assert Invitation(email="a@example.com", public_id="given").public_id == "given"
