"""A basket on `open`: which declarations the licensee ticks, one notice each, signed together."""

from sqlalchemy import select

from marketplace.agreements import services
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Agreement
from marketplace.audit.models import AuditEvent
from marketplace.database import transaction
from marketplace.documents.models import Document, DocumentKind
from marketplace.extensions import db
from marketplace.patents.models import Bar, BarState
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, owner_of
from tests.agreements.test_views import CONSENT, post
from tests.declarations.factories import clear_bars, make_patent, make_patentee


def basket(fee_mode=FeeMode.FREE, **options):
    organization = make_patentee()
    patents = [make_patent(organization) for _ in range(3)]
    return deals.published(fee_mode, patents=patents, **options)


def take(app, listing, numbers, company=None):
    """Tick and go on; returns the browser and the answer."""
    client = client_of(app, owner_of(company or deals.licensee()))
    address = f"/listings/{listing.public_id}/agreements"
    return client, post(client, address, basket="1", patent=numbers)


def made():
    db.session.rollback()
    return db.session.scalars(select(Agreement).order_by(Agreement.id)).all()


def sign(client, address, **values):
    page = visit(client, address)
    data = {f["name"]: f.get("value", "") for f in page.soup.select("form.form input[type=hidden]")}
    data |= {"password": PASSWORD, **CONSENT, **values}
    return client.post(address, data=data, headers={"Referer": "http://localhost/"})


def test_the_page_of_a_group_lets_the_buyer_choose(app):
    listing = basket()
    page = visit(client_of(app, owner_of(deals.licensee())), f"/listings/{listing.public_id}")
    boxes = page.soup.select("#basket input[name=patent]")
    assert [box["value"] for box in boxes] == [patent.number for patent in listing.patents]


def test_one_notice_each_for_what_was_ticked_and_nothing_for_the_rest(app):
    listing = basket()
    numbers = [patent.number for patent in listing.patents[:2]]
    client, answer = take(app, listing, numbers)
    assert answer.status_code == 303
    assert len(made()) == 2
    signed = sign(client, answer.location)
    assert signed.status_code == 303
    agreements = made()
    assert {each.status for each in agreements} == {S.EFFECTIVE}
    assert [[p.number for p in each.patents] for each in agreements] == [[n] for n in numbers]
    papers = db.session.scalars(
        select(Document).where(Document.kind == DocumentKind.AGREEMENT)
    ).all()
    assert len({paper.number for paper in papers}) == 2
    assert {paper.belongs_to for paper in papers} == {each.public_id for each in agreements}


def test_one_ticked_goes_the_usual_way(app):
    listing = basket()
    _, answer = take(app, listing, [listing.patents[1].number])
    assert answer.location.endswith(f"/agreements/{made()[0].public_id}/check")


def test_nothing_ticked_makes_nothing(app):
    listing = basket()
    _, answer = take(app, listing, [])
    assert answer.status_code == 422
    assert made() == []


def test_the_rest_can_be_taken_later_and_what_is_held_stays(app):
    listing, company = basket(), deals.licensee()
    numbers = [patent.number for patent in listing.patents]
    client, answer = take(app, listing, numbers[:2], company)
    sign(client, answer.location)
    _, again = take(app, listing, numbers, company)
    assert len(made()) == 3
    assert again.location.endswith(f"/agreements/{made()[2].public_id}/check")


def test_each_has_its_own_fee(app):
    listing = basket(FeeMode.LUMP_SUM, amount_fen=deals.LUMP_FEN)
    client, answer = take(app, listing, [patent.number for patent in listing.patents])
    sign(client, answer.location)
    assert [each.status for each in made()] == [S.AWAITING_PAYMENT] * 3
    deals.pay(made()[1], deals.LUMP_FEN, made()[1].delivered_on)
    states = [each.status for each in made()]
    assert states == [S.AWAITING_PAYMENT, S.EFFECTIVE, S.AWAITING_PAYMENT]


def test_each_is_signed_over_its_own_text_or_named_with_the_reason(app):
    """One text that is not the one shown: that one waits, the others stand."""
    client, answer = take(app, listing := basket(), [p.number for p in listing.patents])
    page = visit(client, answer.location)
    pairs = page.soup.select_one("input[name=text_sha256]")["value"].split()
    wrong = f"{pairs[2].partition(':')[0]}:{'0' * 64}"
    refused = sign(client, answer.location, text_sha256=" ".join([*pairs[:2], wrong]))
    assert refused.status_code == 409
    assert [each.status for each in made()] == [S.EFFECTIVE, S.EFFECTIVE, S.DRAFT]
    assert made()[2].title in refused.text
    assert "changed since you read it" in refused.text or "文本" in refused.text


def offers(count=3):
    """Signed standing offers of as many patentees, and an open listing."""
    found = [deals.published(FeeMode.FREE, Route.ORDINARY) for _ in range(count - 1)]
    return [*found, deals.published()]


def test_one_firm_many_listings_one_session(app):
    company, listings = deals.licensee(), offers()
    client = client_of(app, owner_of(company))
    for listing in listings:
        page = visit(client, f"/listings/{listing.public_id}")
        assert f"/listings/{listing.public_id}/agreements?later=1" in str(page.soup)
        answer = post(client, f"/listings/{listing.public_id}/agreements?later=1")
        assert answer.location.endswith("/to-sign")
    clear_bars(listings[1].patents[0], BarState.BARRED, [Bar.EXCLUSIVE_LICENSE])
    db.session.commit()
    shown = visit(client, "/to-sign")
    for listing in listings:
        assert listing.organization.name in shown.text
    answer = sign(client, "/to-sign")
    assert answer.status_code == 409
    states = {each.listing_id: each.status for each in made()}
    assert states == {
        listings[0].id: S.EFFECTIVE,
        listings[1].id: S.DRAFT,
        listings[2].id: S.EFFECTIVE,
    }
    assert listings[1].patents[0].number in answer.text, "named with what stands in the way"
    again = sign(client, "/to-sign")
    assert again.status_code == 409
    assert len({each.id for each in made()}) == 3


def refusals():
    db.session.rollback()
    rows = db.session.scalars(select(AuditEvent).where(AuditEvent.tag == "agreement:sign_refused"))
    return [(each.subject_id, each.data["reason"], each.actor_id) for each in rows]


def test_what_is_refused_in_a_sitting_stays_on_record_and_what_is_signed_leaves_none(app):
    """As in the single flow (R-14): for that one, why, by whom; a wrong password is no act."""
    client, answer = take(app, listing := basket(), [p.number for p in listing.patents])
    pairs = visit(client, answer.location).soup.select_one("input[name=text_sha256]")["value"]
    first, *others = pairs.split()
    wrong = f"{first.partition(':')[0]}:{'0' * 64}"
    sign(client, answer.location, password="falsch", text_sha256=pairs)
    assert refusals() == []
    sign(client, answer.location, text_sha256=" ".join([wrong, *others]))
    by = owner_of(made()[0].licensee).public_id
    assert refusals() == [(made()[0].public_id, "text_changed", by)]
    assert sign(client, answer.location).status_code == 303
    assert {each.status for each in made()} == {S.EFFECTIVE}
    assert len(refusals()) == 1


def test_who_loses_authority_before_the_click_is_on_record_too(app):
    company = deals.licensee()
    client, answer = take(app, listing := basket(), [p.number for p in listing.patents], company)
    page = visit(client, answer.location)
    pairs = page.soup.select_one("input[name=text_sha256]")["value"]
    membership = company.memberships[0]
    membership.authority_stated_at = None
    db.session.commit()
    assert sign(client, answer.location, text_sha256=pairs).status_code == 403
    assert [reason for _, reason, _ in refusals()] == ["not_signatory"]
    assert {each.status for each in made()} == {S.DRAFT}


def test_a_negotiated_contract_is_not_signed_in_the_list(app):
    agreement = deals.drafted(deals.published(FeeMode.FREE, Route.ORDINARY))
    with transaction():
        terms = preset(FeeMode.LUMP_SUM, route=Route.ORDINARY, amount_fen=100_000)
        services.negotiate(agreement, terms, owner_of(agreement.licensee))
    client = client_of(app, owner_of(agreement.licensee))
    assert client.get(f"/to-sign?agreement={agreement.public_id}").status_code == 403
    assert "form" not in [each.name for each in visit(client, "/to-sign").soup.select("main form")]


def test_a_wrong_password_signs_nothing(app):
    client, answer = take(app, listing := basket(), [p.number for p in listing.patents])
    assert sign(client, answer.location, password="falsch").status_code == 422
    assert {each.status for each in made()} == {S.DRAFT}


def test_nobody_signs_the_drafts_of_others(app):
    _, answer = take(app, listing := basket(), [p.number for p in listing.patents])
    stranger = client_of(app, owner_of(deals.licensee()))
    assert stranger.get(answer.location).status_code == 404
