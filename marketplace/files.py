"""Immutable files addressed by the SHA-256 of their bytes, in a local folder or object storage."""

import hashlib

import obstore
from obstore.store import LocalStore, ObjectStore

from marketplace.config import current_settings
from marketplace.errors import N_, Missing

_stores: dict[str, ObjectStore] = {}


def put(data: bytes) -> str:
    """Keep ``data``; returns its SHA-256 in lower-case hex. Call before the transaction that names
    it commits: a file without a record is swept, a record without a file never exists."""
    digest = hashlib.sha256(data).hexdigest()
    if not exists(digest):
        obstore.put(_store(), _path(digest), data)
    return digest


def get(digest: str) -> bytes:
    """The bytes of a kept file; Missing if it is not here, ValueError if it was altered on disk."""
    try:
        data = bytes(obstore.get(_store(), _path(digest)).bytes())
    except FileNotFoundError as error:
        raise Missing(
            "file_missing", N_("The file is not in the store. Tell the operator.")
        ) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"file {digest} was altered in the store")
    return data


def exists(digest: str) -> bool:
    """Whether a file with this SHA-256 is kept."""
    try:
        obstore.head(_store(), _path(digest))
    except FileNotFoundError:
        return False
    return True


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _store() -> ObjectStore:
    folder = current_settings().data_dir / "files"
    key = str(folder)
    if key not in _stores:
        folder.mkdir(parents=True, exist_ok=True)
        _stores[key] = LocalStore(prefix=folder)
    return _stores[key]
