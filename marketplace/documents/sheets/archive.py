"""Packages of files: a manifest over every other file, signed by the platform's document key."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from marketplace.documents.keys import document_key

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.json.p7s"

_STAMP: Final = (1980, 1, 1, 0, 0, 0)


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


def manifest_of(files: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """The manifest's bytes."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    record = {"schema": "manifest/1", **about, "files": digests}
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
