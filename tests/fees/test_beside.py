"""The guidance beside the terms editor: every input is sent with the terms and changes nothing."""

import pytest
from bs4 import BeautifulSoup

from marketplace.extensions import db
from marketplace.listings.models import Listing
from tests.declarations.factories import make_patent, make_patentee
from tests.listings.factories import PRICED, make_listing, owner_of

WAN = 1_000_000


@pytest.fixture
def editor(app, session):
    """A draft of a patent with a grade, its organization's other asked fees, its signed-in owner."""
    organization = make_patentee()
    patent = make_patent(organization, grade=4, industries=["C3841"], ipc=["H01M10/05"])
    for number in range(12):
        make_patent(organization, asking_fee=(number + 1) * WAN, grade=4)
    listing = make_listing(terms=PRICED, patents=[patent])
    with app.test_client(user=owner_of(organization)) as client:
        yield client, f"/my/listings/{listing.public_id}/terms", listing


def read(answer):
    return BeautifulSoup(answer.text, "html.parser")


def typed(soup):
    """What a browser sends: every control that belongs to the terms form."""
    sent = {}
    for control in soup.select("#terms-form [name], [form=terms-form][name]"):
        if control.name == "select":
            chosen = control.find("option", selected=True) or control.find("option")
            sent[control["name"]] = chosen["value"] if chosen else ""
        elif control.name == "input" and control.get("type") not in {"checkbox", "radio"}:
            sent[control["name"]] = control.get("value", "")
        elif control.has_attr("checked"):
            sent[control["name"]] = control.get("value", "y")
    return sent


def test_inputs_are_filled_from_the_record_and_belong_to_the_form(editor):
    client, address, _listing = editor
    soup = read(client.get(f"{address}?lang=en"))
    aside = soup.find(id="guidance")
    inputs = aside.select("[name^=guidance-]")
    assert len(inputs) == 27
    assert {each["form"] for each in inputs} == {"terms-form"}
    assert soup.find(id="terms-form")
    assert (
        aside.find(attrs={"name": "guidance-grade"}).find("option", selected=True)["value"] == "4"
    )
    assert "Own inventory, shown to you only" in aside.get_text(" ")


def test_changed_inputs_change_the_ranges_and_lose_nothing_typed(editor):
    client, address, listing = editor
    sent = typed(read(client.get(f"{address}?lang=en")))
    name = next(key for key in sent if "amount" in key)
    sent |= {"guidance-licensees": "20", "guidance-profit": "10万", "guidance-contribution": "30"}
    sent |= {name: "77777", "preview": "1"}
    soup = read(client.post(f"{address}?lang=en", data=sent))
    assert soup.find(attrs={"name": name})["value"] == "77777"
    assert soup.find(attrs={"name": "guidance-licensees"})["value"] == "20"
    assert "Own exploitation" in soup.find(id="guidance").find("figure").get_text(" ")
    assert "2/21 ≈ 0.0952" in soup.find(id="guidance").get_text(" ")
    assert db.session.get(Listing, listing.id).record == PRICED


def test_unsound_inputs_are_told_and_the_record_decides(editor):
    client, address, _listing = editor
    sent = typed(read(client.get(f"{address}?lang=en"))) | {"guidance-licensees": "0"}
    aside = read(client.post(f"{address}?lang=en", data=sent | {"preview": "1"})).find(
        id="guidance"
    )
    assert "Enter a whole number from 1 to 1000." in aside.get_text(" ")
    assert aside.find(attrs={"name": "guidance-licensees"})["value"] == "0"
    assert aside.find("figure")
