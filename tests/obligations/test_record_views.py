"""The performance record and the pages that lead from it: the two parties read and act, each on its
side; nobody else, not even staff (private by PRODUCT §5.9)."""

import re
from datetime import timedelta
from io import BytesIO

import pytest

from marketplace import clock
from marketplace.database import transaction
from marketplace.obligations import services
from marketplace.obligations.deciding import decide
from marketplace.obligations.inspections import inspections_of
from marketplace.obligations.lines import facts
from marketplace.obligations.models import DecisionKind
from marketplace.obligations.models import ObligationStatus as S
from marketplace.obligations.services import rows_of
from marketplace.terms.enums import FeeMode
from marketplace.terms.presets import preset
from tests import deals
from tests.accounts.factories import client_of, make_administrator, make_organization, owner_of
from tests.obligations.licenses import DAY, accept, report, with_royalty

PDF = b"%PDF-1.7\n% proof\n%%EOF\n"


def token_of(client, path):
    text = client.get(path).get_data(as_text=True)
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', text).group(1)


def post(client, path, **data):
    return client.post(path, data={"csrf_token": token_of(client, path), **data})


def proof():
    return (BytesIO(PDF), "proof.pdf")


def test_the_record_of_a_royalty_from_report_to_inspection(app):
    agreement = with_royalty()
    row = rows_of(agreement)[0]
    licensor, licensee = (
        client_of(app, owner_of(agreement.licensor)),
        client_of(app, owner_of(agreement.licensee)),
    )
    home = f"/agreements/{agreement.public_id}/performance"
    accept(report(agreement, row, 100_000_000))
    with clock.at(row.due_on + 10 * DAY):
        with transaction():
            services.refresh(agreement)
        for lang, words in (("zh_CN", "履约记录"), ("en", "Performance record")):
            page = licensee.get(f"{home}?lang={lang}")
            assert page.status_code == 200
            text = page.get_data(as_text=True)
            assert words in text
            assert "20,000.00" in text
        stranger = client_of(app, owner_of(make_organization()))
        assert stranger.get(home).status_code == 404
        assert client_of(app, make_administrator()).get(home).status_code == 403

        assert post(licensor, f"{home[:-12]}/inspections/new", scope="台账",
                    wished_on=(clock.today() + DAY).isoformat()).status_code == 303  # fmt: skip
        (asked,) = inspections_of(agreement)
        path = f"/inspections/{asked.public_id}"
        assert licensor.get(f"{path}/answer").status_code == 403
        assert post(licensee, f"{path}/answer", text="附后", proof=proof()).status_code == 303
        assert licensor.get(f"{path}/file").data == PDF
        assert stranger.get(f"{path}/file").status_code == 404
        assert post(licensor, f"{path}/findings", text="一致").status_code == 303

        bill = re.search(r"/bills/\w+/file.pdf", licensor.get(home).get_data(as_text=True)).group()
        assert licensor.get(bill).status_code == 409
        assert licensor.get(f"{bill}?copy=en").data.startswith(b"%PDF")
        assert stranger.get(f"{bill}?copy=en").status_code == 404
        reminder = f"/amounts/{row.public_id}/reminder.pdf"
        assert licensee.get(reminder).data.startswith(b"%PDF")

        decision = f"/amounts/{row.public_id}/decision"
        assert licensee.get(decision).status_code == 403
        assert post(licensor, decision, kind="hold", reason=" ").status_code == 422
        assert post(licensor, decision, kind="hold", reason="核对").status_code == 303
        assert row.status is S.ON_HOLD
        assert post(
            licensee, f"{home[:-12]}/guarantees/new", kind="insurance", institution="某保险",
            number="P-1", amount="20,000", proof=proof()
        ).status_code == 303  # fmt: skip
        assert "P-1" in licensor.get(home).get_data(as_text=True)


def test_a_fact_is_entered_disputed_and_taken_back_on_the_page(app):
    terms = preset(FeeMode.PAY_LATER, amount_fen=2_000_000)
    agreement = deals.accepted(deals.published(terms=terms))
    licensor, licensee = (
        client_of(app, owner_of(agreement.licensor)),
        client_of(app, owner_of(agreement.licensee)),
    )
    home = f"/agreements/{agreement.public_id}"
    day = clock.today() + timedelta(40)
    (row,) = rows_of(agreement)
    months = row.due_on
    with clock.at(day):
        entered = post(licensee, f"{home}/facts/first-revenue", on=day.isoformat(), proof=proof())
        assert entered.status_code == 303
        (fact,) = facts(agreement)
        path = f"/facts/{fact.public_id}"
        assert licensor.get(f"{path}/proof").data == PDF
        assert licensee.get(f"{path}/confirm").status_code == 403
        assert post(licensor, f"{path}/dispute", reason="").status_code == 422
        assert post(licensor, f"{path}/dispute", reason="日期不符").status_code == 303
        assert row.due_on == months
        assert "日期不符" in licensee.get(f"{home}/performance").get_data(as_text=True)
        assert post(licensee, f"{path}/withdraw", reason="更正").status_code == 303
        assert licensee.get(f"{home}/facts/first-revenue").status_code == 200


@pytest.mark.parametrize("kind", [DecisionKind.RELEASE, DecisionKind.KEEP])
def test_what_is_not_on_hold_is_not_released(app, kind):
    agreement = with_royalty()
    row = rows_of(agreement)[0]
    with pytest.raises(Exception, match="changed"), transaction():
        decide(row, kind, "理由", owner_of(agreement.licensor))
