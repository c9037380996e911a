"""Writing a package file by file: everything in it is in its manifest, and the manifest is signed.

Streamed, so that a trail of any length takes constant memory.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from marketplace.documents.keys import root_certificate_pem
from marketplace.documents.sheets.archive import MANIFEST, SIGNATURE, sign
from marketplace.types import canonical_json

VERIFIER = Path(__file__).with_name("verifier")
_STAMP = (1980, 1, 1, 0, 0, 0)


class Archive:
    """A package being written to a file or buffer; ``close`` adds manifest and signature."""

    def __init__(self, out: IO[bytes] | Path) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
        self._digests: dict[str, str] = {}

    def add(self, name: str, chunks: bytes | Iterable[bytes]) -> str:
        """Add one file whole or in pieces; returns its SHA-256 in hex."""
        digest = hashlib.sha256()
        with self._zip.open(_entry(name), "w", force_zip64=True) as file:
            for chunk in [chunks] if isinstance(chunks, bytes) else chunks:
                digest.update(chunk)
                file.write(chunk)
        self._digests[name] = digest.hexdigest()
        return self._digests[name]

    def add_json(self, name: str, value: Any) -> None:
        """Add a file of one canonical JSON value."""
        self.add(name, canonical_json(value))

    def add_lines(self, name: str, values: Iterable[Any]) -> int:
        """Add a file with one JSON object a line; returns how many."""
        count = 0

        def lines() -> Iterable[bytes]:
            nonlocal count
            for value in values:
                count += 1
                yield canonical_json(value) + b"\n"

        self.add(name, lines())
        return count

    def add_verifier(self) -> None:
        """Add the verifier, the root certificate and how to use them."""
        for path in sorted(VERIFIER.glob("*.py")):
            self.add(f"verifier/{path.name}", path.read_bytes())
        self.add("root.pem", root_certificate_pem())
        self.add("README.txt", Path(__file__).with_name("readme.txt").read_bytes())

    def close(self, about: Mapping[str, Any]) -> None:
        """Write the manifest over all files, and its signature."""
        record = {"schema": "manifest/1", **about, "files": self._digests}
        manifest = json.dumps(record, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
        for name, data in ((MANIFEST, manifest), (SIGNATURE, sign(manifest))):
            self._zip.writestr(_entry(name), data)
        self._zip.close()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
