"""Further papers and proposals in a browser: draw up, read the changes, sign; and who may not."""

import pytest

from marketplace.agreements import services as agreements
from marketplace.agreements.lifecycles import AgreementStatus
from marketplace.agreements.models import Side
from marketplace.agreements.queries import proposals_of
from marketplace.database import transaction
from marketplace.deeds.models import DeedStatus
from marketplace.deeds.queries import open_deed
from marketplace.extensions import db
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, owner_of
from tests.deeds.factories import amendment, lump, running, sign

CONSENT = {"read": "y", "authority": "y", "password": PASSWORD}


@pytest.fixture
def agreement(app):
    return running()


def browser_of(app, organization):
    return client_of(app, owner_of(organization))


def test_the_whole_way_of_an_amendment(app, agreement):
    licensor, licensee = (browser_of(app, agreement.party(side)) for side in Side)
    page = visit(licensor, f"/agreements/{agreement.public_id}/amendments/new")
    assert page.status == 200
    sent = page.send(**{"lump_sum-amount_fen": "20000", "words": "经双方协商调低许可使用费。"})
    assert sent.status == 303
    deed = open_deed(agreement)
    address = f"/deeds/{deed.public_id}"
    shown = visit(licensor, address)
    assert shown.soup.select_one("del")
    assert shown.soup.select_one("ins")
    assert visit(licensee, address).status == 404
    assert visit(licensor, f"{address}/signature").send(**CONSENT).status == 303
    assert visit(licensee, address).status == 200
    assert visit(licensee, f"{address}/signature").send(**CONSENT).status == 303
    db.session.expire_all()
    assert deed.status is DeedStatus.IN_FORCE
    assert deed.record.lump_sum.amount_fen == 2_000_000
    assert "20,000" in visit(licensee, f"/agreements/{agreement.public_id}").text


def test_the_end_of_a_contract_offers_only_given_grounds(app, agreement):
    page = visit(
        browser_of(app, agreement.licensor), f"/agreements/{agreement.public_id}/terminations/new"
    )
    offered = {each["value"] for each in page.soup.select("input[name=ground]")}
    assert offered == {"agreement", "breach", "force_majeure"}
    answer = page.send(ground="agreement", words="账款已结清。")
    assert answer.status == 303
    assert open_deed(agreement).words == "账款已结清。"


def test_nothing_typed_is_lost_when_facts_are_missing(app, agreement):
    page = visit(
        browser_of(app, agreement.licensor), f"/agreements/{agreement.public_id}/terminations/new"
    )
    answer = page.send(ground="breach", words="")
    assert answer.status == 422
    assert answer.soup.select_one("input[value=breach]").has_attr("checked")


@pytest.mark.parametrize("step", ["", "/signature", "/preview.pdf", "/refusal", "/document.pdf"])
def test_strangers_see_no_paper(app, agreement, step):
    deed = amendment(agreement, lump(2_000_000))
    sign(deed, Side.LICENSOR)
    stranger = browser_of(app, deals.licensee())
    assert visit(stranger, f"/deeds/{deed.public_id}{step}").status == 404


def test_declining_gives_the_reason(app, agreement):
    deed = amendment(agreement, lump(2_000_000))
    sign(deed, Side.LICENSOR)
    page = visit(browser_of(app, agreement.licensee), f"/deeds/{deed.public_id}/refusal")
    assert page.send(reason="价格不能接受。").status == 303
    assert (
        "价格不能接受。"
        in visit(browser_of(app, agreement.licensor), f"/deeds/{deed.public_id}").text
    )


def test_a_negotiation_keeps_each_version_with_its_redline(app):
    agreement = deals.drafted(deals.published(terms=lump(deals.LUMP_FEN)))
    licensee = browser_of(app, agreement.licensee)
    page = visit(licensee, f"/agreements/{agreement.public_id}/proposals/new")
    sent = page.send(**{"lump_sum-amount_fen": "20000", "note": "首年产量尚小。"})
    assert sent.status == 303
    shown = visit(
        browser_of(app, agreement.licensor), f"/agreements/{agreement.public_id}/proposals"
    )
    assert "首年产量尚小。" in shown.text
    assert any("20,000" in each.text for each in shown.soup.select("ins"))
    with transaction():
        agreements.negotiate(agreement, lump(2_500_000), owner_of(agreement.licensor))
    versions = proposals_of(agreement)
    assert [(each.ordinal, each.side) for each in versions] == [
        (1, None),
        (2, Side.LICENSEE),
        (3, Side.LICENSOR),
    ]
    assert versions[-1].terms_sha256 == agreement.terms_sha256
    signed = visit(licensee, f"/agreements/{agreement.public_id}/signature").send(**CONSENT)
    assert signed.status == 303
    db.session.refresh(agreement)
    assert agreement.status is AgreementStatus.SIGNED_BY_ONE
