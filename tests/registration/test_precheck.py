"""What the authority would refuse or return is found before the papers leave (LAW 3.11, R-84)."""

import io
import json
import zipfile
from datetime import timedelta

import docx
import openpyxl
import pytest

from marketplace import clock, files
from marketplace.accounts.models import OrganizationKind
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.patents.enums import Bar, BarState, StatusSource
from marketplace.patents.models import PatentBar
from marketplace.registration import facts, services
from marketplace.registration import precheck as module
from marketplace.registration.grounds import GROUNDS, Ground
from marketplace.registration.models import FilingStatus
from marketplace.registration.package import schema
from marketplace.registration.package.form import form
from marketplace.registration.precheck import Objectionable, precheck
from marketplace.registration.tables import fill, missing, table_for
from marketplace.terms.enums import FeeMode, Route
from marketplace.terms.routes import Duty
from tests import deals
from tests.accounts.factories import make_organization, owner_of
from tests.declarations.factories import make_patent, make_patentee
from tests.registration import scenes


def grounds(filing):
    empty = missing(fill(table_for(filing), facts.gather(filing)))
    return {each.ground for each in precheck(filing, empty) if each.blocks}


def refused(filing):
    with pytest.raises(Refused) as refusal, transaction():
        services.prepare(filing, owner_of(filing.filer))
    assert filing.status is FilingStatus.DUE
    return refusal.value


def state(patent, bar, said=BarState.BARRED):
    source = StatusSource.OFFICE_QUERY
    db.session.add(PatentBar(patent=patent, bar=bar, state=said, on=clock.today(), source=source))


def _life(agreement):
    agreement.patents[0].expires_on = agreement.last_day - timedelta(1)


FAULTS = {
    Ground.PERIOD_BEYOND_LIFE: _life,
    Ground.ARREARS: lambda agreement: state(agreement.patents[0], Bar.ANNUITY_UNPAID),
}


def _empty(filing):
    return missing(fill(table_for(filing), facts.gather(filing)))


@pytest.mark.parametrize("ground", FAULTS)
def test_the_package_is_refused_and_made_once_it_is_mended(app, ground, monkeypatch):
    filing = scenes.filing(scenes.free())
    life = filing.agreement.patents[0].expires_on
    FAULTS[ground](filing.agreement)
    db.session.commit()
    refusal = refused(filing)
    assert (type(refusal), refusal.code) == (Objectionable, ground.value)
    assert filing.agreement.patents[0].certificate_number in str(refusal)
    # the negative control: without the check the faulty package would leave
    with monkeypatch.context() as off:
        off.setattr("marketplace.registration.services.preparing.precheck", lambda *_: [])
        assert scenes.prepared(filing).status is FilingStatus.PREPARED
    filing.agreement.patents[0].expires_on = life
    state(filing.agreement.patents[0], Bar.ANNUITY_UNPAID, BarState.CLEAR)
    db.session.commit()
    assert scenes.prepared(filing).package_sha256


def test_a_payment_that_was_due_is_missed_in_words(app):
    filing = scenes.filing(scenes.paid(slip=None))
    (found,) = [each for each in precheck(filing, _empty(filing)) if each.blocks]
    assert found.ground is Ground.PAYMENT_MISSING
    refusal = refused(filing)  # in the words of the ground, not as a field to fill in
    assert isinstance(refusal, services.Incomplete)
    assert refusal.code == found.ground.value
    assert "Upload the voucher" in str(refusal)


def test_one_contract_is_recorded_once(app, monkeypatch):
    patent, party = make_patent(make_patentee(**scenes.PARTY)), scenes.licensee()

    def licensed(to):
        listing = deals.published(FeeMode.FREE, Route.ORDINARY, patents=[patent])
        return deals.accepted(listing, to)

    first = licensed(party)
    scenes.done(scenes.filing(first), "X1")
    second = scenes.filing(licensed(party))
    assert grounds(second) == {Ground.DUPLICATE}
    refusal = refused(second)
    assert refusal.code == "duplicate"
    assert "X1" in str(refusal)
    assert scenes.opened_names(first) >= {"agreement.pdf"}  # the text is there to be printed
    with monkeypatch.context() as off:
        off.setattr(module, "_duplicates", lambda *_: iter(()))
        assert grounds(second) == set()
        scenes.submitted(second)
    with pytest.raises(Refused) as refusal, transaction():
        receipt = files.put(scenes.RECEIPT)
        services.complete(second, "X1", clock.today(), receipt, owner_of(second.filer))
    assert (refusal.value.code, refusal.value.field) == ("number_taken", "number")
    other = scenes.filing(licensed(scenes.licensee()))
    assert grounds(other) == set()


def test_an_agency_without_a_mandate_is_refused(app, monkeypatch):
    filing = scenes.filing(scenes.free())
    party, agency = filing.filer, make_organization(kind=OrganizationKind.SERVICE)
    with transaction():
        services.assign(filing, agency, owner_of(party))
    assert refused(filing).code == "proxy_missing"
    with pytest.raises(Refused) as refusal, transaction():
        services.give_mandate(party, agency, [], "0" * 64, clock.today(), owner_of(party))
    assert refusal.value.field == "evidence"
    paper = files.put(b"%PDF-1.7 power of attorney")
    with transaction():
        other = services.give_mandate(
            party, agency, [Duty.FEEDBACK], paper, clock.today(), owner_of(party)
        )
    assert refused(filing).code == "proxy_missing"  # this mandate is for another filing
    with transaction():
        services.give_mandate(party, agency, [Duty.RECORDAL], paper, clock.today(), owner_of(party))
        services.end_mandate(other, owner_of(agency))
    assert scenes.prepared(filing).package_sha256
    with pytest.raises(Refused), transaction():
        services.end_mandate(other, owner_of(agency))


def test_a_late_recordal_explains_itself_and_both_seal(app):
    filing = scenes.filing(scenes.free())
    in_time = scenes.opened_names(filing.agreement)
    assert "late-explanation.docx" not in in_time
    with clock.at(filing.due_on + timedelta(9)):
        filing = scenes.filing(scenes.free(), sealed=True)
    with clock.at(filing.due_on + timedelta(9)):
        assert [field.key for field in refused(filing).fields] == ["late_reason"]
        scenes.prepared(scenes.explained(filing, "材料补办延误"))
        contents = scenes.opened(filing)
    letter = docx.Document(io.BytesIO(contents["late-explanation.docx"]))
    cells = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    text = "".join(cells)
    for words in ("材料补办延误", "9 日", filing.due_on.isoformat(), "（盖章）"):
        assert words in text
    for party in (filing.agreement.licensor, filing.agreement.licensee):
        assert party.name in text
    record = json.loads(contents["filing.json"])
    assert record["late"] == {
        "due_on": filing.due_on.isoformat(),
        "days": 9,
        "reason": "材料补办延误",
    }
    assert schema.check(record).late.days == 9


def test_the_record_keeps_its_schema(app):
    contents = scenes.opened(scenes.prepared(scenes.filing(scenes.paid())))
    record = json.loads(contents["filing.json"])
    assert schema.check(record).kind == "recordal"
    written = json.loads(contents["filing.schema.json"])
    assert set(written["required"]) <= set(record)
    with pytest.raises(ValueError, match="unknown"):
        schema.check({**record, "unknown": 1})
    with pytest.raises(ValueError, match="schema"):
        schema.check({**record, "schema": "filing/2"})


def payload(patents):
    """A recordal's payload with so many patents."""
    names = {
        "patent_number": [f"ZL 2021{n:08d}.1" for n in range(patents)],
        "patent_title": [f"一种装置{n}" for n in range(patents)],
        "filing_on": ["2021-03-01"] * patents,
        "granted_on": ["2023-03-01"] * patents,
        "patentees": [["示范大学"]] * patents,
    }
    fields = [
        {"key": key, "label": {"zh": key}, "value": value, "text": "、".join(map(str, value))}
        for key, value in names.items()
    ]
    person = {"key": "handler_name", "label": {"zh": "经办人"}, "value": "=1+1", "text": "=1+1"}
    return {
        "title": {"zh": "专利实施许可合同备案 填报对照稿"},
        "filing": "abc",
        "prepared_at": "2026-11-27T12:00:00+00:00",
        "groups": [
            {"title": {"zh": "专利信息"}, "fields": fields},
            {"title": {"zh": "经办人"}, "fields": [person]},
        ],
    }


@pytest.mark.parametrize(("patents", "sheets"), [(1, 1), (3, 1), (4, 2), (23, 2), (24, 3)])
def test_more_than_three_patents_stand_on_annex_pages(patents, sheets):
    data = form(payload(patents))
    assert data == form(payload(patents))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert len(book.worksheets) == sheets
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    numbers = [c.value for c in cells if isinstance(c.value, str) and c.value.startswith("ZL")]
    assert len(numbers) == len(set(numbers)) == patents
    first = [c.value for row in book.worksheets[0].iter_rows() for c in row]
    assert any("附页" in str(value) for value in first) is (patents > 3)
    (typed,) = [cell for cell in cells if cell.value == "=1+1"]
    assert (typed.data_type, typed.quotePrefix) == ("s", True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(b"<f>" in archive.read(n) for n in archive.namelist() if "sheet" in n)


def test_every_ground_says_what_to_do():
    assert set(GROUNDS) == set(Ground)
    for law in GROUNDS.values():
        assert law.title
        assert law.refusal.endswith(".")
