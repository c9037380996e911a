"""The secrets by which a receiver knows us, and the key by which we know its SFTP server.

A secret names its kind: ``whsec_`` signs requests (Standard Webhooks), ``ed25519_`` is the seed of our
key for an SFTP server, ``password_`` a password that its keeper gave us.
"""

import base64
import hashlib
import secrets

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_public_key,
)

from marketplace.errors import N_, Refused

WEBHOOK, KEY, PASSWORD = "whsec_", "ed25519_", "password_"
LONGEST_PASSWORD = 64
_BYTES = 32


def new_webhook_secret() -> str:
    """A signing secret as Standard Webhooks writes it."""
    return WEBHOOK + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def new_ssh_secret() -> str:
    """The seed of a new key of ours for one SFTP server."""
    return KEY + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def private_key(secret: str) -> bytes:
    """Our key as OpenSSH writes it."""
    key = _key(secret)
    return key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def public_line(secret: str) -> str:
    """The line that the keeper of the server adds to ``authorized_keys``."""
    key = _key(secret).public_key()
    return key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode() + " open-license"


def pinned(text: str) -> str:
    """A server's public key as one line of kind and key, from what its keeper gave or ``ssh-keyscan``
    printed. Refused if it is none."""
    words = text.split()
    for start in range(min(2, len(words))):
        line = " ".join(words[start : start + 2])
        try:
            load_ssh_public_key(line.encode())
        except (ValueError, UnsupportedAlgorithm):
            continue
        return line
    raise Refused(
        "feedback_host_key",
        N_(
            "Enter the public key of the server, one line such as ssh-ed25519 AAAA…; its keeper "
            "knows it."
        ),
        field="host_key",
    )


def fingerprint(line: str) -> str:
    """SHA-256 of a public key as SSH programs show it."""
    digest = hashlib.sha256(base64.b64decode(line.split()[1])).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def _key(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret.removeprefix(KEY)))
