"""The platform's document keys: a self-made root and one signing certificate under it.

Kept in ``DATA_DIR/keys`` (0600), made once, the same for all hosts; or the key is on a PKCS#11 token
(``tokens.py``) and only its certificate, under a root of its own, is kept here. The root certificate is
public and exported so that anybody can check a document without this site. Older roots that are left as
``document-root*.pem`` stay trusted, so that replacing the key orphans no document.
"""

import datetime
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from marketplace import clock
from marketplace.config import SettingsError, current_settings
from marketplace.documents import tokens

SIGNER_NAME = "平台签署记录"
"""The common name of the signing certificate: what it is, and no party's name."""

_ROOT_YEARS = 30
_SIGNER_YEARS = 15
_ROOT_BITS = 3072
_SIGNER_BITS = 2048


@dataclass(frozen=True)
class DocumentKey:
    """The signing key, kept or on a token, with its certificate and the root above it."""

    private: rsa.RSAPrivateKey
    certificate: x509.Certificate
    root: x509.Certificate


def document_key() -> DocumentKey:
    """The platform's signing key, made at first use; one object per process and folder."""
    settings = current_settings()
    if tokens.is_configured(settings):
        return _of_token(_folder(), tokens.token_key(settings))
    return _kept(_folder())


def root_certificate_pem() -> bytes:
    """The root certificate to hand out."""
    return document_key().root.public_bytes(serialization.Encoding.PEM)


def trusted_roots_pem() -> bytes:
    """Every root that documents of this site may stand under, one PEM after the other."""
    document_key()
    return b"".join(path.read_bytes() for path in sorted(_folder().glob("document-root*.pem")))


def _folder() -> Path:
    return current_settings().data_dir / "keys"


@cache
def _kept(folder: Path) -> DocumentKey:
    bundle = folder / "document-signer.pem"
    if not bundle.exists():
        _make(folder, bundle)
    pem = bundle.read_bytes()
    private = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise ValueError(f"{bundle.name} holds no RSA key")
    certificate, root = x509.load_pem_x509_certificates(pem)
    _write_once(
        folder / "document-root.pem", root.public_bytes(serialization.Encoding.PEM), mode=0o644
    )
    return DocumentKey(private, certificate, root)


def _make(folder: Path, bundle: Path) -> None:
    """Key, certificate and root go into one file at once, so that a crash leaves all or nothing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = rsa.generate_private_key(65537, _SIGNER_BITS)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    _write_once(bundle, pem + _certified(private.public_key()), mode=0o600)


def _certified(public: rsa.RSAPublicKey) -> bytes:
    """A certificate for ``public`` and the root above it as PEM. The root's key is not kept: nobody
    can make a second certificate under it."""
    operator = current_settings().operator_name
    root_key = rsa.generate_private_key(65537, _ROOT_BITS)
    root = _root(root_key, operator)
    made = (_signer(public, root_key, root, operator), root)
    return b"".join(item.public_bytes(serialization.Encoding.PEM) for item in made)


@cache
def _of_token(folder: Path, private: tokens.TokenKey) -> DocumentKey:
    bundle = folder / "document-token.pem"
    if not bundle.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(bundle, _certified(private.public_key()), mode=0o644)
    certificate, root = x509.load_pem_x509_certificates(bundle.read_bytes())
    if certificate.public_key() != private.public_key():
        raise SettingsError(
            f"{bundle.name} is the certificate of another key than the token's. "
            "Keep it with its root as document-root-….pem, and remove it."
        )
    _write_once(
        folder / "document-root-token.pem",
        root.public_bytes(serialization.Encoding.PEM),
        mode=0o644,
    )
    return DocumentKey(private, certificate, root)


def _write_once(path: Path, data: bytes, *, mode: int) -> None:
    """Write a file that is complete or absent; the first of several writers wins."""
    if path.exists():
        return
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _name(operator: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, operator),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, years: int
) -> x509.CertificateBuilder:
    start = clock.now().replace(microsecond=0) - datetime.timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=365 * years))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _root(key: rsa.RSAPrivateKey, operator: str) -> x509.Certificate:
    name = _name(operator, f"{operator} 自建根证书")
    return (
        _builder(name, name, key.public_key(), _ROOT_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certify=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _signer(
    key: rsa.RSAPublicKey, root_key: rsa.RSAPrivateKey, root: x509.Certificate, operator: str
) -> x509.Certificate:
    name = _name(operator, SIGNER_NAME)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        _builder(name, root.subject, key, _SIGNER_YEARS)
        .add_extension(authority, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certify=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .sign(root_key, hashes.SHA256())
    )


def _usage(*, certify: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certify,
        content_commitment=not certify,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certify,
        crl_sign=certify,
        encipher_only=False,
        decipher_only=False,
    )
