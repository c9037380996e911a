"""What all pages share: languages, filters, error pages, problem details, security headers."""

import enum
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from blinker import Signal
from flask import (
    Blueprint,
    Flask,
    Response,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import get_locale, gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from marketplace import clock, speech, web_parts
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.errors import N_, Refused, Translatable
from marketplace.extensions import babel, csrf, login_manager
from marketplace.types import Money

LANGUAGES = ("zh_CN", "en")

shell = Blueprint("shell", __name__)

language_chosen = Signal()
"""Sender: the signed-in person, inside a transaction. Keyword ``locale``: ``zh_CN`` or ``en``."""

_labels: dict[tuple[type, str], Any] = {}

_PROBLEMS = {
    400: N_("The request cannot be read. Compare it with the description of the interface."),
    404: N_("There is nothing at this address."),
    405: N_("This address does not take this method. The header Allow names those that it takes."),
    413: N_("The request is larger than this address takes. Send less at once."),
    415: N_("This address does not take content of this type. Compare it with the description."),
    429: N_("Too many requests. Nothing was done; wait a minute and try again."),
    500: N_("Something went wrong on our side. Nothing was saved; try again later."),
}

_PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'{pay}; frame-ancestors 'none'"
)


def init_app(app: Flask) -> None:
    babel.init_app(
        app,
        default_locale="zh_CN",
        default_timezone="Asia/Shanghai",
        default_translation_directories=str(app.root_path) + "/translations",
        locale_selector=lambda: speech.locale_of(language()),
    )
    speech.init_app(app, babel)
    app.register_blueprint(shell)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _csrf_failed)
    app.register_error_handler(HTTPException, _http_error)
    app.after_request(_security_headers)
    app.jinja_env.filters.update(
        money=money, wan=wan, day=day, instant=instant, label=label, refusal=refusal_text
    )
    app.jinja_env.globals.update(
        language=language,
        today=clock.today,
        html_lang=_html_lang,
    )
    web_parts.init_app(app)
    app.context_processor(_page_context)


def register_labels(*texts: Mapping[Any, Any]) -> None:
    """Make lazy texts known for enum members, so that ``|label`` shows them.

    One mapping per enum: members of two string enums with the same value are equal as keys.
    """
    for mapping in texts:
        kinds = {type(member) for member in mapping}
        if len(kinds) > 1:
            raise ValueError(f"labels of several enums in one mapping: {kinds}")
        _labels.update({(type(member), str(member)): text for member, text in mapping.items()})


def language() -> str:
    """The language of this request: the person's, the session's, else Accept-Language."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        return asked
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    kept = getattr(current_user, "locale", None)
    if kept in LANGUAGES:
        return str(kept)
    best = request.accept_languages.best_match(["zh-CN", "zh", "zh-Hans", "en"], default="zh")
    return "en" if best == "en" else "zh_CN"


def _html_lang() -> str:
    return "en" if str(get_locale()) == "en" else "zh-CN"


def see_other(endpoint: str, **values: Any) -> BaseResponse:
    """Redirect after a change (303), so that a reload does not repeat it."""
    return redirect(url_for(endpoint, **values), code=303)


def money(fen: int | Money | None) -> str:
    """``¥12,000.00``."""
    if fen is None:
        return "—"
    amount = fen if isinstance(fen, Money) else Money(fen)
    text = amount.yuan()
    return f"-¥{text[1:]}" if text.startswith("-") else f"¥{text}"


def wan(fen: int | Money | None) -> str:
    """``1.2 万元``, or ``CNY 12,000`` for English readers."""
    if fen is None:
        return "—"
    amount = fen if isinstance(fen, Money) else Money(fen)
    if str(get_locale()) == "en":
        return "CNY " + amount.yuan().removesuffix(".00")
    return f"{amount.wan()} 万元"


def day(value: date | datetime | None) -> str:
    """``2026-11-21``; an instant as its Shanghai day."""
    if value is None:
        return "—"
    return (clock.shanghai_day(value) if isinstance(value, datetime) else value).isoformat()


def instant(value: datetime | None) -> str:
    """``2026-11-21 09:02`` in Shanghai."""
    return "—" if value is None else value.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")


def label(value: Any) -> Any:
    """The text for an enum member in the reader's language."""
    if value is None:
        return "—"
    return _labels.get((type(value), str(value)), str(value))


def refusal_text(refusal: Refused) -> str:
    """What a refusal says, in the reader's language."""
    params = {key: _param(value) for key, value in refusal.params.items()}
    text = gettext(refusal.message)
    return text % params if params else text


def _param(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return label(value)
    return gettext(value) if isinstance(value, Translatable) else value


def safe_next(default: str) -> str:
    """The address to go on to: the ``next`` of the request if it is a path on this site."""
    target = request.values.get("next", "")
    parts = urlsplit(target)
    on_site = target.startswith("/") and not parts.scheme and not parts.netloc
    plain = "\\" not in target and all(ord(character) > 32 for character in target)
    return target if on_site and plain and not target.startswith("//") else default


@shell.post("/language")
@csrf.exempt
def set_language() -> BaseResponse:
    """Switch the language of this session, and of the account of a signed-in person."""
    chosen = request.form.get("lang", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
        if current_user.is_authenticated:
            with transaction():
                language_chosen.send(current_user._get_current_object(), locale=chosen)
    return redirect(safe_next("/"), code=303)


def problem(status: int, code: str, detail: str, **more: Any) -> Response:
    """An RFC 9457 problem."""
    response = jsonify(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "code": code,
            "detail": detail,
            **more,
        }
    )
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def wants_json() -> bool:
    """Whether this request belongs to the JSON interface."""
    return request.path.startswith("/api/")


def _refused(error: Refused) -> Any:
    text = refusal_text(error)
    if wants_json():
        field = {"field": error.field} if error.field else {}
        return problem(error.status, error.code, text, **field)
    return _error_page(error.status, text)


def _csrf_failed(error: CSRFError) -> Any:
    text = gettext(
        N_("The form was open too long. Nothing was saved; go back, reload and send it again.")
    )
    return problem(400, "csrf", text) if wants_json() else _error_page(400, text)


def _http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error
    if wants_json():
        return _http_problem(status, error)
    if status == 401:
        return login_manager.unauthorized()
    return _error_page(status, None)


def _http_problem(status: int, error: HTTPException) -> Response:
    code = (error.name or "error").lower().replace(" ", "_")
    text = _PROBLEMS.get(status)
    response = problem(status, code, gettext(text) if text else HTTPStatus(status).phrase)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def _error_page(status: int, text: str | None) -> tuple[str, int]:
    known = {400, 403, 404, 405, 409, 413, 422, 429, 500}
    name = 404 if status in {405, 410} else (status if status in known else 500)
    return render_template(f"errors/{name}.html", status=status, message=text), status


def _security_headers(response: Response) -> Response:
    settings = current_settings()
    pay = f" {settings.stripe_api_base} https://checkout.stripe.com"
    response.headers.setdefault(
        "Content-Security-Policy", _PAGE_POLICY.format(pay=pay if settings.stripe_enabled else "")
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    if settings.base_url.startswith("https://"):
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _page_context() -> dict[str, Any]:
    settings = current_settings()
    return {
        "demo": settings.demo,
        "operator_name": settings.operator_name,
        "operator_contact": settings.operator_contact,
        "nonbreaking": lambda text: Markup(escape(text).replace(" ", "&nbsp;")),  # noqa: S704
    }


@contextmanager
def refusals_at_fields(form: Any) -> Iterator[None]:
    """Show a refusal that names a field of the form at that field, so that nothing typed is lost;
    any other refusal goes on to the error page."""
    try:
        yield
    except Refused as refusal:
        if refusal.field is None or refusal.field not in form:
            raise
        field = form[refusal.field]
        field.errors = [*field.errors, refusal_text(refusal)]
