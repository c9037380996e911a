"""Addresses that we post to: HTTPS, and never into a private network (R-92)."""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from marketplace.config import current_settings
from marketplace.errors import N_, Refused


def require_public(url: str) -> tuple[SplitResult, str]:
    """The parts of a webhook's address and the network address to connect to.

    Refused unless it is HTTPS, names no user, and every network address of its host is public.
    The caller connects to the returned address and to no other: a name that answers differently
    a moment later leads nowhere. ``witness_private_addresses`` lifts this for tests and the
    demonstration only.
    """
    lenient = current_settings().witness_private_addresses
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise _refusal() from error
    schemes = {"https", "http"} if lenient else {"https"}
    if parts.scheme not in schemes or not parts.hostname or parts.username or parts.password:
        raise _refusal()
    return parts, public_host(parts.hostname, port)


def public_host(name: str, port: int) -> str:
    """The network address to connect to for a host's name. Refused where the name has none, or
    any that is not public."""
    try:
        found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(
            "witness_unknown_host",
            N_("The host %(host)s has no address in the network. Look at its spelling."),
            field="address",
            host=name,
        ) from error
    hosts = [str(each[4][0]) for each in found]
    lenient = current_settings().witness_private_addresses
    if not lenient and not all(_is_public(host) for host in hosts):
        raise Refused(
            "witness_address",
            N_("Enter an address that leads to a host in the public network."),
            field="address",
        )
    return hosts[0]


def _is_public(host: str) -> bool:
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None and not _is_public(str(inner)):
            return False
        if address in _TRANSLATED:
            return False
    return address.is_global and not address.is_multicast


def _refusal() -> Refused:
    return Refused(
        "witness_address",
        N_("Enter an address that begins with https:// and leads to a host in the public network."),
        field="address",
    )


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
