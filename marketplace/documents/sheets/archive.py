"""Packages of files: a manifest over every other file, signed by the platform's document key."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from marketplace.documents.keys import document_key

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.p7s"

_STAMP: Final = (1980, 1, 1, 0, 0, 0)
_IN_MEMORY: Final = 8 * 1024 * 1024
_PACKED: Final = (".docx", ".pdf", ".xlsx", ".zip")
"""Compressed already: stored as they are."""


def pack(files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """A ZIP of ``files`` with ``manifest.json`` (SHA-256 in lower-case hex of every other file,
    beside ``about``) and its detached signature; the same input gives the same bytes."""
    manifest = manifest_of(files, about)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {**files, MANIFEST: manifest, SIGNATURE: sign(manifest)}.items():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def write(contents: Iterable[tuple[str, bytes]], about: Mapping[str, Any]) -> IO[bytes]:
    """The same for files that come one by one, in a temporary file from its beginning, so that
    memory stays bounded; the caller closes it."""
    out = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - handed to the caller
    digests: dict[str, str] = {}
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in contents:
            digests[name] = hashlib.sha256(data).hexdigest()
            _add(archive, name, data)
        manifest = manifest_bytes(digests, about)
        _add(archive, MANIFEST, manifest)
        _add(archive, SIGNATURE, sign(manifest))
    out.seek(0)
    return out


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _STAMP)
    packed = name.endswith(_PACKED)
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def manifest_of(files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """The manifest's bytes over whole files."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    return manifest_bytes(digests, about)


def manifest_bytes(digests: Mapping[str, str], about: Mapping[str, Any]) -> bytes:
    """The manifest's bytes over SHA-256 digests by file name."""
    record = {"schema": "manifest/1", **about, "files": dict(digests)}
    return json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def sign(data: bytes) -> bytes:
    """A detached CMS signature (DER) over ``data``, with the certificates up to the root. It has no
    signed attributes, so that it does not vary; the time stands in the manifest."""
    key = document_key()
    options = [
        pkcs7.PKCS7Options.DetachedSignature,
        pkcs7.PKCS7Options.Binary,
        pkcs7.PKCS7Options.NoAttributes,
    ]
    return (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(data)
        .add_signer(key.certificate, key.private, hashes.SHA256())
        .add_certificate(key.root)
        .sign(serialization.Encoding.DER, options)
    )
