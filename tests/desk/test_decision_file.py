"""The decision file of an agreement: everything that was decided, for the licensor's house alone."""

import pytest

from marketplace.agreements.models import Side
from marketplace.database import transaction
from marketplace.desk.views.decision import matter_of
from marketplace.documents.models import DocumentKind
from marketplace.documents.queries import current, documents_of
from marketplace.in_house.diligence import compose, request_file
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_user, owner_of
from tests.deeds.factories import amendment, lump, running, sign_both


@pytest.fixture
def agreement(app):
    return running()


def words_of(value):
    if isinstance(value, dict):
        return " ".join(words_of(each) for each in value.values())
    if isinstance(value, list | tuple):
        return " ".join(words_of(each) for each in value)
    return str(value)


def address(agreement):
    return f"/agreements/{agreement.public_id}/decision-file"


def test_it_tells_price_signatures_and_amendment(agreement):
    sign_both(amendment(agreement, lump(2_000_000)))
    told = words_of(compose(matter_of(agreement)))
    for signature in agreement.signatures:
        assert signature.signer_name in told
    for words in (agreement.licensee.name, agreement.terms_sha256, "补充协议", "30,000", "20,000"):
        assert words in told


def test_what_the_house_saw_for_the_listing_is_in_it(agreement):
    assert agreement.listing in matter_of(agreement).earlier


def test_it_is_sealed_for_the_house_and_no_paper_of_the_parties(agreement):
    with transaction():
        request_file(matter_of(agreement), owner_of(agreement.licensor))
    assert current(agreement, DocumentKind.REPORT) is not None
    assert DocumentKind.REPORT not in {each.kind for each in documents_of(agreement)}


def test_the_licensors_members_read_it(app, agreement):
    client = client_of(app, owner_of(agreement.licensor))
    assert visit(client, address(agreement)).status == 200
    page = visit(client, f"/agreements/{agreement.public_id}").soup
    assert page.select_one(f'a[href="{address(agreement)}"]')


@pytest.mark.parametrize("side", [Side.LICENSEE, None])
def test_nobody_else_does(app, agreement, side):
    reader = owner_of(agreement.party(side)) if side else owner_of(deals.licensee())
    client = client_of(app, reader)
    assert visit(client, address(agreement)).status == 404
    assert client.get(f"{address(agreement)}.pdf").status_code == 404


def test_an_auditor_does_not_read_names_in_it(app, agreement):
    auditor = make_user(is_auditor=True)
    assert visit(client_of(app, auditor), address(agreement)).status == 404
