"""What the pages of the room have in common."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from marketplace.accounts import policies
from marketplace.accounts.acting import signed_in
from marketplace.accounts.models import User
from marketplace.errors import NotAllowed

Page = str | Response | tuple[str, int]
PER_PAGE = 25


def me() -> User:
    """The signed-in user; the guards of the views have seen to it that there is one."""
    user = signed_in()
    if user is None:
        raise NotAllowed()
    return user


def masked() -> bool:
    """Whether personal data are masked for the reader: for everybody who is not staff."""
    return not policies.is_administrator(signed_in())


def filled(form: Any) -> dict[str, str]:
    """The filters that stand in the address, for links that keep them."""
    return {name: value for name in form.data if (value := request.args.get(name))}
