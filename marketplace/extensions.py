"""Flask extensions and the declarative base. Constraint names are fixed from the first migration."""

import enum
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Enum, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

import marketplace.rates  # noqa: F401 - makes its storage known by name
from marketplace.config import current_settings
from marketplace.ids import new_public_id
from marketplace.types import BigId, UTCDateTime


def _values(members: type[enum.Enum]) -> Sequence[str]:
    return [member.value for member in members]


class Base(DeclarativeBase):
    """Every record: a bigint key inside; outside it is known by its ``public_id``."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            enum.StrEnum: Enum(
                enum.StrEnum,
                native_enum=False,
                create_constraint=False,
                length=40,
                values_callable=_values,
            ),
            datetime: UTCDateTime(),
        },
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, sort_order=-10)


db = SQLAlchemy(model_class=Base)
login_manager = LoginManager()
csrf = CSRFProtect()
migrate = Migrate()
babel = Babel()
limiter = Limiter(
    key_func=get_remote_address,
    default_limits=[lambda: current_settings().rate_limit_default],  # each application's own
)


@event.listens_for(db.Model, "init", propagate=True)
def _name(record: Any, _arguments: tuple[Any, ...], values: dict[str, Any]) -> None:
    """A record has its public id from the moment it is made: links and events may name it before
    it is written."""
    if hasattr(type(record), "public_id"):
        values.setdefault("public_id", new_public_id())
