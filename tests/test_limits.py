"""How often one address may ask: each application by its own settings, whichever was made first."""

from dataclasses import replace

from marketplace.app import create_app
from marketplace.config import current_settings
from marketplace.extensions import db


def statuses(app, times):
    client = app.test_client()
    return [client.get("/verify/0000000000000000").status_code for _ in range(times)]


def test_each_application_has_its_own_limit(app):
    strict = create_app(replace(current_settings(), rate_limit_default="2 per minute"))
    with strict.app_context():
        assert statuses(strict, 4) == [404, 404, 429, 429]
        db.session.remove()
        db.engine.dispose()
    assert set(statuses(app, 10)) == {404}
