"""Texts of open-source licenses: by version and hash, chosen before, kept after publication."""

import io

import pytest
from sqlalchemy import text as sql

from marketplace.agreements import papers
from marketplace.agreements import services as agreements
from marketplace.database import transaction
from marketplace.documents.sealing_jobs import seal_document
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.listings import public_texts
from marketplace.listings.models import ListingStatus as L
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.parts import PublicText
from marketplace.terms.presets import preset
from marketplace.terms.public_texts import CATALOGUE, FREE_LICENSE, NON_ASSERT, published
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, owner_of
from tests.declarations.factories import make_patentee
from tests.listings.factories import make_listing

FREE_SHA256 = "1438c3728adba211360afb5d93bd3b482bdcdcfb283002b100d361e1d758d9ab"
NON_ASSERT_SHA256 = "9489b1b57689b28c21b4d6a0980671e8e7a31544edd24dd296a76de16d8067a7"

TERMS = preset(FeeMode.FREE, route=Route.OPEN_SOURCE)
OWN = {
    "title": "东江理工专利开源许可",
    "label": "1.0",
    "conditions": "注明来源。\n不得对其他实施人起诉。",
    "body": "任何人均可无偿实施所列专利。",
    "body_en": "Everybody may exploit the listed patents free of charge.",
}


def accepted(listing):
    agreement = deals.drafted(listing)
    act = deals.act_of(agreement, owner_of(agreement.licensee))
    with transaction():
        agreements.accept_open_source(agreement, act)
    return agreement


def bring(listing, **more):
    owner = owner_of(listing.organization)
    with transaction():
        text = public_texts.bring_text(listing.organization, owner, **{**OWN, **more})
        public_texts.choose_text(listing, public_texts.part_of(text), owner)
    return text


@pytest.mark.parametrize("text", CATALOGUE, ids=lambda text: text.key)
def test_every_text_is_whole_in_both_languages(text):
    assert published(text.key, text.version) == text
    assert text.conditions
    assert all(all(pair) for pair in text.conditions)
    for article in text.articles:
        assert all((article.heading, article.text, article.heading_en, article.text_en))


def test_the_published_words_do_not_change_under_a_version():
    """A changed word is a new version: these hashes stand in signed terms."""
    assert {text.key: text.sha256 for text in CATALOGUE} == {
        "patent-free-license": FREE_SHA256,
        "patent-non-assert": NON_ASSERT_SHA256,
    }


def test_a_listing_stands_under_the_plain_text_until_another_is_chosen(app):
    listing = make_listing(L.DRAFT, terms=TERMS)
    assert listing.record.public_text == FREE_LICENSE.part
    with transaction():
        public_texts.choose_text(listing, NON_ASSERT.part, owner_of(listing.organization))
    assert listing.record.public_text == NON_ASSERT.part


def test_an_acceptance_makes_a_record_by_the_text_with_a_document(app):
    agreement = accepted(deals.published(terms=TERMS))
    assert agreement.is_in_force
    assert agreement.text_version == "patent-free-license/1"
    words = [clause["text"] for clause in agreement.text_record["clauses"]["zh"]]
    assert FREE_LICENSE.articles[0].text in words
    assert any(FREE_LICENSE.sha256 in each for each in words)


def test_an_acceptance_gives_a_receipt_to_its_parties(app):
    agreement = accepted(deals.published(terms=TERMS))
    receipt = papers.acceptance(agreement)
    said = {row["label"]: row["value"] for row in receipt.data["facts"]}
    assert said["许可文本 SHA-256"] == FREE_LICENSE.sha256
    assert said["许可文本"] == f"《{FREE_LICENSE.title}》第{FREE_LICENSE.version}版"
    assert said["接受人"] == agreement.licensee.name
    address = f"/agreements/{agreement.public_id}/acceptance.pdf"
    client = client_of(app, owner_of(agreement.licensee))
    assert client.get(address).status_code == 409
    seal_document(receipt.id)
    assert client.get(address).data.startswith(b"%PDF")
    page = visit(client, f"/agreements/{agreement.public_id}")
    assert page.soup.select_one(f"a[href='{address}']")
    stranger = client_of(app, owner_of(deals.licensee()))
    assert stranger.get(address).status_code in (403, 404)


def test_accepting_twice_is_one_acceptance(app):
    listing, company = deals.published(terms=TERMS), deals.licensee()
    first = deals.drafted(listing, company)
    act = deals.act_of(first, owner_of(company))
    with transaction():
        agreements.accept_open_source(first, act)
    assert deals.drafted(listing, company) == first


def test_a_text_of_ones_own_is_kept_with_version_and_hash(app):
    listing = make_listing(L.DRAFT, terms=TERMS)
    text = bring(listing)
    assert listing.record.public_text == public_texts.part_of(text)
    assert public_texts.resolve(public_texts.part_of(text)).articles[0].text == OWN["body"]
    with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
        connection.execute(sql("UPDATE own_license_texts SET body = 'x'"))
    db.session.rollback()


def test_only_managers_bring_texts(app):
    with pytest.raises(NotAllowed), transaction():
        public_texts.bring_text(make_patentee(), owner_of(deals.licensee()), **OWN)


def test_a_text_under_another_hash_is_refused(app):
    listing = make_listing(L.DRAFT, terms=TERMS)
    forged = PublicText(key=NON_ASSERT.key, version="1", sha256="0" * 64)
    with pytest.raises(Refused) as refused, transaction():
        public_texts.choose_text(listing, forged, owner_of(listing.organization))
    assert refused.value.code == "public_text_missing"


def test_after_publication_a_new_text_is_a_new_listing_and_acceptances_stay(app):
    old = deals.published(terms=TERMS)
    before = accepted(old)
    with pytest.raises(Refused) as refused, transaction():
        public_texts.choose_text(old, NON_ASSERT.part, owner_of(old.organization))
    assert refused.value.code == "listing_fixed"
    new = deals.published(
        terms=TERMS.model_copy(update={"public_text": NON_ASSERT.part}), patents=old.patents
    )
    assert accepted(new).text_version == "patent-non-assert/1"
    assert before.text_version == "patent-free-license/1"


def test_conditions_stand_in_plain_words_on_the_listing_and_its_text(app):
    listing = deals.published(terms=TERMS.model_copy(update={"public_text": NON_ASSERT.part}))
    client = app.test_client()
    for lang, place in (("zh_CN", 0), ("en", 1)):
        for address in (
            f"/listings/{listing.public_id}",
            f"/listings/{listing.public_id}/license-text",
            f"/license-texts/{NON_ASSERT.key}/1",
        ):
            page = visit(client, f"{address}?lang={lang}")
            assert page.status == 200
            assert NON_ASSERT.conditions[1][place] in page.text


def test_the_pages_of_choosing_and_bringing_keep_what_was_typed(app):
    listing = make_listing(L.DRAFT, terms=TERMS)
    client = client_of(app, owner_of(listing.organization))
    address = f"/my/listings/{listing.public_id}/license-text"
    page = visit(client, address)
    token = page.soup.select_one("input[name=csrf_token]")["value"]
    data = {"csrf_token": token, **OWN, "label": ""}
    headers = {"Referer": "http://localhost/"}
    answer = client.post(f"{address}s", data=data, headers=headers)
    assert answer.status_code == 422
    assert OWN["body"] in answer.get_data(as_text=True)
    answer = client.post(f"{address}s", data={**data, "label": "1.0"}, headers=headers)
    assert answer.status_code == 303
    stranger = client_of(app, owner_of(deals.licensee()))
    assert stranger.get(address).status_code == 403


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_own_text_is_taken_from_a_file(app, encoding):
    listing = make_listing(L.DRAFT, terms=TERMS)
    answer = send_file(app, listing, OWN["body"].encode(encoding), "license.md")
    assert answer.status_code == 303
    (text,) = public_texts.own_texts(listing.organization)
    assert text.body == OWN["body"]


@pytest.mark.parametrize(
    ("data", "name", "body", "said"),
    [
        (b"\x00\x01\x02" * 50, "license.txt", "", "no readable text"),
        (b"text", "license.exe", "", "Choose a .txt or .md file."),
        (b"text", "license.txt", "another text", "Either paste the text or choose a file"),
        ("字".encode() * 60_001, "license.txt", "", "at most 60,000 characters"),
        (b"", "", "", "Paste the whole text, or choose a file."),
    ],
)
def test_a_file_that_will_not_do_is_said_at_its_field(app, data, name, body, said):
    listing = make_listing(L.DRAFT, terms=TERMS)
    answer = send_file(app, listing, data, name, body=body)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert not public_texts.own_texts(listing.organization)


def send_file(app, listing, data, name, body=""):
    client = client_of(app, owner_of(listing.organization))
    address = f"/my/listings/{listing.public_id}/license-text"
    token = visit(client, address).soup.select_one("input[name=csrf_token]")["value"]
    values = {"csrf_token": token, **OWN, "body": body, "file": (io.BytesIO(data), name)}
    return client.post(f"{address}s?lang=en", data=values, headers={"Referer": "http://localhost/"})
