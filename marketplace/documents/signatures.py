"""The platform's CMS signature: made ready once per key, so that a document only adds its digest.

pyHanko builds the structure (PAdES: content type, message digest, signing certificate); between two
documents only the digest and the value of the signature differ, both of fixed length. So the bytes
around them are kept, and signing is one operation of the key. The result is pyHanko's, byte for byte.
"""

import asyncio
from functools import cache

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.x509 import Certificate
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from marketplace.documents.keys import DocumentKey

_DIGEST = "sha256"


class KeptKeySigner(Signer):
    """Signs with a key object that stays loaded: loading it anew is what makes signing slow."""

    def __init__(self, key: DocumentKey) -> None:
        store = SimpleCertificateStore()
        store.register(_asn1(key.root))
        super().__init__(signing_cert=_asn1(key.certificate), cert_registry=store, embed_roots=True)
        self._private = key.private

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != _DIGEST:
            raise ValueError(f"the platform signs with SHA-256, not {digest_algorithm}")
        if dry_run:
            return bytes(self._private.key_size // 8)
        return self._private.sign(data, padding.PKCS1v15(), hashes.SHA256())


class PreparedSignature:
    """Everything of a signature by one key but the digest and the value. RuntimeError when made
    inside a running event loop."""

    def __init__(self, key: DocumentKey) -> None:
        self.signer = KeptKeySigner(key)
        self._private = key.private
        digest = bytes.fromhex("5a" * 32)
        model = asyncio.run(
            self.signer.async_sign(digest, _DIGEST, use_pades=True, dry_run=True)
        ).dump()
        signer_info = cms.ContentInfo.load(model)["content"]["signer_infos"][0]
        self._signed = _around(signer_info["signed_attrs"].untag().dump(), digest)
        value = signer_info["signature"].native
        if not model.endswith(value):
            raise ValueError("the value of the signature is expected at the end")
        self._whole = _around(model.removesuffix(value), digest)
        self.size = len(model)

    def sign(self, digest: bytes) -> bytes:
        """The signature (CMS, DER, ``size`` bytes) over the SHA-256 ``digest`` of a document."""
        attributes = digest.join(self._signed)
        value = self._private.sign(attributes, padding.PKCS1v15(), hashes.SHA256())
        return digest.join(self._whole) + value


@cache
def prepared(key: DocumentKey) -> PreparedSignature:
    """What signs with ``key``, prepared once per process."""
    return PreparedSignature(key)


def _around(data: bytes, digest: bytes) -> tuple[bytes, bytes]:
    before, after = data.split(digest)
    return before, after


def _asn1(certificate: Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
