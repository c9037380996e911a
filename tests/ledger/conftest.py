"""Two parties, one agreement, and the lines between them."""

from datetime import date

import pytest
from sqlalchemy import text

from marketplace.extensions import db
from marketplace.ledger.chart import Deal, Reference

DAY = date(2026, 3, 2)


@pytest.fixture
def deal() -> Deal:
    return Deal(
        licensor="0000licensor0000", licensee="0000licensee0000", agreement="agreement0000001"
    )


@pytest.fixture
def obligation() -> Reference:
    return Reference("obligations", "obligation000001")


@pytest.fixture
def force(session):
    """Do what the triggers forbid, as somebody with the database's own password could."""

    def run(*statements: str) -> None:
        if db.engine.dialect.name == "sqlite":
            names = session.scalars(
                text(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'ledger%'"
                )
            ).all()
            before = [f"DROP TRIGGER {name}" for name in names]
        else:
            before = ["SET session_replication_role = replica"]
        for statement in (*before, *statements):
            session.execute(text(statement))
        session.commit()
        if db.engine.dialect.name != "sqlite":
            session.execute(text("SET session_replication_role = origin"))
            session.commit()

    return run
