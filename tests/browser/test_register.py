"""Journey 4 of the product: from licenses in effect to recorded, registered and fed back; what cannot
be recorded as it stands is caught before it leaves, in words."""

import json
import os
import re
from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.registration.grounds import GROUNDS, Ground
from tests.browser.registering import FeedbackStaff, Partner, Registrar

EVERY_WALK = pytest.mark.skipif(
    not os.environ.get("EVERY_WALK"),
    reason="the registers are walked in one language; EVERY_WALK=1 walks them on a phone too",
)
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

GOOD = ("free", "paid", "later")
FAULTS = {
    "beyond": Ground.PERIOD_BEYOND_LIFE,
    "arrears": Ground.ARREARS,
    "unpaid": Ground.PAYMENT_MISSING,
}
FAULTY = tuple(FAULTS)
REGISTRATION = "contract_registration"
ENTRIES = {
    "project_source": "其他",
    "socioeconomic_aim": "工商业发展",
    "related_party": "否",
}
PROOFS = {
    "free": "payment-statement.pdf",
    "paid": "voucher-1.pdf",
    "later": "payment-statement.pdf",
}


@pytest.mark.parametrize(
    ("language", "width"),
    [("zh", 1280), pytest.param("en", 360, marks=EVERY_WALK)],
)
def test_every_deal_reaches_the_registers(visit, tmp_path, language, width):
    choices = {"language": language, "width": width, "name": "register"}
    visitor = visit(**choices)
    made = visitor.site.made["filed"][f"{language}-{width}"]
    officer, partner = Registrar(visitor, made), Partner(tmp_path)
    staff = FeedbackStaff(visit(**choices | {"name": "register-staff"}), made["staff"])

    with partner.running(staff.add_receiver(partner.address)):
        staff.send_again()
        _see_the_desk(officer)
        _prepare_recordals(officer)
        for name in GOOD:
            _record(officer, name)
        _prepare_the_rest(officer)
        for name in ("paid", "later"):
            _finish(officer, name, REGISTRATION)
        for name in GOOD:
            _finish(officer, name, "feedback")
        _see_the_chain(officer)
        _see_it_told(officer, staff, partner)


def _see_the_desk(officer):
    """Every duty by due day, with who sees to it."""
    visitor, made = officer.visitor, officer.made
    officer.sign_in("/filings")
    visitor.look("desk", made["colleague"])
    rows = officer.rows()
    days = [found for row in rows for found in re.findall(r"20\d\d-\d\d-\d\d", row)]
    assert days == sorted(days)
    assert len(days) == len(GOOD) + len(FAULTY) + 1
    (his,) = [row for row in rows if made["colleague"] in row]
    assert made["titles"]["later"] in his


def _prepare_recordals(officer):
    """Ticked and prepared in one run; what cannot be recorded is refused, each in its words."""
    visitor, words = officer.visitor, officer.words
    officer.tick_recordals(*GOOD, *FAULTY)
    visitor.send("Prepare the ticked packages")
    officer.see_run_end()
    visitor.look("run", words("%(prepared)s prepared, %(refused)s not.", prepared=2, refused=4))
    refused = officer.refused()
    assert set(refused) == {"free", *FAULTY}
    assert "被许可人地址" in refused["free"]
    for name, ground in FAULTS.items():
        start = words(GROUNDS[ground].refusal).split("%")[0]
        assert refused[name].startswith(start), (name, refused[name])
    assert officer.made["last_day"] in refused["beyond"]


def _record(officer, name):
    """One recordal from its package to the certificate."""
    visitor, today = officer.visitor, clock.today()
    officer.open_filing(name, "recordal")
    if name == "free":
        visitor.look("recordal-incomplete")
        officer.type_answers(licensee_address="滨江区电控路 8 号")
        officer.step("package")
    files = officer.package()
    assert PROOFS[name] in files
    record = json.loads(files["filing.json"])
    assert record["record"]["agreement"]["id"] == officer.made["agreements"][name]
    officer.submit()
    assert officer.facts(name)["recordal"]["status"] == "submitted"
    if name == "paid":
        _correct(officer, today)
    officer.enter_receipt(officer.number_of(name, "recordal"))
    if name == "free":
        visitor.look("recorded", officer.number_of(name, "recordal"))
    assert officer.facts(name)["recordal"]["done_on"] == today.isoformat()


def _correct(officer, today):
    """The office wants something else within its own days; it gets it."""
    visitor = officer.visitor
    officer.unfold("correction")
    due = today + timedelta(days=15)
    officer.step(
        "correction", day=today.isoformat(), due=due.isoformat(), note="补交经办人身份证明"
    )
    visitor.look("correction", "补交经办人身份证明", due.isoformat())
    assert officer.facts("paid")["recordal"]["status"] == "correction"
    officer.step("resubmission", day=today.isoformat())
    assert officer.facts("paid")["recordal"]["status"] == "submitted"


def _prepare_the_rest(officer):
    """What each registry still asks is typed once for a deal; then everything is prepared at once."""
    visitor = officer.visitor
    for name in ("paid", "later"):
        visitor.open(f"/agreements/{officer.made['agreements'][name]}/filings/entry")
        visitor.fill(**ENTRIES)
        if name == "paid":
            visitor.look("entry")
        officer.go_on()
    visitor.open(f"/agreements/{officer.made['agreements']['free']}/filings")
    visitor.look(
        "free-filings",
        officer.words("Not applicable: the license is free, there is no contract amount"),
    )
    visitor.open("/filings")
    officer.page.locator("main button[name=all]").click()
    officer.see_run_end()
    visitor.look("run-rest")
    refused = officer.refused()
    assert set(refused) == {*FAULTY, "twin", "recorded"}  # these two have the same patent
    assert refused["twin"] == officer.words(
        GROUNDS[Ground.DUPLICATE].refusal, detail=officer.made["number"]
    )


def _finish(officer, name, kind):
    officer.open_filing(name, kind)
    officer.package()
    officer.submit()
    officer.enter_receipt(officer.number_of(name, kind))


def _see_the_chain(officer):
    """Every station is done or not needed; only what is to be paid later, and a product, may wait."""
    for name in GOOD:
        states = officer.stations(name)
        open_still = {
            label for label, state in states.items() if state not in ("done", "not_needed")
        }
        assert open_still <= {officer.words("Payment")} if name == "later" else not open_still
        filings = officer.facts(name)
        free = filings["contract_registration"]["status"] == "not_needed"
        assert free is (name == "free")
        for kind in ("recordal", "feedback") if free else ("recordal", REGISTRATION, "feedback"):
            assert filings[kind]["status"] == "done"
            assert filings[kind]["number"] == officer.number_of(name, kind)
        assert not any(each["overdue"] for each in filings.values())
    officer.visitor.look("chain")


def _see_it_told(officer, staff, partner):
    """The partner's process holds each deal as it stands in the registers now, and nothing differs."""
    assert staff.wait_for_acknowledgements() > len(GOOD)
    for name in GOOD:
        told = partner.holds("agreement", officer.made["agreements"][name])
        assert told["recordal"]["number"] == officer.number_of(name, "recordal")
        registered = told["contract_registration"] or {"number": None}
        number = None if name == "free" else officer.number_of(name, REGISTRATION)
        assert registered["number"] == number
    assert staff.compare() == "0"
    staff.visitor.look("reconciled")
