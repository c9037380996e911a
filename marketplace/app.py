"""The application factory."""

from flask import Flask

from marketplace import (
    accounts,
    admin,
    aftercare,
    agreements,
    api,
    audit,
    backup,
    batches,
    books,
    custody,
    declarations,
    deeds,
    demo,
    desk,
    documents,
    enquiries,
    evidence,
    feedback,
    fees,
    in_house,
    invoices,
    ledger,
    listings,
    mail,
    obligations,
    on_paper,
    patents,
    payments,
    payouts,
    pools,
    products,
    public_register,
    registration,
    reports,
    search,
    statistics,
    terms,
    web,
    witnesses,
    worker,
)
from marketplace.config import ROOT, Settings
from marketplace.engines import configure_engine
from marketplace.extensions import csrf, db, limiter, login_manager, migrate
from marketplace.followers import Workforce
from marketplace.web_parts.environment import PlainEnvironment

ROOMS = (
    mail,
    audit,
    accounts,
    witnesses,
    patents,
    terms,
    fees,
    ledger,
    documents,
    pools,
    in_house,
    declarations,
    listings,
    enquiries,
    batches,
    search,
    statistics,
    agreements,
    deeds,
    on_paper,
    products,
    evidence,
    public_register,
    aftercare,
    obligations,
    payments,
    books,
    payouts,
    invoices,
    custody,
    registration,
    reports,
    feedback,
    backup,
    desk,
    admin,
    api,
    demo,
    worker,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the site from its settings (from the environment when none are given)."""
    settings = settings or Settings.from_environment()
    app = Flask(
        "marketplace",
        root_path=str(ROOT / "marketplace"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.jinja_environment = PlainEnvironment
    app.extensions["settings"] = settings
    app.extensions["workforce"] = Workforce()
    app.config.update(_flask_config(settings))
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    login_manager.init_app(app)
    limiter.init_app(app)
    web.init_app(app)
    for room in ROOMS:
        room.init_app(app)
    with app.app_context():
        configure_engine(db.engine)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "MAX_CONTENT_LENGTH": settings.upload_limit_bytes,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.base_url.startswith("https://"),
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
        "RATELIMIT_STORAGE_URI": "counting://",
        "RATELIMIT_HEADERS_ENABLED": True,
        "TESTING": settings.testing,
    }
