"""The verifier's own arithmetic against a library that others trust."""

import hashlib
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from marketplace.audit import merkle
from marketplace.documents.keys import document_key
from marketplace.evidence.verifier import certificates, der, ed25519, tree

RFC8032 = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "72",
    ),
)


@pytest.mark.parametrize(("key", "signature", "data"), RFC8032)
def test_signatures_of_the_standard_verify(key, signature, data):
    parts = [bytes.fromhex(each) for each in (key, signature, data)]
    assert ed25519.verifies(*parts)
    assert not ed25519.verifies(parts[0], parts[1], parts[2] + b"x")


def test_signatures_of_a_library_verify_and_altered_ones_do_not():
    for number in range(12):
        private = Ed25519PrivateKey.generate()
        key = private.public_key().public_bytes_raw()
        data = f"body {number}".encode()
        signature = private.sign(data)
        assert ed25519.verifies(key, signature, data)
        for place in (0, 31, 32, 63):
            bent = bytearray(signature)
            bent[place] ^= 1
            assert not ed25519.verifies(key, bytes(bent), data)
        assert not ed25519.verifies(Ed25519PrivateKey.generate().public_key().public_bytes_raw(), signature, data)  # fmt: skip


def test_a_scalar_beyond_the_order_is_refused():
    private = Ed25519PrivateKey.generate()
    key, signature = private.public_key().public_bytes_raw(), private.sign(b"x")
    order = 2**252 + 27742317777372353535851937790883648493
    shifted = int.from_bytes(signature[32:], "little") + order
    assert not ed25519.verifies(key, signature[:32] + shifted.to_bytes(32, "little"), b"x")


@pytest.mark.parametrize(
    ("digest", "algorithm"), [("sha256", hashes.SHA256()), ("sha512", hashes.SHA512())]
)
def test_rsa_signatures_of_a_library_verify_and_altered_ones_do_not(digest, algorithm):
    private = rsa.generate_private_key(65537, 2048)
    numbers = private.public_key().public_numbers()
    key = certificates.PublicKey(numbers.n, numbers.e)
    signature = private.sign(b"body", padding.PKCS1v15(), algorithm)
    assert key.verifies(signature, b"body", digest)
    assert not key.verifies(signature, b"body!", digest)
    assert not key.verifies(signature[:-1] + bytes([signature[-1] ^ 1]), b"body", digest)
    assert not key.verifies(b"\0" + signature, b"body", digest)
    assert not key.verifies(signature, b"body", "md5")


def test_padding_that_only_begins_right_is_refused():
    """The forgery of 2006: a short padding with anything behind the digest."""
    key = certificates.PublicKey(2**2048 - 1, 1)
    tail = certificates._PREFIXES["sha256"] + hashlib.sha256(b"body").digest()
    forged = b"\0\1" + b"\xff" * 8 + b"\0" + tail
    forged += bytes(256 - len(forged))
    assert not key.verifies(forged, b"body", "sha256")
    sound = b"\0\1" + b"\xff" * (256 - len(tail) - 3) + b"\0" + tail
    assert key.verifies(sound, b"body", "sha256")


def test_certificates_are_read_as_a_library_reads_them(app):
    kept = document_key()
    ours, root = (
        certificates.read(each.public_bytes(serialization.Encoding.DER))
        for each in (kept.certificate, kept.root)
    )
    assert ours.serial == kept.certificate.serial_number
    assert ours.fingerprint == kept.certificate.fingerprint(hashes.SHA256()).hex()
    assert ours.not_before == kept.certificate.not_valid_before_utc
    assert ours.not_after == kept.certificate.not_valid_after_utc
    assert ours.key.modulus == kept.certificate.public_key().public_numbers().n
    assert (ours.is_authority, root.is_authority) == (False, True)
    assert ours.is_issued_by(root)
    assert root.is_issued_by(root)
    assert not root.is_issued_by(ours)
    assert not ours.is_valid_at(datetime(1999, 1, 1, tzinfo=UTC))


def test_a_certificate_issued_by_a_namesake_is_not_ours(app):
    kept = document_key()
    false = rsa.generate_private_key(65537, 2048)
    look_alike = (
        x509.CertificateBuilder()
        .subject_name(kept.root.subject)
        .issuer_name(kept.root.subject)
        .public_key(false.public_key())
        .serial_number(7)
        .not_valid_before(kept.root.not_valid_before_utc)
        .not_valid_after(kept.root.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(false, hashes.SHA256())
    )
    root = certificates.read(look_alike.public_bytes(serialization.Encoding.DER))
    ours = certificates.read(kept.certificate.public_bytes(serialization.Encoding.DER))
    assert root.subject == ours.issuer
    assert not ours.is_issued_by(root)


@pytest.mark.parametrize(
    "data", [b"", b"\x30", b"\x30\x05\x02\x01", b"\x30\x80\x00\x00", b"\x1f\x81\x00", b"\x30\x00x"]
)
def test_broken_der_is_malformed(data):
    with pytest.raises(der.Malformed):
        der.parse(data)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13])
def test_the_verifiers_tree_is_the_sites_tree(size):
    leaves = [tree.leaf(str(number).encode()) for number in range(size)]
    sites = merkle.roots_at(leaves, range(size + 1))
    assert tree.roots(leaves, range(size + 2)) == sites

    def nodes(low, high):
        return tree.roots(leaves[low:high], [high - low])[high - low]

    for index in range(size):
        path = merkle.inclusion_proof(nodes, index, size)
        assert tree.root_by_path(leaves[index], index, size, path) == sites[size]
    for first in range(1, size):
        path = merkle.consistency_proof(nodes, first, size)
        assert tree.roots_by_path(first, size, path, sites[first]) == (sites[first], sites[size])
