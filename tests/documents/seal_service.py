"""A certification service for tests, which a setting can name."""

import asyncio

from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.documents.authority import asn1, asn1_key, certificate


class Service:
    """A certification service as far as a test needs one: real keys, real CMS, nobody's license."""

    name = "测试用认证服务"

    def __init__(self):
        self._root_key = rsa.generate_private_key(65537, 2048)
        self._root = certificate(f"{self.name}根证书", self._root_key)
        self.asked = []
        self.refuses = set()
        self.knows_nothing_of = set()

    def serves(self, party):
        return party not in self.knows_nothing_of

    def sign(self, digest, *, party):
        self.asked.append((digest, party))
        if party in self.refuses:
            raise PermissionError("the party has withdrawn its authorization")
        key = rsa.generate_private_key(65537, 2048)
        made = certificate(party, key, self._root, self._root_key)
        store = SimpleCertificateStore()
        store.register(asn1(self._root))
        signer = SimpleSigner(asn1(made), asn1_key(key), store)
        return asyncio.run(signer.async_sign(digest, "sha256", use_pades=True)).dump()
