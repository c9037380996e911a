"""The document key on a PKCS#11 token: the same interface, nothing of the key in our hands.

With SoftHSM and ``python-pkcs11`` on the machine a real token is used. The wiring is tested without:
a module of that name whose token is a key in memory.
"""

import shutil
import subprocess
import sys
from dataclasses import replace
from types import ModuleType, SimpleNamespace

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from marketplace.config import SettingsError
from marketplace.documents import keys, tokens
from marketplace.documents.inspection import inspect
from marketplace.documents.sheets import archive
from marketplace.documents.verification import VerdictKind, verify
from marketplace.evidence.verifier import certificates, cms
from tests.documents.factories import make_sealed

LABEL, PIN, TOKEN = "document", "1234", "marketplace"
SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"


@pytest.fixture
def folder(app, monkeypatch, tmp_path):
    """An installation with keys of its own that has a token configured."""
    tokens.forget()
    keys._of_token.cache_clear()
    settings = replace(
        app.extensions["settings"],
        data_dir=tmp_path,
        pkcs11_module=SOFTHSM,
        pkcs11_token=TOKEN,
        pkcs11_key=LABEL,
        pkcs11_pin=PIN,
    )
    monkeypatch.setitem(app.extensions, "settings", settings)
    yield tmp_path
    tokens.forget()
    keys._of_token.cache_clear()


class FakeToken:
    """What ``pkcs11`` and pyHanko's opener give, over a key in memory."""

    def __init__(self, bits=2048):
        self.key = rsa.generate_private_key(65537, bits)
        self.signed = []

    def get_key(self, kind, _type, *, label):
        assert label == LABEL
        return self if kind == "private" else self._public()

    def _public(self):
        numbers = self.key.public_key().public_numbers()
        return {
            "n": numbers.n.to_bytes(self.key.key_size // 8),
            "e": numbers.e.to_bytes(3),
        }

    def sign(self, data, *, mechanism):
        assert mechanism == "SHA256_RSA_PKCS"
        self.signed.append(data)
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@pytest.fixture
def fake(folder, monkeypatch):
    token = FakeToken()
    plug(monkeypatch, token)
    return token


def plug(monkeypatch, token):
    module = ModuleType("pkcs11")
    module.KeyType = SimpleNamespace(RSA="rsa")
    module.ObjectClass = SimpleNamespace(PRIVATE_KEY="private", PUBLIC_KEY="public")
    module.Attribute = SimpleNamespace(MODULUS="n", PUBLIC_EXPONENT="e")
    module.Mechanism = SimpleNamespace(SHA256_RSA_PKCS="SHA256_RSA_PKCS")
    monkeypatch.setitem(sys.modules, "pkcs11", module)
    opener = ModuleType("pyhanko.sign.pkcs11")
    opener.open_pkcs11_session = lambda library, *, token_criteria, user_pin: (
        token if (library, token_criteria.label, user_pin) == (SOFTHSM, TOKEN, PIN) else None
    )
    monkeypatch.setitem(sys.modules, "pyhanko.sign.pkcs11", opener)


def assert_signs_everything(folder):
    """Documents and packages are signed with the token, and no private key is in our folder."""
    document, data = make_sealed()
    assert verify(data).verdict == VerdictKind.GENUINE
    assert inspect(data, (folder / "keys" / "document-root-token.pem").read_bytes())["signatures"][
        0
    ]["sound"]
    held = keys.document_key()
    assert document.seal.certificate_sha256 == held.certificate.fingerprint(hashes.SHA256()).hex()
    root = certificates.read(held.root.public_bytes(serialization.Encoding.DER))
    assert cms.faults(archive.sign(b"manifest"), b"manifest", root) == []
    assert cms.faults(archive.sign(b"manifest"), b"other", root) != []
    for path in (folder / "keys").iterdir():
        assert b"PRIVATE" not in path.read_bytes(), path.name


def test_the_wiring_signs_documents_and_packages_with_the_token(folder, fake):
    assert_signs_everything(folder)
    assert len(fake.signed) >= 3


def test_a_real_token_signs_documents_and_packages(folder, monkeypatch):
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed (dev group)")
    if not shutil.which("softhsm2-util"):
        pytest.skip("SoftHSM (Debian package softhsm2) is not on this machine")
    import pkcs11

    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    made = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN]
    subprocess.run([*made, "--so-pin", PIN], check=True, capture_output=True)
    with pkcs11.lib(SOFTHSM).get_token(token_label=TOKEN).open(rw=True, user_pin=PIN) as session:
        session.generate_keypair(pkcs11.KeyType.RSA, 2048, label=LABEL, store=True)
    assert_signs_everything(folder)


def test_the_kept_key_is_not_made_where_a_token_is_configured(folder, fake):
    keys.document_key()
    assert sorted(path.name for path in (folder / "keys").iterdir()) == [
        "document-root-token.pem",
        "document-token.pem",
    ]


def test_another_key_on_the_token_does_not_sign_under_the_old_certificate(
    folder, fake, monkeypatch
):
    keys.document_key()
    tokens.forget()
    keys._of_token.cache_clear()
    plug(monkeypatch, FakeToken())
    with pytest.raises(SettingsError, match="another key"):
        keys.document_key()


def test_a_weak_key_and_a_missing_library_are_named(folder, monkeypatch):
    plug(monkeypatch, FakeToken(bits=1024))
    with pytest.raises(SettingsError, match="1024 bits"):
        keys.document_key()
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(SettingsError, match="python-pkcs11 is not installed"):
        keys.document_key()


def test_the_token_does_nothing_but_sign(fake):
    key = keys.document_key().private
    for refused in (
        lambda: key.decrypt(b"", padding.PKCS1v15()),
        key.private_numbers,
        key.private_bytes,
        lambda: key.sign(b"x", padding.PKCS1v15(), hashes.SHA1()),
    ):
        with pytest.raises(NotImplementedError):
            refused()
