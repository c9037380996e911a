"""The document key on a PKCS#11 token (a smart card or a hardware module), where one is configured.

The key never leaves the token. It stands behind the same interface as the kept key, so that whatever
signs need not know. ``python-pkcs11`` is loaded only then; it is no part of the usual installation.
"""

import threading
from functools import cache
from typing import Any, NoReturn

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric import utils as asymmetric_utils
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding

from marketplace.config import Settings, SettingsError

_BITS = (2048, 3072, 4096)


class TokenKey(rsa.RSAPrivateKey):
    """An RSA key on a token: signs (PKCS #1 v1.5, SHA-256) and does nothing else."""

    def __init__(self, handle: Any, mechanism: Any, public: rsa.RSAPublicKey) -> None:
        self._handle = handle
        self._mechanism = mechanism
        self._public = public
        self._busy = threading.Lock()

    @property
    def key_size(self) -> int:
        return self._public.key_size

    def public_key(self) -> rsa.RSAPublicKey:
        return self._public

    def sign(
        self,
        data: Any,
        padding: AsymmetricPadding,
        algorithm: asymmetric_utils.Prehashed
        | hashes.HashAlgorithm
        | asymmetric_utils.NoDigestInfo,
    ) -> bytes:
        _require_usual(padding, algorithm)
        with self._busy:
            return bytes(self._handle.sign(bytes(data), mechanism=self._mechanism))

    def decrypt(self, *_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError("the document key signs only")

    def private_numbers(self) -> NoReturn:
        raise NotImplementedError("the key does not leave the token")

    def private_bytes(self, *_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError("the key does not leave the token")

    def __copy__(self) -> "TokenKey":
        return self

    def __deepcopy__(self, _memo: Any) -> "TokenKey":
        return self


def _require_usual(scheme: AsymmetricPadding, algorithm: object) -> None:
    if not (isinstance(scheme, padding.PKCS1v15) and isinstance(algorithm, hashes.SHA256)):
        raise NotImplementedError("the token signs with PKCS #1 v1.5 and SHA-256")


def is_configured(settings: Settings) -> bool:
    """Whether the operator has named a PKCS#11 module."""
    return bool(settings.pkcs11_module)


def token_key(settings: Settings) -> TokenKey:
    """The key with the label ``pkcs11_key`` on the token ``pkcs11_token``; opened once per process.

    SettingsError if ``python-pkcs11`` is not installed or the key is not an RSA key of 2,048 bits or
    more; whatever the module raises goes through.
    """
    return _opened(
        settings.pkcs11_module, settings.pkcs11_token, settings.pkcs11_key, settings.pkcs11_pin
    )


def forget() -> None:
    """Open the token anew at the next use: a session that broke does not come back by itself."""
    _opened.cache_clear()


@cache
def _opened(module: str, token: str, label: str, pin: str) -> TokenKey:
    try:
        import pkcs11
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import open_pkcs11_session
    except ImportError as error:
        raise SettingsError(
            "MARKETPLACE_PKCS11_MODULE is set, but python-pkcs11 is not installed. Install it."
        ) from error
    session = open_pkcs11_session(
        module, token_criteria=TokenCriteria(label=token), user_pin=pin or None
    )
    kind = pkcs11.KeyType.RSA
    handle = session.get_key(pkcs11.ObjectClass.PRIVATE_KEY, kind, label=label)
    public = session.get_key(pkcs11.ObjectClass.PUBLIC_KEY, kind, label=label)
    numbers = rsa.RSAPublicNumbers(
        int.from_bytes(public[pkcs11.Attribute.PUBLIC_EXPONENT]),
        int.from_bytes(public[pkcs11.Attribute.MODULUS]),
    )
    if numbers.n.bit_length() not in _BITS:
        raise SettingsError(
            f"The key {label!r} has {numbers.n.bit_length()} bits. Use 2,048 to 4,096."
        )
    return TokenKey(handle, pkcs11.Mechanism.SHA256_RSA_PKCS, numbers.public_key())
