from collections import Counter

import pytest
from sqlalchemy import select

from marketplace.audit.actors import SYSTEM
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.patents import importing
from marketplace.patents.enums import (
    Claim,
)
from marketplace.patents.models import Patent, PatentClaim
from tests.accounts.factories import owner_of
from tests.patents.factories import HEADINGS, a_csv, a_number, make_patent, make_university

FEE_HEADINGS = (*HEADINGS, "费用标准（万元）", "发明人", "国民经济行业分类", "法律状态")
SHEET = "lists/open_license_inventory_2026-03-batch-{}.xlsx"


def run(data, organization, by=SYSTEM):
    with transaction():
        return importing.import_list(data, organization, by, file_name="list.csv")


def all_patents():
    return db.session.scalars(select(Patent).order_by(Patent.number)).all()


def codes(findings):
    return Counter(each.code for each in findings)


@pytest.mark.databases("sqlite", "postgresql")
def test_a_patent_that_another_holds_with_proof_is_refused(university, tags):
    held = make_patent(make_university(), claim=Claim.PROVEN, inventors=["张三"])
    report = run(a_csv((held.number, "", "别的名称")), university)
    assert codes(report.refused) == {"number_held": 1}
    assert tags() == []
    assert held.title == "一种电池"
    assert held.claims == []


def test_a_patent_that_another_only_claims_keeps_its_data_and_gets_a_second_claim(university):
    first = make_university()
    data = a_csv((a_number(), "", "一种电池"))
    run(data, first)
    report = run(data.replace("一种电池".encode(), "别的名称".encode()), university)
    assert codes(report.warnings) == {"number_claimed_elsewhere": 1}
    assert report.refused == []
    patent = all_patents()[0]
    assert patent.title == "一种电池"
    assert patent.claimant is first
    claimants = set(db.session.scalars(select(PatentClaim.organization_id)))
    assert claimants == {first.id, university.id}
    assert run(data, university).counts["unchanged"] == 1
    assert db.session.query(PatentClaim).count() == 2


def test_an_upload_waits_for_its_confirmation(university, patent_count, tags):
    user = owner_of(university)
    with transaction():
        entry = importing.upload(a_csv((a_number(), "", "一种电池")), university, user, "表.csv")
    assert patent_count() == 0
    assert entry.report["created"] == 1
    with transaction():
        importing.apply_upload(entry, user)
    assert patent_count() == 1
    assert Counter(tags()) == {
        "patent_import:upload": 1,
        "patent_import:apply": 1,
        "patent:create": 1,
    }
    with pytest.raises(Refused) as refusal, transaction():
        importing.apply_upload(entry, user)
    assert refusal.value.code == "import_applied"


def test_an_upload_that_changes_nothing_is_not_applied(university):
    data = a_csv((a_number(), "", "一种电池"))
    run(data, university)
    with transaction():
        entry = importing.upload(data, university, owner_of(university), "again.csv")
    with pytest.raises(Refused) as refusal, transaction():
        importing.apply_upload(entry, owner_of(university))
    assert refusal.value.code == "import_empty"


def test_progress_is_told(university):
    seen = []
    data = a_csv((a_number(), "", "一种电池"))
    with transaction():
        importing.import_list(data, university, SYSTEM, progress=lambda *at: seen.append(at))
    assert seen[-1] == (1, 1)
