"""Every member of every closed list has a name, and findings name their choices."""

import inspect
from enum import StrEnum

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from marketplace.terms import enums, labels
from marketplace.terms.enums import Route
from marketplace.terms.presets import lump_sum, trial_then_convert
from marketplace.terms.routes import check_route


@pytest.fixture
def english():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("en"):
        yield


def test_every_member_of_every_list_has_a_name():
    named = {type(next(iter(mapping))): set(mapping) for mapping in labels.ALL}
    lists = [
        each
        for _, each in inspect.getmembers(enums, inspect.isclass)
        if issubclass(each, StrEnum) and each is not StrEnum
    ]
    assert {each: set(each) for each in lists}.items() <= named.items()


@pytest.mark.usefixtures("english")
def test_a_finding_names_routes_by_their_labels():
    finding = check_route(lump_sum(5, route=Route.OPEN_SOURCE))[0]
    assert finding.code == "part_on_route"
    assert labels.finding_text(finding) == (
        "Remove this part, or choose another route: Open license, Ordinary license."
    )


@pytest.mark.usefixtures("english")
def test_a_mode_is_named_too():
    findings = check_route(trial_then_convert(amount_fen=5, route=Route.OPEN))
    (mode,) = [finding for finding in findings if finding.code == "mode_on_route"]
    assert "Entry fee and royalty" in labels.finding_text(mode)
