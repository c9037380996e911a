"""Settings: read from the environment once, frozen, passed to ``create_app``."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, cast

from flask import current_app

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(RuntimeError):
    """A setting is missing or contradicts another; the message says which and what to do."""


_ALONE: dict[str, Any] = dict.fromkeys(
    ("rate_limit_sign_in", "rate_limit_default", "rate_limit_verify", "rate_limit_enquiries"),
    "10000 per minute",
)
"""A demonstration stands on one's own machine: nobody there asks too often."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between installations. Days and months are calendar units."""

    database_url: str
    data_dir: Path
    secret_key: str
    base_url: str = "http://127.0.0.1:5000"
    demo: bool = False
    testing: bool = False
    operator_name: str = "开放许可"
    operator_contact: str = ""
    stripe_enabled: bool = False
    stripe_api_base: str = "https://api.stripe.com"
    stripe_secret_key: str = ""
    stripe_webhook_secret: str = ""
    tsa_url: str = ""
    tsa_root: str = ""
    tsa_timeout_seconds: int = 5
    pkcs11_module: str = ""
    pkcs11_token: str = ""
    pkcs11_key: str = ""
    pkcs11_pin: str = ""
    party_seals: str = ""
    smtp_url: str = ""
    mail_from: str = "no-reply@localhost"
    bar_max_age_days: int = 30
    upload_limit_bytes: int = 20 * 1024 * 1024
    witness_dir: Path | None = None
    witness_private_addresses: bool = False
    feedback_dir: Path | None = None
    rate_limit_sign_in: str = "10 per minute"
    rate_limit_default: str = "600 per minute"
    rate_limit_verify: str = "60 per minute"
    rate_limit_enquiries: str = "30 per hour"
    argon2_time_cost: int = 3
    argon2_memory_kib: int = 65_536

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls) -> Self:
        """Build from ``DATABASE_URL``, ``DATA_DIR`` and ``MARKETPLACE_*``.

        On SQLite missing secrets are made once in ``DATA_DIR/keys``; on PostgreSQL a missing
        secret stops the start with ``SettingsError``.
        """
        database_url = os.environ.get("DATABASE_URL", "")
        data_dir = _data_dir(database_url)
        if not database_url:
            database_url = f"sqlite:///{data_dir / 'marketplace.sqlite'}"
        database_url = _with_driver(database_url)
        demo = os.environ.get("MARKETPLACE_DEMO", "") == "1"
        return cls(
            database_url=database_url,
            data_dir=data_dir,
            secret_key=_secret_key(database_url, data_dir),
            base_url=os.environ.get("MARKETPLACE_BASE_URL", cls.base_url),
            demo=demo,
            operator_name=os.environ.get("MARKETPLACE_OPERATOR_NAME", cls.operator_name),
            operator_contact=os.environ.get("MARKETPLACE_OPERATOR_CONTACT", ""),
            stripe_enabled=os.environ.get("MARKETPLACE_STRIPE_ENABLED", "") == "1",
            stripe_api_base=os.environ.get("MARKETPLACE_STRIPE_API_BASE", cls.stripe_api_base),
            stripe_secret_key=os.environ.get("MARKETPLACE_STRIPE_SECRET_KEY", ""),
            stripe_webhook_secret=os.environ.get("MARKETPLACE_STRIPE_WEBHOOK_SECRET", ""),
            tsa_url=os.environ.get("MARKETPLACE_TSA_URL", ""),
            tsa_root=os.environ.get("MARKETPLACE_TSA_ROOT", ""),
            pkcs11_module=os.environ.get("MARKETPLACE_PKCS11_MODULE", ""),
            pkcs11_token=os.environ.get("MARKETPLACE_PKCS11_TOKEN", ""),
            pkcs11_key=os.environ.get("MARKETPLACE_PKCS11_KEY", ""),
            pkcs11_pin=os.environ.get("MARKETPLACE_PKCS11_PIN", ""),
            party_seals=os.environ.get("MARKETPLACE_PARTY_SEALS", ""),
            smtp_url=os.environ.get("MARKETPLACE_SMTP_URL", ""),
            mail_from=os.environ.get("MARKETPLACE_MAIL_FROM", cls.mail_from),
            bar_max_age_days=int(os.environ.get("MARKETPLACE_BAR_MAX_AGE_DAYS", "30")),
            witness_dir=_optional_path("MARKETPLACE_WITNESS_DIR"),
            witness_private_addresses=demo,
            feedback_dir=_optional_path("MARKETPLACE_FEEDBACK_DIR"),
            **(_ALONE if demo else {}),
        )


def _secret_key(database_url: str, data_dir: Path) -> str:
    secret_key = os.environ.get("MARKETPLACE_SECRET_KEY", "")
    if secret_key:
        return secret_key
    if not database_url.startswith("sqlite"):
        raise SettingsError("Set MARKETPLACE_SECRET_KEY: PostgreSQL hosts share one secret.")
    return _kept_secret(data_dir / "keys" / "secret_key")


def current_settings() -> Settings:
    """The settings of the running application (needs an application context)."""
    return cast(Settings, current_app.extensions["settings"])


def _data_dir(database_url: str) -> Path:
    given = os.environ.get("DATA_DIR", "")
    if given:
        path = Path(given)
    elif database_url.startswith("sqlite:///"):
        path = Path(database_url.removeprefix("sqlite:///")).parent
    else:
        path = Path(".data")
    path = path.resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def _optional_path(name: str) -> Path | None:
    given = os.environ.get(name, "")
    return Path(given).resolve() if given else None


def _with_driver(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _kept_secret(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret
