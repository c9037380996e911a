"""The keys of the site in a backup: under a passphrase, or plainly said to be readable.

Whoever holds them can sign as the site: seals, checkpoints, sessions.
"""

import io
import os
import tarfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from marketplace.errors import N_, Refused

NAME = "keys.tar.aesgcm"
FOLDER = "keys"
_HEAD = b"keys/1\n"
_SALT, _NONCE = 16, 12


def pack(source: Path, target: Path, passphrase: str) -> None:
    """All files of the folder of keys in one file that only the passphrase opens
    (scrypt, AES-256-GCM)."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path in sorted(each for each in source.rglob("*") if each.is_file()):
            archive.add(path, path.relative_to(source).as_posix(), recursive=False)
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, buffer.getvalue(), _HEAD)
    write_private(target, _HEAD + salt + nonce + sealed)


def unpack(source: Path, target: Path, passphrase: str) -> None:
    """Put the keys back; Refused where the passphrase is not theirs."""
    data = source.read_bytes().removeprefix(_HEAD)
    salt, nonce, sealed = data[:_SALT], data[_SALT : _SALT + _NONCE], data[_SALT + _NONCE :]
    try:
        plain = AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, _HEAD)
    except InvalidTag as error:
        raise Refused(
            "backup_passphrase", N_("The passphrase does not open the keys of this backup.")
        ) from error
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        for member in archive.getmembers():
            found = archive.extractfile(member)
            if found is not None and ".." not in Path(member.name).parts:
                write_private(target / member.name, found.read())


def write_private(path: Path, data: bytes) -> None:
    """A file that only its owner reads."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())
