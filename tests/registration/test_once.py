"""R-84: what is recorded or registered has its number once, also when two receipts come at once."""

import pytest
from sqlalchemy import select, text

from marketplace import clock, files
from marketplace.database import transaction
from marketplace.errors import Refused
from marketplace.extensions import db
from marketplace.registration import queries, services
from marketplace.registration.models import Filing, FilingStatus
from marketplace.terms.routes import Duty
from tests.accounts.factories import owner_of
from tests.registration import scenes

NUMBER, KIND = "2026110105000123", Duty.CONTRACT_REGISTRATION


@pytest.fixture
def pair(app, monkeypatch):
    """Two filings at the counter; each looks for the number before the other has written it."""
    made = [scenes.submitted(scenes.filing(scenes.ordinary(), KIND)) for _ in range(2)]
    monkeypatch.setattr(queries, "number_taken", lambda *_, **__: False)
    return made


def complete(filing):
    receipt = files.put(scenes.RECEIPT)
    with transaction():
        services.complete(filing, NUMBER, clock.today(), receipt, owner_of(filing.filer))


def numbered():
    return len(db.session.scalars(select(Filing).where(Filing.number == NUMBER)).all())


@pytest.mark.databases("sqlite", "postgresql")
def test_of_two_receipts_with_one_number_the_second_is_refused(pair):
    complete(pair[0])
    with pytest.raises(Refused) as refusal:
        complete(pair[1])
    assert (refusal.value.code, refusal.value.field) == ("number_taken", "number")
    assert numbered() == 1
    assert pair[1].status is FilingStatus.SUBMITTED


def test_control_without_the_key_in_the_database_both_would_have_it(pair):
    with transaction() as session:
        session.execute(text("DROP INDEX uq_filings_number"))
    for each in pair:
        complete(each)
    assert numbered() == 2
