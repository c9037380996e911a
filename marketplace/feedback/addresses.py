"""Where a receiver is, by its kind; what leads elsewhere is refused."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from marketplace.errors import N_, Refused
from marketplace.feedback.models import ConnectorKind
from marketplace.witnesses.addresses import public_host, require_public

_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_FOLDER = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,60}$")
_SFTP_PORT = 22


@dataclass(frozen=True)
class Place:
    """A folder on an SFTP server; ``path`` without a slash at its end."""

    user: str
    host: str
    port: int
    path: str


def place_of(address: str) -> Place:
    """``sftp://user@host[:port]/folder`` in its parts. Refused if it is none, or holds a password."""
    try:
        parts = urlsplit(address)
        port = parts.port or _SFTP_PORT
    except ValueError as error:
        raise _no_place() from error
    path = unquote(parts.path).rstrip("/")
    known = parts.scheme == "sftp" and parts.hostname and parts.username and path
    if not known or parts.password or parts.query or parts.fragment or ".." in path.split("/"):
        raise _no_place()
    return Place(unquote(parts.username or ""), parts.hostname or "", port, path)


def require_address(kind: ConnectorKind, address: str) -> None:
    """Refused: an address that does not fit its kind, or leads into a private network (R-92)."""
    if kind is ConnectorKind.HTTPS:
        require_public(address)
    if kind is ConnectorKind.SFTP:
        place = place_of(address)
        public_host(place.host, place.port)
    if kind is ConnectorKind.MAIL and not _MAIL.match(address):
        raise Refused(
            "feedback_mail", N_("Enter the mail address that the messages go to."), field="address"
        )
    if kind is ConnectorKind.FOLDER and not _FOLDER.match(address):
        raise Refused(
            "feedback_folder",
            N_("Enter the name of a folder: letters, digits, hyphens and underscores."),
            field="address",
        )


def _no_place() -> Refused:
    return Refused(
        "feedback_sftp",
        N_("Enter an address such as sftp://name@sftp.example.cn/folder, without a password."),
        field="address",
    )
