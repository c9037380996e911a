"""Adding and ending witnesses, keeping what they confirm."""

import base64
import binascii
import re
import secrets

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.audit import keys
from marketplace.audit.models import Checkpoint
from marketplace.audit.services import record
from marketplace.config import current_settings
from marketplace.errors import N_, Refused
from marketplace.extensions import db
from marketplace.witnesses import addresses
from marketplace.witnesses.models import Witness, WitnessKind, WitnessProgress, WitnessReceipt

_MAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_SECRET_BYTES = 32


def add(
    name: str, kind: WitnessKind, by: User, *, address: str = "", public_key: str = ""
) -> Witness:
    """Take on a witness; its event names its key, so that the key itself stands in the log.

    Refused: no mail address, an address that is not HTTPS or leads into a private network, a file
    witness without a folder in the settings, a key that is no Ed25519 public key (64 hex digits).
    """
    _require_address(kind, address)
    witness = Witness(
        name=name,
        kind=kind,
        address="" if kind is WitnessKind.FILE else address,
        secret=_new_secret() if kind is WitnessKind.WEBHOOK else "",
        public_key=_key(public_key),
        added_by=by,
        progress=WitnessProgress(),
    )
    db.session.add(witness)
    record("witness:add", witness, by, name=name, kind=kind.value, key=witness.public_key)
    return witness


def end(witness: Witness, by: User) -> None:
    """Stop sending; TransitionNotAllowed if that was done before."""
    witness.end()
    record("witness:end", witness, by)


def keep_receipt(witness: Witness, checkpoint: Checkpoint, signature: str) -> bool:
    """Keep the witness's signature over a checkpoint's body; False if it is not its signature, or
    was kept before. Writes no event: the log must not grow by being watched."""
    if witness.public_key is None:
        return False
    try:
        raw = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(witness.public_key))
    if not keys.is_signed(key, checkpoint.body.encode(), raw):
        return False
    known = select(WitnessReceipt.id).where(
        WitnessReceipt.witness_id == witness.id, WitnessReceipt.checkpoint_id == checkpoint.id
    )
    if db.session.scalar(known) is not None:
        return False
    db.session.add(WitnessReceipt(witness=witness, checkpoint=checkpoint, signature=signature))
    return True


def _require_address(kind: WitnessKind, address: str) -> None:
    if kind is WitnessKind.MAIL and not _MAIL.match(address):
        raise Refused(
            "witness_mail", N_("Enter the mail address that the copies go to."), field="address"
        )
    if kind is WitnessKind.WEBHOOK:
        addresses.require_public(address)
    if kind is WitnessKind.FILE and current_settings().witness_dir is None:
        raise Refused(
            "witness_folder",
            N_(
                "No folder for witnesses is set. Set MARKETPLACE_WITNESS_DIR to a folder that "
                "others than the operator keep, and start again."
            ),
            field="kind",
        )


def _key(text: str) -> str | None:
    if not text:
        return None
    try:
        raw = bytes.fromhex(text)
        Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise Refused(
            "witness_key",
            N_("This is no Ed25519 public key: enter its 32 bytes as 64 hexadecimal digits."),
            field="public_key",
        ) from error
    return raw.hex()


def _new_secret() -> str:
    """A signing secret as Standard Webhooks writes it."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
