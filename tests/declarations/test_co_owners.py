"""Statements of co-owners: one link, once, in time, about the very terms."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from marketplace import clock
from marketplace.accounts.models import InboxMessage
from marketplace.database import transaction
from marketplace.declarations import services, subjects
from marketplace.declarations.material_models import (
    LINK_LIFE,
    Act,
    Answer,
    Channel,
    CoOwnerStatement,
    Stance,
)
from marketplace.declarations.services import co_owners
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.mail import OutgoingMail
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, make_organization
from tests.declarations.factories import (
    LUMP_SUM,
    make_declaration,
    make_patent,
    make_patentee,
    owner_of,
)
from tests.declarations.posting import post

ANSWER = {"answer": "given", "signer_name": "李校长", "authority": "y"}


@pytest.fixture
def asked(app):
    """A declaration, its co-owner and the token that was mailed."""
    organization = make_patentee()
    patent = make_patent(organization, patentees=[organization.name, "乙大学"])
    declaration = make_declaration(patent=patent)
    (co_owner,) = declaration.co_owners
    by = owner_of(organization)
    with transaction():
        co_owners.mend(co_owner, by, email="yi@example.com")
        token = co_owners.ask(co_owner, Act.DECLARE, by)
    return declaration, co_owner, token


def stance(co_owner):
    return subjects.stance(co_owner, Act.DECLARE)


def state(token, answer=Answer.GIVEN):
    with transaction():
        return co_owners.state(co_owners.open_request(token), answer, signer_name="李校长")


def refused(token):
    with pytest.raises(Refused) as refusal:
        state(token)
    assert refusal.value.status == 410
    return refusal.value.code


def change_terms(declaration):
    with transaction():
        services.revise_terms(declaration, LUMP_SUM, owner_of(declaration.organization))


def test_the_link_is_mailed_and_only_its_hash_is_kept(asked):
    _, co_owner, token = asked
    mail = db.session.scalars(select(OutgoingMail).filter_by(to="yi@example.com")).one()
    assert f"/co-owner-statements/{token}" in mail.body
    assert token not in str(co_owner.requests[0].token_sha256)
    assert stance(co_owner) is Stance.PENDING


def test_the_page_shows_the_terms_and_takes_one_answer(app, asked):
    declaration, co_owner, token = asked
    client = app.test_client()
    path = f"/co-owner-statements/{token}"
    page = visit(client, path)
    assert page.status == 200
    assert declaration.terms_sha256 in page.text
    assert declaration.patent.certificate_number in page.text
    answer = page.send(**ANSWER)
    assert answer.status == 200
    assert stance(co_owner) is Stance.GIVEN
    made = co_owner.statements[0]
    assert made.text_sha256 == co_owner.requests[0].text_sha256
    assert (made.channel, made.signer_name) == (Channel.LINK, "李校长")
    assert visit(client, path).status == 410
    assert post(client, path, **ANSWER) == 410
    assert len(co_owner.statements) == 1


def test_opening_the_link_uses_nothing_up(app, asked):
    _, co_owner, token = asked
    for _ in range(3):
        assert app.test_client().get(f"/co-owner-statements/{token}").status_code == 200
    assert stance(co_owner) is Stance.PENDING


def test_a_statement_without_authority_or_name_is_explained(app, asked):
    _, co_owner, token = asked
    page = visit(app.test_client(), f"/co-owner-statements/{token}?lang=en")
    answer = page.send(answer="given", signer_name="")
    assert answer.status == 422
    assert answer.error_at("signer_name")
    assert answer.error_at("authority")
    assert stance(co_owner) is Stance.PENDING


def test_an_expired_link_states_nothing(asked):
    _, co_owner, token = asked
    with clock.at(clock.now() + LINK_LIFE + timedelta(seconds=1)):
        assert refused(token) == "request_void"
        assert stance(co_owner) is Stance.OVERDUE


def test_a_second_question_voids_the_first_link(asked):
    declaration, co_owner, token = asked
    with transaction():
        later = co_owners.ask(co_owner, Act.DECLARE, owner_of(declaration.organization))
    assert refused(token) == "request_void"
    state(later)
    assert stance(co_owner) is Stance.GIVEN


def test_a_guessed_link_is_nothing(app):
    assert app.test_client().get("/co-owner-statements/guess").status_code == 410


def test_changed_terms_void_the_link(asked):
    declaration, _, token = asked
    change_terms(declaration)
    assert refused(token) == "request_outdated"


def test_changed_terms_void_a_statement(asked):
    declaration, co_owner, token = asked
    state(token)
    assert stance(co_owner) is Stance.GIVEN
    change_terms(declaration)
    assert stance(co_owner) is Stance.VOID


def test_without_the_comparison_of_hashes_old_consent_would_cover_new_terms(asked, monkeypatch):
    """Negative control of the test above."""
    declaration, co_owner, token = asked
    state(token)
    change_terms(declaration)
    monkeypatch.setattr(CoOwnerStatement, "covers", lambda *_: True)
    assert stance(co_owner) is Stance.GIVEN


def test_a_refusal_is_kept_and_a_later_consent_counts(asked):
    declaration, co_owner, token = asked
    state(token, Answer.REFUSED)
    assert stance(co_owner) is Stance.REFUSED
    with transaction():
        later = co_owners.ask(co_owner, Act.DECLARE, owner_of(declaration.organization))
    state(later)
    assert [each.answer for each in co_owner.statements] == [Answer.REFUSED, Answer.GIVEN]


@pytest.mark.databases("sqlite", "postgresql")
def test_the_database_refuses_to_change_a_statement(asked):
    token = asked[2]
    made = state(token, Answer.REFUSED)
    made.answer = Answer.GIVEN
    with pytest.raises(DBAPIError):
        db.session.commit()
    db.session.rollback()


def test_a_co_owner_without_address_cannot_be_asked(asked):
    declaration, co_owner, _ = asked
    co_owner.email = ""
    db.session.commit()
    with pytest.raises(Refused) as refusal, transaction():
        co_owners.ask(co_owner, Act.DECLARE, owner_of(declaration.organization))
    assert refusal.value.code == "no_address"


def test_a_co_owner_here_is_asked_in_its_inbox_and_its_signatory_answers(app):
    organization, partner = make_patentee(), make_organization()
    patent = make_patent(organization, patentees=[organization.name, partner.name])
    declaration = make_declaration(patent=patent)
    (co_owner,) = declaration.co_owners
    with transaction():
        co_owners.ask(co_owner, Act.DECLARE, owner_of(organization))
    message = db.session.scalars(select(InboxMessage).filter_by(organization_id=partner.id)).one()
    assert message.link == f"/my/statements/{co_owner.public_id}"
    stranger = client_of(app, owner_of(make_organization()))
    assert visit(stranger, message.link).status == 403
    page = visit(client_of(app, owner_of(partner)), message.link)
    assert page.send(**ANSWER, password="wrong").status == 422
    assert stance(co_owner) is Stance.PENDING
    assert page.send(**ANSWER, password=PASSWORD).status == 200
    assert co_owner.statements[0].channel is Channel.INBOX
    assert stance(co_owner) is Stance.GIVEN


def test_the_list_of_co_owners_is_kept_by_the_patentees_people_only(app, asked):
    declaration, co_owner, _ = asked
    base = f"/declarations/{declaration.public_id}/co-owners"
    owner = client_of(app, owner_of(declaration.organization))
    stranger = client_of(app, owner_of(make_organization()))
    assert visit(stranger, base).status == 403
    for what in ("request", "paper", "removal"):
        assert post(stranger, f"{base}/{co_owner.public_id}/{what}") == 403
    assert post(stranger, base) == 403
    page = visit(owner, base + "?lang=en")
    assert "Asked, no answer yet" in page.text
    answer = page.send(base, **{"new-name": "丙研究院", "new-email": "bing"})
    assert answer.error_at("new-email")
    page.send(base, **{"new-name": "丙研究院", "new-email": "bing@example.com"}).follow()
    assert [each.name for each in declaration.co_owners] == ["乙大学", "丙研究院"]
