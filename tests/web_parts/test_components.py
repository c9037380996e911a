import re

import pytest
from bs4 import BeautifulSoup

from marketplace.web_parts.chain import StationState
from tests.web_parts.gallery import make_gallery


@pytest.fixture(scope="module")
def page():
    gallery = make_gallery().test_client().get("/?lang=en")
    return BeautifulSoup(gallery.get_data(as_text=True), "html.parser")


def test_an_error_stands_at_the_field_and_in_a_summary_that_links_to_it(page):
    field = page.select_one("#name")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "name-help name-error"
    assert page.select_one('.error-summary a[href="#name"]')


def test_every_control_of_the_form_has_a_label(page):
    for control in page.select("form.form input:not([type=hidden]), form.form select, textarea"):
        assert page.find("label", attrs={"for": control["id"]}), control


def test_what_describes_a_field_exists(page):
    for node in page.select("[aria-describedby]"):
        for key in node["aria-describedby"].split():
            assert page.find(id=key), key


def test_ids_are_unique(page):
    ids = [node["id"] for node in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_a_form_that_takes_a_file_is_multipart_and_carries_an_idempotency_key(page):
    form = page.select_one("form.form")
    assert form["enctype"] == "multipart/form-data"
    assert form.select_one("[name=idempotency_key]")["value"] == "GALLERY"


def test_each_state_of_a_station_has_its_own_shape_and_word(page):
    shapes, words = set(), set()
    for state in StationState:
        station = page.select_one(f".chain .chain-{state}")
        shapes.add(station.select_one("svg").decode_contents())
        words.add(station.select_one(".sr-only").get_text())
    assert len(shapes) == len(words) == len(StationState)


def test_the_small_chain_says_in_words_what_its_marks_show(page):
    said = page.select_one(".chain-marks")["aria-label"]
    assert said.count(";") == 8
    assert "备案: Overdue" in said


def test_a_station_with_a_record_links_to_it(page):
    links = [link["href"] for link in page.select(".chain a.chain-head")]
    assert links == ["#signed", "#r", "#c"]


def test_numbered_pages_leave_gaps_and_mark_the_present_one(page):
    numbers = [node.get_text() for node in page.select(".page-number")]
    assert numbers == ["1", "4", "5", "6", "7", "8", "12"]
    assert page.select_one('.page-number[aria-current="page"]').get_text() == "6"


def test_cells_carry_their_heading_for_the_phone():
    html = make_gallery().test_client().get("/agreement").get_data(as_text=True)
    page = BeautifulSoup(html, "html.parser")
    heads = [head.get_text(strip=True) for head in page.select("#dues th")]
    for row in page.select("#dues tbody tr"):
        assert [cell["data-label"] for cell in row.select("td")] == heads
    assert re.search(r'<th[^>]*aria-sort="ascending"', html)


def test_text_from_outside_is_escaped():
    app = make_gallery()
    with app.test_request_context():
        module = app.jinja_env.get_template("components/status.html").module
        assert "&lt;b&gt;" in module.tag("<b>")
