"""For machines: alive, ready with its backlogs, figures."""

from sqlalchemy.exc import OperationalError

from marketplace.desk import health
from tests import deals


def test_alive_asks_nothing(client, statements):
    with statements() as seen:
        assert client.get("/healthz").get_json() == {"status": "ok"}
    assert seen == []


def test_ready_says_how_far_the_work_is_behind(client, indexed):
    deals.noticed(deals.published())
    before = client.get("/readyz").get_json()
    assert before["database"] == "up"
    assert before["sequencer_backlog"] > 0
    assert before["sealing_backlog"] == 1
    indexed()
    after = client.get("/readyz").get_json()
    assert after["sequencer_backlog"] == after["sealing_backlog"] == 0
    assert set(after["follower_lag"].values()) == {0}
    assert after["sequencer_oldest_seconds"] == 0


def test_without_database_the_site_is_not_ready(client, monkeypatch):
    def fail(*_arguments, **_values):
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(health.db.session, "execute", fail)
    page = client.get("/readyz")
    assert (page.status_code, page.get_json()["database"]) == (503, "down")
    assert b"marketplace_up 0.0" in client.get("/metrics").data
    assert client.get("/healthz").status_code == 200


def test_metrics_count_what_there_is(client, indexed):
    deals.noticed(deals.published())
    indexed()
    page = client.get("/metrics")
    text = page.get_data(as_text=True)
    assert page.content_type.startswith("text/plain")
    for line in (
        "marketplace_up 1.0",
        "marketplace_published_listings 1.0",
        "marketplace_licenses_in_effect 1.0",
        "marketplace_unsequenced_events 0.0",
        'marketplace_follower_lag_events{follower="search"} 0.0',
    ):
        assert line in text
