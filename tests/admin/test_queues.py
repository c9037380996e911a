"""The queues: what stands in them, in which order, in both languages, at what cost."""

import pytest

from marketplace import clock
from marketplace.admin.queues import QUEUES
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.worker.services import drain
from tests.accounts.browser import visit
from tests.accounts.factories import make_organization
from tests.admin import scenes

MAKERS = {
    "verifications": scenes.asking,
    "payee-accounts": scenes.stated_account,
    "listings": scenes.submitted,
    "enquiries": scenes.reported,
    "announcements": scenes.entered,
    "claims": scenes.contested,
    "held-notices": scenes.held,
    "payments": scenes.disputed,
    "documents": scenes.stuck,
    "timestamps": scenes.untimed,
}


def _rows(page):
    return [row.get_text(" ", strip=True) for row in page.soup.select("main tbody tr")]


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("key", QUEUES)
def test_an_empty_queue_says_so(staff, key, lang):
    page = visit(staff, f"/admin/queues/{key}?lang={lang}")
    assert page.status == 200
    assert page.soup.select_one(".empty-title")


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("key", MAKERS)
def test_what_waits_stands_in_its_queue_and_is_counted(staff, key, lang):
    MAKERS[key]()
    page = visit(staff, f"/admin/queues/{key}?lang={lang}")
    assert len(_rows(page)) == 1
    standing = QUEUES[key].standing()
    assert (standing.count, clock.shanghai_day(standing.oldest)) == (1, clock.today())
    front = visit(staff, f"/admin?lang={lang}")
    assert front.status == 200
    assert (
        clock.today().isoformat()
        in front.soup.select_one(f"a[href='/admin/queues/{key}']").find_parent("li").get_text()
    )


def test_every_row_that_leads_on_leads_to_a_page(staff):
    for key, make in MAKERS.items():
        make()
        page = visit(staff, f"/admin/queues/{key}")
        for link in page.soup.select("main tbody a"):
            assert staff.get(link["href"].split("#")[0]).status_code == 200, link["href"]


def test_the_longest_wait_comes_first_and_pages_follow(staff):
    names = []
    for number in range(26):
        with clock.at(clock.now().replace(microsecond=number)):
            names.append(scenes.asking(name=f"第{number:02}号研究所有限公司").name)
    first = visit(staff, "/admin/queues/verifications")
    assert [row.split(" ")[0] for row in _rows(first)] == names[:25]
    second = visit(staff, "/admin/queues/verifications?page=2")
    assert [row.split(" ")[0] for row in _rows(second)] == names[25:]


def test_an_announcement_with_a_second_member_is_not_the_operators(staff):
    scenes.entered(members=2)
    assert QUEUES["announcements"].standing().count == 0


def test_a_registration_that_did_not_ask_does_not_wait(staff):
    make_organization(verified=False)
    assert QUEUES["verifications"].standing().count == 0


def test_a_proven_patent_is_contested_no_more(app, administrator):
    from marketplace.patents.services import prove_claim

    patent, rival = scenes.contested()
    with transaction():
        prove_claim(patent, rival, "0" * 64, administrator)
    assert QUEUES["claims"].standing().count == 0


def test_money_that_nothing_explains_waits(app):
    from tests import deals

    agreement = deals.noticed(deals.published("lump_sum", amount_fen=deals.LUMP_FEN))
    deals.pay(agreement, deals.LUMP_FEN + 100, clock.today(), "R2")
    (payment,) = db.session.scalars(QUEUES["payments"].statement())
    assert payment.suspense_fen == 100


def test_a_fully_counted_payment_does_not_wait(app):
    from tests import deals

    agreement = deals.noticed(deals.published("lump_sum", amount_fen=deals.LUMP_FEN))
    deals.pay(agreement, deals.LUMP_FEN, clock.today(), "R3")
    assert QUEUES["payments"].standing().count == 0


def test_a_mail_that_did_not_leave_waits_with_its_error(staff, last_event):
    scenes.asking()
    drain()
    assert QUEUES["mail"].standing().count == 0
    scenes.undelivered(last_event("organization:request_verification"))
    (row,) = _rows(visit(staff, "/admin/queues/mail"))
    assert "ConnectionRefusedError" in row


def test_the_front_page_shows_how_the_worker_stands(staff):
    scenes.asking()
    before = visit(staff, "/admin?lang=en")
    assert "Events that wait for their number" in before.text
    drain()
    assert "up to date" in visit(staff, "/admin?lang=en").text


@pytest.mark.parametrize("key", MAKERS)
def test_a_longer_queue_costs_no_more_statements(staff, statements, key):
    path = f"/admin/queues/{key}"
    MAKERS[key]()
    with statements() as one:
        staff.get(path)
    for _ in range(3):
        MAKERS[key]()
    with statements() as many:
        staff.get(path)
    assert len(many) <= len(one) + 1
