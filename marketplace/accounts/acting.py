"""For whom the signed-in user acts, and what a view asks of them before anything else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast, overload

from flask import redirect, request, session, url_for
from flask_login import current_user, login_required, login_user, logout_user
from limits import parse as parse_rate
from werkzeug.wrappers import Response

from marketplace.accounts import passwords, policies
from marketplace.accounts.models import Membership, Organization, Role, User
from marketplace.audit.actors import SYSTEM
from marketplace.audit.services import record
from marketplace.config import current_settings
from marketplace.database import transaction
from marketplace.errors import N_, NotAllowed, Refused
from marketplace.extensions import limiter

P = ParamSpec("P")
R = TypeVar("R")
View = Callable[P, R]
_CHOICE = "organization"
_WAY_BACK = "way_back"


def signed_in() -> User | None:
    """The user of this session, or None."""
    user = current_user._get_current_object()
    return user if isinstance(user, User) else None


def present_user() -> User:
    """The user of this session; NotAllowed without one."""
    user = signed_in()
    if user is None:
        raise NotAllowed()
    return user


def acting_membership() -> Membership | None:
    """The membership chosen in this session if it still holds, else the oldest, else None."""
    user = signed_in()
    if user is None:
        return None
    memberships = user.memberships
    chosen = chosen_organization()
    for each in memberships:
        if each.organization.public_id == chosen:
            return each
    return memberships[0] if memberships else None


def chosen_organization() -> str | None:
    """The public id of the organization chosen in this session, whether or not it still holds."""
    return session.get(_CHOICE)


def acting_organization() -> Organization | None:
    """The organization the signed-in user acts for."""
    membership = acting_membership()
    return membership.organization if membership else None


def act_for(organization: Organization) -> None:
    """Keep the choice in the session; NotAllowed unless the user is a member."""
    if policies.membership_of(signed_in(), organization) is None:
        raise NotAllowed()
    session[_CHOICE] = organization.public_id


def come_back_to(path: str) -> None:
    """Keep where a newcomer came from, until everything needed to sign there is done."""
    session[_WAY_BACK] = path


def way_back(default: str) -> str:
    """Where the newcomer came from, once; else the default."""
    return session.pop(_WAY_BACK, "") or default


@overload
def member_required(view: Callable[P, R], /) -> Callable[P, R | Response]: ...
@overload
def member_required(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R | Response]]: ...
def member_required(*arguments: Any) -> Any:
    """Ask for sign-in and an organization; with roles (``@member_required(Role.FINANCE)``) for one
    of them there, else 403. Who has no organization yet is led to register one."""
    if arguments and not isinstance(arguments[0], Role):
        return _for_members(cast(Callable[..., Any], arguments[0]), ())
    return lambda view: _for_members(view, arguments)


def administrator_required(view: Callable[P, R]) -> Callable[P, R]:
    """Ask for sign-in as the operator's staff, else 403."""
    return _guarded(view, policies.is_administrator)


def supervisor_required(view: Callable[P, R]) -> Callable[P, R]:
    """Ask for sign-in as administrator or auditor (pages that only read), else 403."""
    return _guarded(view, lambda user: policies.is_administrator(user) or policies.is_auditor(user))


def begin_session(user: User) -> None:
    """Sign in: nothing of the anonymous session survives, so none can be planted."""
    session.clear()
    login_user(user)


def end_session() -> None:
    """Sign out and forget the session."""
    logout_user()
    session.clear()


def reauthenticated(password: str) -> User:
    """The signed-in user, who has just entered the password again; see ``confirm_password``."""
    user = signed_in()
    if user is None:
        raise NotAllowed()
    confirm_password(user, password)
    return user


def confirm_password(user: User, password: str) -> None:
    """Refuse a wrong password at the field ``password``, and every one after too many wrong ones.

    Call it before the transaction of the act: a failure is recorded in a transaction of its own,
    so that it survives whatever the act does.
    """
    rate = parse_rate(current_settings().rate_limit_sign_in)
    tries = limiter.limiter
    if not tries.test(rate, "confirm_password", user.public_id):
        raise Refused(
            "too_many_tries",
            N_("Too many wrong passwords. Nothing was signed or changed; wait a minute."),
            status=429,
            field="password",
        )
    if passwords.matches(user.password_hash, password):
        return
    tries.hit(rate, "confirm_password", user.public_id)
    with transaction():
        record("user:confirm_password_failed", user, SYSTEM, endpoint=request.endpoint)
    raise Refused(
        "password_wrong",
        N_("This is not your password. Nothing was signed or changed; enter it again."),
        status=422,
        field="password",
    )


def _for_members(view: Callable[P, R], roles: tuple[Role, ...]) -> Callable[P, R | Response]:
    @wraps(view)
    @login_required
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        membership = acting_membership()
        if membership is None:
            if request.method in {"GET", "HEAD"}:
                return redirect(url_for("accounts.new_organization"), 303)
            raise NotAllowed(
                "no_organization", N_("Register your organization or accept an invitation first.")
            )
        if roles and not membership.has(*roles):
            raise NotAllowed()
        return view(*args, **kwargs)

    return cast("Callable[P, R | Response]", guarded)


def _guarded(view: Callable[P, R], allows: Callable[[Any], bool]) -> Callable[P, R]:
    @wraps(view)
    @login_required
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not allows(signed_in()):
            raise NotAllowed()
        return view(*args, **kwargs)

    return cast("Callable[P, R]", guarded)
