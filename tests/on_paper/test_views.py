"""The pages: choose, enter with the scan, compare, print, upload; who may and who may not."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace import clock
from marketplace.agreements.lifecycles import AgreementStatus as S
from marketplace.agreements.models import Agreement
from marketplace.extensions import db
from marketplace.on_paper.models import Counterpart, CounterpartStatus, PaperContract
from marketplace.on_paper.printing import mark_of, printed
from marketplace.on_paper.services.counterparts import page_count
from marketplace.terms.enums import FeeMode, Route
from tests import deals
from tests.accounts.browser import visit
from tests.accounts.factories import client_of, make_administrator, owner_of
from tests.declarations.factories import make_patent, make_patentee, manager_of
from tests.on_paper.factories import SCAN, STRANGER, entered

NEW = "/paper-contracts/new?route=ordinary&mode=lump_sum"


def answers(patent, **values):
    today = clock.today()
    said = {
        "side": "licensor",
        "other_kind": "company",
        "other_name": STRANGER.name,
        "code": STRANGER.code,
        "other_address": STRANGER.address,
        "patents": f"ZL{patent.number}",
        "contract_number": "校合〔2026〕9号",
        "signed_on": (today - timedelta(9)).isoformat(),
        "effective_on": (today - timedelta(8)).isoformat(),
        "pages": "6",
        "lump_sum-amount_fen": "3万",
        "lump_sum-due_days": "30",
        "period-months": "36",
    }
    return said | values


def send(client, address, values, scan=None):
    page = visit(client, address)
    data = {"csrf_token": page.soup.select_one("input[name=csrf_token]")["value"], **values}
    if scan is not None:
        data["scan"] = (io.BytesIO(scan), "合同.pdf")
    return client.post(
        address,
        data=data,
        content_type="multipart/form-data",
        headers={"Referer": "http://localhost/"},
    )


def papers():
    db.session.rollback()
    return db.session.scalars(select(PaperContract)).all()


@pytest.fixture
def patentee(app):
    return make_patentee()


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_from_the_choice_to_the_checked_agreement(app, patentee, lang):
    patent = make_patent(patentee)
    client = client_of(app, owner_of(patentee))
    assert visit(client, f"/paper-contracts?lang={lang}").status == 200
    assert "mode=lump_sum" in str(visit(client, "/paper-contracts/new").soup)
    answer = send(client, NEW, answers(patent), SCAN)
    assert answer.status_code == 303, answer.text
    (paper,) = papers()
    assert paper.record.lump_sum.amount_fen == 3_000_000
    page = visit(client, answer.location)
    assert "confirmation" not in str(page.soup), "not by who entered it"
    second = client_of(app, manager_of(patentee))
    shown = visit(second, f"/paper-contracts/{paper.public_id}?lang={lang}")
    for words in (STRANGER.name, patent.number, paper.contract_number, paper.scan_sha256[:12]):
        assert words in str(shown.soup)
    assert second.get(f"/paper-contracts/{paper.public_id}/scan").data == SCAN
    shown.send(f"/paper-contracts/{paper.public_id}/confirmation")
    db.session.rollback()
    agreement = db.session.scalars(select(Agreement)).one()
    assert agreement.status is S.EFFECTIVE
    marked = visit(client, f"/agreements/{agreement.public_id}?lang={lang}")
    assert ("非本平台签署" if lang == "zh_CN" else "Not signed on this platform") in marked.text
    found = visit(client, "/agreements?q=〔2026〕9")
    assert agreement.public_id in str(found.soup)
    assert agreement.public_id not in str(visit(client, "/agreements?q=〔2025〕9").soup)


def test_a_wrong_field_keeps_everything_also_the_scan(app, patentee):
    patent = make_patent(patentee)
    client = client_of(app, owner_of(patentee))
    wrong = send(client, NEW, answers(patent, patents="202110000000.0"), SCAN)
    assert wrong.status_code == 422
    assert STRANGER.name in wrong.text
    assert papers() == []
    again = send(client, NEW, answers(patent))
    assert again.status_code == 303, "the file need not be chosen again"
    assert papers()[0].scan_sha256


def test_without_a_scan_nothing_is_entered(app, patentee):
    client = client_of(app, owner_of(patentee))
    answer = send(client, NEW, answers(make_patent(patentee)))
    assert answer.status_code == 422
    assert papers() == []


def test_a_scan_of_somebody_else_cannot_be_named(app, patentee):
    entered(organization=patentee)
    thief = make_patentee()
    client = client_of(app, owner_of(thief))
    known = papers()[0].scan_sha256
    answer = send(client, NEW, answers(make_patent(thief), kept_scan=known))
    assert answer.status_code == 422
    assert len(papers()) == 1


def test_strangers_see_nothing(app, patentee):
    paper = entered(organization=patentee)
    stranger = client_of(app, owner_of(make_patentee()))
    for tail in ("", "/scan", "/return", "/objection"):
        assert stranger.get(f"/paper-contracts/{paper.public_id}{tail}").status_code == 404
    staff = client_of(app, make_administrator())
    assert staff.get(f"/paper-contracts/{paper.public_id}").status_code == 200


def test_a_sealed_counterpart_from_the_printer_to_the_check(app):
    contract = deals.accepted(deals.published(FeeMode.FREE, Route.ORDINARY))
    licensor = client_of(app, owner_of(contract.licensor))
    base = f"/agreements/{contract.public_id}"
    assert mark_of(contract) in visit(licensor, f"{base}/counterparts").text
    pdf = licensor.get(f"{base}/counterpart.pdf").data
    assert pdf == printed(contract)
    values = {"mark": mark_of(contract), "pages": str(page_count(pdf))}
    refused = send(licensor, f"{base}/counterparts/new", {**values, "mark": "x"}, pdf)
    assert refused.status_code == 422
    assert send(licensor, f"{base}/counterparts/new", values, pdf).status_code == 303
    found = db.session.scalars(select(Counterpart)).one()
    second = client_of(app, manager_of(contract.licensor))
    page = visit(second, f"{base}/counterparts")
    page.send(f"/counterparts/{found.public_id}/match")
    db.session.refresh(found)
    assert found.status is CounterpartStatus.MATCHED
    licensee = client_of(app, owner_of(contract.licensee))
    assert licensee.get(f"/counterparts/{found.public_id}/scan").data == pdf
    stranger = client_of(app, owner_of(make_patentee()))
    assert stranger.get(f"/counterparts/{found.public_id}/scan").status_code == 404
    assert stranger.get(f"{base}/counterpart.pdf").status_code == 404


def test_the_numbers_of_a_house_are_its_own_and_are_found(app):
    contract = deals.accepted(deals.published(FeeMode.FREE, Route.ORDINARY))
    client = client_of(app, owner_of(contract.licensor))
    page = visit(client, f"/agreements/{contract.public_id}/numbers")
    assert page.send().status == 422
    page.send(contract_number="XK-2026-41", seal_number="印字100%号")
    db.session.rollback()
    assert contract.reference("licensor").contract_number == "XK-2026-41"
    assert contract.reference("licensee") is None
    for words in ("xk-2026-41", "100%", contract.licensee.name, contract.patents[0].number):
        found = client.get("/agreements", query_string={"q": words}).text
        assert f"/agreements/{contract.public_id}" in found, words
    missed = client.get("/agreements", query_string={"q": "10_%"}).text
    assert f"/agreements/{contract.public_id}" not in missed
    stranger = client_of(app, owner_of(make_patentee()))
    assert stranger.get(f"/agreements/{contract.public_id}/numbers").status_code == 404
