"""Numbers without gaps, per organization, series and year."""

import threading

import pytest

from marketplace.accounts.models import Organization
from marketplace.database import transaction
from marketplace.documents.numbers import next_number, number_text
from marketplace.extensions import db
from tests.accounts.factories import make_organization


def take(organization, series="KF", year=2026):
    with transaction():
        return next_number(organization, series, year)


def test_numbers_run_from_one_per_organization_series_and_year(app):
    first, second = make_organization(), make_organization()
    assert [take(first), take(first), take(first)] == [1, 2, 3]
    assert take(second) == 1
    assert take(first, "SK") == 1
    assert take(first, year=2027) == 1
    assert take(first) == 4


def test_a_number_rolled_back_is_given_again(app):
    organization = make_organization()
    take(organization)
    with pytest.raises(ZeroDivisionError), transaction():
        assert next_number(organization, "KF", 2026) == 2
        raise ZeroDivisionError
    assert take(organization) == 2


def test_a_number_needs_a_transaction(app):
    with pytest.raises(RuntimeError):
        next_number(make_organization(), "KF", 2026)


def test_how_a_number_is_written():
    assert number_text("KF", 2026, 123) == "KF-2026-000123"


@pytest.mark.databases("sqlite", "postgresql")
def test_twenty_at_once_with_rollbacks_leave_no_gap_and_no_repeat(app):
    organization_id = make_organization().id
    given, lock = [], threading.Lock()

    def work(place):
        with app.app_context():
            organization = db.session.get(Organization, organization_id)
            for turn in range(5):
                try:
                    with transaction():
                        number = next_number(organization, "KF", 2026)
                        if (place + turn) % 3 == 0:
                            raise ZeroDivisionError
                    with lock:
                        given.append(number)
                except ZeroDivisionError:
                    pass
            db.session.remove()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, len(given) + 1))
    assert len(given) > 60
