"""Journey 1 of the product: a list comes in, and licenses stand there for everybody to take."""

import os

import pytest

from marketplace import clock
from tests.browser.journeys import PDF, Newcomer
from tests.browser.publishing import (
    Officer,
    Publisher,
    SecondPerson,
    announcements,
    files_of,
    inventory,
    picture,
)

EVERY_WALK = pytest.mark.skipif(
    not os.environ.get("EVERY_WALK"),
    reason="three hundred patents are walked in one language; EVERY_WALK=1 walks them in both",
)
pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def _come(visit, place, role, **choices):
    """The institution's person of this role, in a browser of their own."""
    visitor = visit(name=f"publish-{role}", **choices)
    kind = {"owner": Publisher, "second": SecondPerson}.get(role, Officer)
    return kind(visitor, visitor.site.made["institutions"][place][role])


@pytest.mark.parametrize(
    ("language", "width", "serial"),
    [("en", 1280, 2_200_000), ("zh", 360, 2_300_000)],
)
def test_one_patent_from_the_list_to_a_license(visit, language, width, serial):
    place, choices = f"one-{language}-{width}", {"language": language, "width": width}
    owner = _come(visit, place, "owner", **choices)
    visitor, words = owner.visitor, owner.words

    owner.import_list(inventory(1, serial), 1)
    owner.state_status()
    owner.state_willingness()
    listing = _write_listing(owner)
    _publish(visit, f"/admin/listings/{listing}", choices)

    visitor.open("/my/declarations")
    visitor.look("declarations")
    visitor.page.locator("main tbody a[href*='/declarations/']").first.click()
    visitor.look("declaration-new")
    declaration = visitor.page.url.removeprefix(visitor.site.url)
    owner.step("approval-request")
    visitor.look("declaration-approving")
    second = _come(visit, place, "second", **choices)
    second.sign_in("/my/approvals")
    second.approve_all()
    second.show_in_house()

    _file(owner, declaration, f"{language}-{width}")
    second.visitor.open(declaration)
    second.visitor.look("declaration-check")
    second.step("announcement-check")
    second.visitor.look("declaration-announced", words("Announced"))

    licensee = _come(visit, place, "licensee", **choices)
    licensee.sign_in(f"/listings/{listing}")
    Newcomer(licensee.visitor).sign()
    licensee.visitor.look("taken")


def _write_listing(owner):
    """The editor from the choice of the patent to the submission; returns the public id."""
    visitor, page = owner.visitor, owner.page
    visitor.open("/my/listings/new")
    visitor.look("listing-new")
    page.locator("main [name=number]").first.check()
    visitor.press("Begin the listing")
    listing = page.url.split("/my/listings/")[1].split("/")[0]
    owner.choose_way()
    owner.type_terms("30,000")
    visitor.fill(title="让电池包降温 8 度的液冷板", summary="贴在电芯之间。", uses="储能柜。")
    visitor.look("text")
    owner.go_on()
    visitor.look("bars")
    owner.state_bars()
    visitor.look("bars-stated")
    visitor.press("Go on: check")
    visitor.look("check")
    visitor.send("Submit for review")
    visitor.look("submitted")
    return listing


def _publish(visit, path, choices):
    """Staff of the site looks at it and publishes it."""
    visitor = visit(name="publish-staff", **choices)
    staff = Officer(visitor, visitor.site.made["administrators"][visitor.language])
    staff.sign_in(path)
    visitor.look("review")
    staff.go_on()
    visitor.look("reviewed")


def _file(owner, declaration, name):
    """Papers down, commitment signed, filed, and the announcement entered."""
    visitor, page, words = owner.visitor, owner.page, owner.words
    visitor.open(declaration)
    visitor.look("declaration-ready")
    sheets = owner.copy_sheets()
    assert {form for _, form in sheets} == {"pdf", "docx", "xlsx", "json"}
    for (kind, form), data in sheets.items():
        if form == "pdf":
            assert picture(f"paper-{name}-{kind}", data)
    page.locator("#materials a[href$=commitment]").click()
    owner.sign_commitment()
    visitor.open(declaration)
    owner.step("submission", day=clock.today().isoformat())
    visitor.look("declaration-filed", words("Announced by the office"))
    today = clock.today().isoformat()
    number = f"KF{page.url[-6:]}{clock.today():%m%d}"
    owner.step(
        "announcement", number=number, announced_on=today, gazette_issue="42卷48期", evidence=PDF
    )
    visitor.look("declaration-entered", number)


@pytest.mark.parametrize(
    ("language", "width", "serial"),
    [
        ("zh", 1280, 2_400_000),
        pytest.param("en", 360, 2_500_000, marks=EVERY_WALK),
    ],
)
def test_three_hundred_at_once(visit, language, width, serial):
    choices = {"language": language, "width": width}
    _many(visit, f"many-{language}", inventory(300, serial), choices)


def _many(visit, place, sheet, choices):
    """A sheet in, one batch, one submission, one sitting for each step, all of it announced."""
    owner = _come(visit, place, "owner", **choices)
    owner.import_list(sheet, 300)
    owner.begin_batch()
    owner.type_terms("30,000")
    owner.mend_table()
    owner.state_batch_bars()
    made = owner.prepare_and_submit()
    assert 100 < made < 300
    listing = _publish_batch(visit, owner.page.url.split("/my/")[1], choices)

    assert owner.sit("approval") == made
    second = _come(visit, place, "second", **choices)
    second.sign_in("/my/approvals")
    second.approve_all()
    second.show_in_house()
    assert owner.sit("commitment") == made
    names = files_of(owner.sheets())
    numbers = sorted({name.split("/")[0] for name in names if name.endswith("declaration.json")})
    assert len(numbers) == made
    assert owner.sit("filed", day=clock.today().isoformat()) == made
    assert owner.enter_announcements(announcements(numbers, place)) == made

    second.visitor.open("/my/declarations/check")
    second.visitor.look("sitting")
    second.go_on()
    second.visitor.look("sitting-done")
    assert second.done_count() == made
    taker = _come(visit, place, "licensee", **choices)
    taker.sign_in(f"/listings/{listing}")
    taker.visitor.look("live", taker.words("Sign the notice"))


def _publish_batch(visit, path, choices):
    """Staff publishes everything that waits in one sitting; returns one listing's public id."""
    visitor = visit(name="publish-staff", **choices)
    staff = Officer(visitor, visitor.site.made["administrators"][visitor.language])
    staff.sign_in(f"/admin/{path}")
    visitor.look("batch-review")
    first = visitor.page.locator("main a[href*='/admin/listings/']").first
    listing = first.get_attribute("href").rsplit("/", 1)[1]
    while visitor.page.locator("#mark-all").count():
        visitor.page.locator("#mark-all").check(force=True)
        staff.go_on()
    visitor.look("batch-reviewed")
    return listing
