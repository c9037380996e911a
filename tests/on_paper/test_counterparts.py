"""The sealed counterpart: printed with its mark, scanned, matched by another, kept and shown."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from marketplace import files
from marketplace.agreements.models import Side
from marketplace.database import transaction
from marketplace.errors import NotAllowed, Refused
from marketplace.extensions import db
from marketplace.on_paper import services
from marketplace.on_paper.models import Counterpart, CounterpartStatus
from marketplace.on_paper.printing import mark_of, printed
from marketplace.on_paper.services.counterparts import page_count
from marketplace.registration.facts import gather
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.factories import make_administrator, make_organization, owner_of
from tests.declarations.factories import manager_of
from tests.documents.factories import text_of
from tests.registration import scenes

LONG = "内蒙古㛃𠮷鄂尔多斯市伊金霍洛旗乌兰木伦镇煤炭深加工与新材料循环利用科学技术研究开发推广应用示范有限责任公司筹备处"


@pytest.fixture
def contract(app):
    """Concluded between parties whose names are long and rare (R-11)."""
    listing = deals.published(FeeMode.FREE, Route.ORDINARY)
    return deals.accepted(listing, make_organization(name=LONG))


def upload(agreement, **values):
    scan = values.pop("scan", printed(agreement))
    said = {"mark": mark_of(agreement), "pages": page_count(printed(agreement)), **values}
    with transaction():
        return services.upload(
            agreement,
            Side.LICENSOR,
            said["mark"],
            said["pages"],
            (files.put(scan), scan),
            owner_of(agreement.licensor),
        )


def test_the_printed_paper_carries_its_mark_on_every_page_and_places_for_seals(contract):
    with transaction():
        from marketplace.agreements.services import set_reference

        set_reference(
            contract, Side.LICENSOR, "校合〔2026〕88号", "印字0311", owner_of(contract.licensor)
        )
    said = text_of(printed(contract))
    pages = page_count(printed(contract))
    assert pages >= 2
    assert said.count(mark_of(contract)) == 2 * pages, "head and foot of each"
    for words in (LONG, "校合〔2026〕88号", "印字0311", "（单位盖章）", "供线下签字盖章的纸质文本"):
        assert words in said
    assert "预览稿" not in said
    assert "平台签署记录不是当事人的印章" not in said


def test_a_matching_scan_is_checked_by_another_and_goes_with_the_filings(contract):
    counterpart = upload(contract, mark=f" {mark_of(contract).upper()} ")
    assert counterpart.text_sha256 == contract.text_sha256
    with pytest.raises(NotAllowed), transaction():
        services.match(counterpart, owner_of(contract.licensor))
    recordal = scenes.filing(contract, answered=False)
    assert gather(recordal)["paper"] is None, "nothing that nobody compared"
    with transaction():
        services.match(counterpart, manager_of(contract.licensor))
    assert counterpart.status is CounterpartStatus.MATCHED
    assert gather(recordal)["paper"] == [{"sha256": counterpart.scan_sha256}]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (lambda a: {"mark": f"{a.public_id}-00000000"}, "mark"),
        (
            lambda a: {
                "mark": mark_of(deals.accepted(deals.published(FeeMode.FREE, Route.ORDINARY)))
            },
            "mark",
        ),
        (lambda a: {"pages": 1}, "pages"),
        (lambda a: {"scan": deal_of_another(a)}, "scan"),
    ],
)
def test_another_version_another_paper_or_missing_pages_are_refused(contract, wrong, field):
    with pytest.raises(Refused) as refusal:
        upload(contract, **wrong(contract))
    assert refusal.value.field == field
    assert db.session.scalars(select(Counterpart)).all() == []


def deal_of_another(agreement):
    """A PDF with another number of pages."""
    from marketplace.documents.services import preview

    data = {"title": "一页", "operator": "平台"}
    return preview("agreement", data)


def test_the_same_scan_is_kept_once_and_a_rejected_one_may_come_again(contract):
    first = upload(contract)
    with pytest.raises(Refused) as refusal:
        upload(contract)
    assert refusal.value.code == "uploaded_already"
    with transaction():
        services.reject(first, "缺少骑缝章", manager_of(contract.licensor))
    assert upload(contract).status is CounterpartStatus.UPLOADED


def test_nothing_is_printed_before_a_text_is_fixed(app):
    draft = deals.drafted(deals.published(FeeMode.FREE, Route.ORDINARY))
    with pytest.raises(ValueError, match="fixed text"):
        printed(draft)


def test_alone_an_administrator_compares(app):
    listing = deals.published(FeeMode.FREE, Route.ORDINARY)
    contract = deals.accepted(listing, make_organization())
    scan = printed(contract)
    with transaction():
        mine = services.upload(
            contract,
            Side.LICENSEE,
            mark_of(contract),
            page_count(scan),
            (files.put(scan), scan),
            owner_of(contract.licensee),
        )
        services.match(mine, make_administrator(commit=False))
    assert mine.status is CounterpartStatus.MATCHED
    with pytest.raises(DatabaseError, match="fixed"), transaction() as session:
        session.execute(text("UPDATE counterparts SET scan_sha256 = 'x'"))
