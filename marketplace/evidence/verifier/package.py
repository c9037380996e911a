"""One package (ZIP): its manifest, its papers, its events. What each file is says ``README.txt``."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import certificates, cms, pdf, trail

MANIFEST, SIGNATURE = "manifest.json", "manifest.json.p7s"
LIMIT = 4 * 1024 * 1024 * 1024


@dataclass
class Report:
    """What was looked at and what is wrong; sound when nothing is. ``named`` are the texts in events,
    among them the hashes of papers and records."""

    looked_at: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    witnessed: list[str] = field(default_factory=list)
    named: set[str] = field(default_factory=set)

    @property
    def sound(self) -> bool:
        return not self.faults


class Package:
    """The files of one ZIP."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        if sum(entry.file_size for entry in self._zip.infolist()) > LIMIT:
            raise ValueError("the package unpacks to more than 4 GiB")
        self.names = self._zip.namelist()

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        return self._zip.read(name)

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))

    def lines(self, name: str) -> Iterator[Any]:
        """The objects of a file with one a line; none where there is no such file."""
        if name in self:
            with self._zip.open(name) as file:
                for line in file:
                    yield json.loads(line)


class _Passing:
    """Events on their way to be checked, counted, the texts in them collected where wanted."""

    def __init__(self, events: Iterator[Any], *, collects: bool) -> None:
        self._events = events
        self._collects = collects
        self.count = 0
        self.named: set[str] = set()

    def __iter__(self) -> Iterator[Any]:
        for event in self._events:
            self.count += 1
            if self._collects:
                self.named.update(_texts(event["event"]))
            yield event


def verify(
    data: bytes,
    root: certificates.Certificate | None,
    key: bytes | None,
    witnesses: Iterable[bytes] = (),
) -> Report:
    """Judge a package by its own certificate and key, or by those that the reader brings; with keys
    of ``witnesses`` one of them must have signed a checkpoint of the log."""
    report = Report()
    package = Package(data)
    root = root or certificates.from_pem(package.read("root.pem").decode())[0]
    about = package.json("evidence.json")
    log = trail.Log(key or bytes.fromhex(about["log_key"]))
    report.anchors = [f"root certificate SHA-256 {root.fingerprint}", f"log key {log.key.hex()}"]
    report.faults += _manifest(package, root)
    report.faults += _log(package, about, log, report)
    receipts = package.lines("witnesses.jsonl")
    report.faults += trail.check_witnesses(log, receipts, set(witnesses), report.witnessed)
    report.faults += _papers(package, about, root, report)
    return report


def _manifest(package: Package, root: certificates.Certificate) -> Iterator[str]:
    manifest = package.read(MANIFEST)
    for fault in cms.faults(package.read(SIGNATURE), manifest, root):
        yield f"manifest: {fault}"
    listed = json.loads(manifest)["files"]
    for name in sorted(set(package.names) | set(listed)):
        if name in (MANIFEST, SIGNATURE):
            continue
        if name not in listed:
            yield f"{name}: not in the manifest"
        elif name not in package:
            yield f"{name}: missing"
        elif pdf.sha256(package.read(name)) != listed[name]:
            yield f"{name}: changed"
    if len(package.names) != len(set(package.names)):
        yield "a name stands twice in the package"


def _log(package: Package, about: dict[str, Any], log: trail.Log, report: Report) -> Iterator[str]:
    checkpoints = list(package.lines("checkpoints.jsonl"))
    yield from trail.check_checkpoints(log, checkpoints)
    if log.size == 0:
        yield "no sound checkpoint: nothing says when these events were in the log"
    if "leaves.bin" in package:
        packed = package.read("leaves.bin")
        log.leaves = [packed[at : at + 32] for at in range(0, len(packed), 32)]
        yield from trail.check_leaves(log, checkpoints)
    yield from trail.check_growth(log, package.lines("growth.jsonl"))
    events = _Passing(package.lines("events.jsonl"), collects=bool(about.get("documents")))
    yield from trail.check_events(log, events)
    if events.count != about["events"]:
        yield f"{events.count} events where the package speaks of {about['events']}"
    report.named = events.named
    report.looked_at.append(
        f"{events.count} events, {len(checkpoints)} checkpoints, log of {log.size}"
    )


def _papers(
    package: Package, about: dict[str, Any], root: certificates.Certificate, report: Report
) -> Iterator[str]:
    """Sealed papers and records: each is whole, and is the one that an event in the log names."""
    for paper in about.get("documents", []):
        data = package.read(paper["file"])
        for fault in pdf.faults(data, root):
            yield f"{paper['file']}: {fault}"
        if pdf.sha256(data) not in report.named:
            yield f"{paper['file']}: no event in the log names this file"
        seals = f", {count} seals of parties before it" if (count := pdf.party_seals(data)) else ""
        report.looked_at.append(f"{paper['file']} ({paper['kind']}){seals}")
    for name in about.get("records", []):
        if hashlib.sha256(package.read(name)).hexdigest() not in report.named:
            yield f"{name}: no event in the log names this record"
        report.looked_at.append(name)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)
