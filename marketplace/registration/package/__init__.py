"""The package that a filer takes to the authority: copy sheet, agreement, proof, manifest."""

from marketplace.registration.package.build import FILE_NAMES, build
from marketplace.registration.package.payload import SCHEMA, payload

__all__ = ["FILE_NAMES", "SCHEMA", "build", "payload"]
