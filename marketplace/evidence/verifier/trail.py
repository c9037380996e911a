"""Events against the log, the log against signed checkpoints, checkpoints against each other."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import ed25519, tree


@dataclass
class Log:
    """The state of the log that the package is measured by: a key, its newest sound checkpoint,
    and all leaf hashes where the package brings them (else each event brings its own path)."""

    key: bytes
    size: int = 0
    root: bytes = b""
    leaves: list[bytes] = field(default_factory=list)

    @property
    def key_id(self) -> str:
        return hashlib.sha256(self.key).hexdigest()


def canonical(value: Any) -> bytes:
    """RFC 8785 for what events hold: texts, integers, true, false, null, lists and objects with
    ASCII names."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def check_checkpoints(log: Log, checkpoints: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Faults of signed checkpoints; the newest one that holds becomes the measure in ``log``."""
    for each in checkpoints:
        name = f"checkpoint of size {each['size']}"
        body = f"{each['origin']}\n{each['size']}\n{each['root']}\n{each['at']}\n"
        if body != each["body"]:
            yield f"{name}: its parts were edited"
        elif each["key_id"] != log.key_id:
            yield f"{name}: signed by another key"
        elif not ed25519.verifies(log.key, base64.b64decode(each["signature"]), body.encode()):
            yield f"{name}: its signature does not verify"
        elif each["size"] >= log.size:
            if each["size"] == log.size and bytes.fromhex(each["root"]) != log.root:
                yield f"{name}: two different logs were signed at this size"
            log.size, log.root = each["size"], bytes.fromhex(each["root"])


def check_growth(log: Log, steps: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Earlier checkpoints, each with its consistency path to the newest."""
    for step in steps:
        if not _extends(log, step["checkpoint"], step["proof"]):
            size = step["checkpoint"]["size"]
            yield f"checkpoint of size {size}: the newest log does not extend it"


def _extends(log: Log, earlier: dict[str, Any], proof: list[str]) -> bool:
    """Whether the path leads from an earlier checkpoint to the newest sound one, or its
    root is that of the leaves."""
    if log.leaves:
        return tree.roots(log.leaves, [earlier["size"]]).get(earlier["size"]) == bytes.fromhex(
            earlier["root"]
        )
    root, path = bytes.fromhex(earlier["root"]), [bytes.fromhex(each) for each in proof]
    if earlier["size"] == log.size:
        return root == log.root and not path
    return tree.roots_by_path(earlier["size"], log.size, path, root) == (root, log.root)


def check_witnesses(
    log: Log, receipts: Iterable[dict[str, Any]], trusted: set[bytes], seen: list[str]
) -> Iterator[str]:
    """Signatures of witnesses over checkpoints of this log; what holds is told in ``seen``.

    With ``trusted`` keys only theirs count, and one of them must be there.
    """
    counted = 0
    for each in receipts:
        witness, checkpoint = each["witness"], each["checkpoint"]
        key, name = bytes.fromhex(witness["key"]), f"witness {witness['name']}"
        if trusted and key not in trusted:
            continue
        told = f"{name}: checkpoint of size {checkpoint['size']}"
        own = list(check_checkpoints(Log(log.key), [checkpoint]))
        if own:
            yield from (f"{name}: {fault}" for fault in own)
        elif not ed25519.verifies(
            key, base64.b64decode(each["signature"]), checkpoint["body"].encode()
        ):
            yield f"{told}: its signature does not verify"
        elif not _extends(log, checkpoint, each["proof"]):
            yield f"{told}: the newest log does not extend what it saw"
        else:
            counted += 1
            seen.append(f"{told} of {checkpoint['at']} (key {key.hex()})")
    if trusted and not counted:
        yield "no witness whose key you brought has signed a checkpoint of this log"


def check_leaves(log: Log, checkpoints: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Every checkpoint against the root over the leaves of a whole log."""
    known = list(checkpoints)
    roots = tree.roots(log.leaves, [each["size"] for each in known])
    for each in known:
        if each["size"] not in roots:
            yield f"checkpoint of size {each['size']}: the log was cut to {len(log.leaves)} entries"
        elif roots[each["size"]].hex() != each["root"]:
            yield f"checkpoint of size {each['size']}: the log below it was replaced"


def check_events(log: Log, events: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Each event, by number: columns against its canonical text, the text against the log."""
    last = -1
    for event in events:
        text, position = event["canonical"].encode(), event["position"]
        name = f"event {position} ({event['event']['tag']})"
        if canonical(event["event"]) != text:
            yield f"{name}: its columns were edited"
        if hashlib.sha256(text).hexdigest() != event["sha256"]:
            yield f"{name}: its hash does not fit"
        if position is None:
            if not event.get("waiting"):
                yield f"{name}: inserted without a number"
            continue
        if position <= last:
            yield f"{name}: out of order"
        last = position
        yield from _in_log(log, name, position, tree.leaf(text), event.get("proof"))


def _in_log(
    log: Log, name: str, position: int, leaf: bytes, proof: list[str] | None
) -> Iterator[str]:
    if log.leaves:
        if position >= len(log.leaves):
            yield f"{name}: the log does not reach it"
        elif log.leaves[position] != leaf:
            yield f"{name}: it was replaced"
    elif position >= log.size:
        yield f"{name}: no checkpoint covers it yet"
    else:
        path = [bytes.fromhex(each) for each in proof or []]
        if tree.root_by_path(leaf, position, log.size, path) != log.root:
            yield f"{name}: it is not in the log that was signed"
