"""Three hundred in a browser without a script; access; what was typed stays."""

import pytest

from marketplace import clock
from marketplace.batches import services
from marketplace.batches.models import ListingBatch
from marketplace.database import transaction
from marketplace.extensions import db
from marketplace.listings.models import ListingStatus
from tests.accounts.browser import visit
from tests.accounts.factories import PASSWORD, client_of, make_member
from tests.batches.factories import OPEN, S, make_batch
from tests.declarations.factories import make_patent, make_patentee, owner_of
from tests.declarations.posting import post
from tests.listings.factories import give_account, reviewer

PAGES = ["", "/route", "/terms", "/table", "/bars", "/check"]


def path(batch, page=""):
    return f"/my/batches/{batch.public_id}{page}"


def browser(app, batch):
    return client_of(app, owner_of(batch.organization))


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_draft_opens(app, page, lang):
    batch = make_batch(terms=OPEN)
    assert visit(browser(app, batch), path(batch, page) + f"?lang={lang}").status == 200


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
@pytest.mark.parametrize("status", [s for s in S if s is not S.DRAFT])
def test_the_batch_opens_in_every_state(app, status, lang):
    batch = make_batch(status)
    assert visit(browser(app, batch), path(batch) + f"?lang={lang}").status == 200
    assert visit(browser(app, batch), f"/my/batches?lang={lang}").status == 200


@pytest.mark.parametrize("page", [*PAGES, "/offers", "/submission", "/table.xlsx"])
def test_other_organizations_are_kept_out(app, page):
    batch = make_batch()
    stranger = client_of(app, owner_of(make_patentee(name="别的大学")))
    assert stranger.get(path(batch, page)).status_code == 403
    assert app.test_client().get(path(batch, page)).status_code in {302, 303, 401}


@pytest.mark.parametrize(
    "page",
    [
        "/preparation",
        "/offers",
        "/submission",
        "/reopening",
        "/dropping",
        "/remainder",
        "/table",
        "/table/cells",
    ],
)
def test_a_viewer_changes_nothing(app, page):
    batch = make_batch()
    viewer = client_of(app, make_member(batch.organization, None).user)
    answer = post(viewer, path(batch, page), agree="y", password=PASSWORD)
    assert answer in {403, 409}
    assert batch.status is S.DRAFT
    assert all(entry.listing is None for entry in batch.entries)


def test_only_the_operators_staff_reviews(app):
    batch = make_batch(S.SUBMITTED)
    owner = browser(app, batch)
    assert owner.get(f"/admin/batches/{batch.public_id}").status_code == 403
    assert post(owner, f"/admin/batches/{batch.public_id}/publication") == 403


def test_a_whole_batch_without_a_script(app):
    organization = make_patentee()
    give_account(organization)
    numbers = [make_patent(organization).number for _ in range(4)]
    client = client_of(app, owner_of(organization))
    page = visit(client, "/my/batches/new?lang=en")
    page = page.send("/my/batches", all="1").follow()
    page = page.send(choice="ordinary:lump_sum").follow()
    action = page.soup.select_one("main form")["action"]
    page = page.send(action, **{"lump_sum-amount_fen": "3万", "fee_source": "preset"}).follow()
    batch = db.session.query(ListingBatch).one()
    page = page.send(path(batch, "/table"), **{f"amount-{numbers[0]}": "12,000"}).follow()
    page = visit(client, path(batch, "/check"))
    page.send(path(batch, "/preparation")).follow()
    page = visit(client, path(batch, "/offers"))
    page.send(agree="y", password=PASSWORD).follow()
    page = visit(client, path(batch, "/submission"))
    page.send(path(batch, "/submission")).follow()
    assert batch.status is S.SUBMITTED
    first = next(entry for entry in batch.entries if entry.patent.number == numbers[0])
    assert first.listing.record.lump_sum.amount_fen == 1_200_000
    staff = client_of(app, reviewer())
    review = f"/admin/batches/{batch.public_id}"
    assert visit(staff, f"{review}?lang=en").status == 200
    assert post(staff, f"{review}/publication", all="1") == 303
    assert batch.status is S.FINISHED
    assert {entry.listing.status for entry in batch.entries} == {ListingStatus.PUBLISHED}


def test_a_wrong_cell_keeps_everything_typed(app):
    batch = make_batch()
    one, two = (entry.patent.number for entry in batch.entries[:2])
    page = visit(browser(app, batch), path(batch, "/table"))
    page = page.send(path(batch, "/table"), **{f"amount-{one}": "面议", f"amount-{two}": "8,000"})
    assert page.status == 422
    assert page.soup.find(id=f"amount-{one}")["value"] == "面议"
    assert page.soup.find(id=f"amount-{two}")["value"] == "8,000"
    assert batch.entries[1].differences == {}


def test_cells_copied_from_a_spreadsheet_are_taken(app):
    batch = make_batch()
    one, two = (entry.patent.number for entry in batch.entries[:2])
    page = visit(browser(app, batch), path(batch, "/table"))
    text = f"ZL{one}\t12,000\n{two}\t1.5万\n"
    page.send(path(batch, "/table/cells"), pasted=text).follow()
    assert [entry.differences for entry in batch.entries[:2]] == [
        {"amount_fen": 1_200_000},
        {"amount_fen": 1_500_000},
    ]


def test_blocked_rows_name_reason_and_remedy(app):
    organization = make_patentee()
    model = make_patent(organization, kind_digit="2")
    batch = make_batch(patents=[make_patent(organization), model])
    page = visit(browser(app, batch), path(batch, "/check") + "?lang=zh_CN")
    row = page.soup.select_one("#blocked").get_text(" ", strip=True)
    assert model.number in row
    assert "2 项情形尚未声明" in row
    assert page.soup.select_one("#blocked a[href]")


def test_an_unknown_batch_is_missing(app):
    client = client_of(app, owner_of(make_patentee()))
    assert client.get("/my/batches/0000000000000000").status_code == 404


def test_what_can_be_stated_for_all_is_said_once_for_each_patent(app):
    organization = make_patentee()
    batch = make_batch(terms=OPEN, patents=[make_patent(organization, clear=False)])
    page = browser(app, batch).get(path(batch, "/check?lang=en")).text
    assert page.count("7 circumstances are not stated, or too long ago") == 1
    assert "nothing is stated for" not in page
    table = browser(app, batch).get(path(batch, "/table?lang=en")).text
    assert "To be settled at the check: 7" in table
    assert "nothing is stated for" not in table


def test_a_batch_is_called_by_preset_count_and_day_until_somebody_names_it(app):
    patentee = make_patentee()
    patents = [make_patent(patentee) for _ in range(2)]
    client = client_of(app, owner_of(patentee))
    assert post(client, "/my/batches", number=[each.number for each in patents]) == 303
    batch = db.session.scalar(db.select(ListingBatch))
    today = clock.today().isoformat()
    assert batch.name == f"2 件专利 · {today}"
    assert post(client, path(batch, "/route"), choice="open:lump_sum") == 303
    assert batch.name == f"一次总付 · 2 件专利 · {today}"
    with transaction():
        services.rename(batch, "第四季度批次", owner_of(patentee))
    assert post(client, path(batch, "/route"), choice="open:free") == 303
    assert batch.name == "第四季度批次"
