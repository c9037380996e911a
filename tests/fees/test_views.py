"""The guidance page: public, both languages, nothing lost of what was typed."""

import pytest
from bs4 import BeautifulSoup

from tests.accounts.factories import make_organization, owner_of
from tests.patents.factories import make_patent

ASK = "/fees/guidance?kind=invention&industry=C38&ipc=H01M&licensees=4&years=5"


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_empty_form_shows_no_ranges(client, language):
    soup = page(client, f"/fees/guidance?lang={language}")
    assert len(soup.find_all("h1")) == 1
    assert soup.find(id="guidance") is None
    assert soup.find("input", {"name": "licensees"})["value"] == "5"
    assert soup.find("input", {"name": "csrf_token"}, recursive=True) is None or (
        soup.find("form", {"action": "/fees/guidance"}).find("input", {"name": "csrf_token"})
        is None
    )


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_ranges_stand_with_number_source_and_day(client, language):
    soup = page(client, f"{ASK}&lang={language}")
    text = soup.get_text(" ")
    for figure in ("¥461,111.10", "¥611,071.45", "¥775,362.30", "7,415", "2025-12-09", "0.8%"):
        assert figure in text
    assert soup.find("a", href="https://www.mondaq.com/china/patent/1726526/")
    assert soup.find("svg")


def test_the_page_says_that_it_is_a_model_of_our_own(client):
    assert "Our own model, for reference only" in page(client, f"{ASK}&lang=en").get_text(" ")


def test_methods_without_figures_say_so(client):
    text = page(client, f"{ASK}&lang=en").get_text(" ")
    assert "No published figures for the industry C38 have been imported here." in text
    assert "Too few contracts with an amount on this site" in text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("licensees=0", "Enter a whole number from 1 to 1000."),
        ("years=21", "Enter a whole number from 1 to 20."),
        ("kind=utility_model&years=11", "A patent of this kind lives 10 years at most."),
        ("years=many", "Not a valid integer value."),
        ("ipc=battery", "Enter an IPC symbol such as H01M or H01M 10/0525."),
        ("factor=120", "Enter a percentage up to 100, for example 3.5."),
        ("factor=1/0", "Enter a percentage up to 100, for example 3.5."),
        ("profit=much", "Enter an amount in yuan, for example 12,000 or 1.2万."),
        ("profit=-1", "Enter an amount above zero."),
        ("profit=1000", "Enter profit and share together, or neither."),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, change, message):
    names = [part.split("=")[0] for part in change.split("&")]
    given = ASK.split("?")[1].split("&")
    sound = "&".join(part for part in given if part.split("=")[0] not in names)
    soup = page(client, f"/fees/guidance?{sound}&{change}&lang=en", 422)
    assert message in soup.find(class_="error-summary").get_text(" ")
    assert soup.find(id="guidance") is None


def test_own_figures_make_ranges_of_their_own(client):
    soup = page(client, f"{ASK}&profit=10万&contribution=30&margin=15&past_fee=50000&lang=en")
    text = soup.get_text(" ")
    assert "Own exploitation" in text
    assert "¥60,000.00" in text  # 100,000 x 30 % x 2/5 over 5 years
    assert "Earlier license of this patent" in text


def test_the_coefficient_can_be_set(client):
    text = page(client, f"{ASK}&factor=100&lang=en").get_text(" ")
    assert "¥1,527,678.55" in text  # 305,535.71 x 5


def test_whether_the_methods_agree_is_said(client):
    text = page(client, f"{ASK}&past_fee=50000&lang=en").get_text(" ")
    assert "The methods contradict each other" in text
    agreeing = page(client, f"{ASK}&past_fee=1500000&lang=en").get_text(" ")
    assert "The 2 methods agree: all of their ranges hold" in agreeing


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_an_appraisal_makes_a_range(client, language):
    soup = page(client, f"{ASK}&appraised=331万&appraised_years=3&discount=10&lang={language}")
    assert "¥2,662,000.00" in soup.get_text(" ")  # 1,331,000 x 2/5 over 5 years


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("appraised=100万", "Enter appraised value and discount rate together, or neither."),
        ("band_middle=3", "Enter lowest, middle and highest rate, each not below the last."),
        ("industry_years=0", "Enter a number above zero, for example 2.8."),
        ("filing_year=1900", "Number must be between 1985 and 2100."),
    ],
)
def test_new_inputs_are_checked(client, change, message):
    soup = page(client, f"{ASK}&{change}&lang=en", 422)
    assert message in soup.find(class_="error-summary").get_text(" ")


def test_entered_figures_stand_in_for_published_ones(client):
    given = "band_low=2&band_middle=3&band_high=5&industry_fee=120万&industry_years=3&industry_patents=2"
    text = page(client, f"{ASK}&{given}&lang=en").get_text(" ")
    assert "Entered on this page" in text
    assert "¥400,000.00" in text  # 1,200,000 / 3 / 2 x 2/5 x 5 years
    assert "RoyaltyStat" not in text


def test_an_inventory_is_compared_with_for_its_members_only(app, client, session):
    organization = make_organization(name="甲大学")
    for number in range(12):
        make_patent(organization, asking_fee=5_000_000 + number, title="只有本校可见")
    assert "只有本校可见" not in page(client, f"{ASK}&lang=en").get_text(" ")
    assert "Too few asked fees are at hand" in page(client, f"{ASK}&lang=en").get_text(" ")
    other = owner_of(make_organization(name="乙大学"))
    assert "只有本校可见" not in page(app.test_client(user=other), ASK).get_text(" ")
    own = page(app.test_client(user=owner_of(organization)), f"{ASK}&lang=en").get_text(" ")
    assert "只有本校可见" in own
    assert "Own inventory, shown to you only" in own
