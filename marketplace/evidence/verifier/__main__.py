"""``python3 -m verifier PACKAGE.zip``: exit 0 sound, 1 fault found, 2 could not run."""

import argparse
import sys
from pathlib import Path

from . import certificates, package


def main(arguments: list[str] | None = None) -> int:
    """Verify one package and print what was found."""
    parser = argparse.ArgumentParser(prog="verifier", description=__doc__)
    parser.add_argument("package", type=Path)
    parser.add_argument("--root", type=Path, help="root certificate (PEM) from a source you trust")
    parser.add_argument("--log-key", help="log key in hex from a source you trust")
    parser.add_argument(
        "--witness-key", action="append", default=[], help="key in hex of a witness you trust"
    )
    given = parser.parse_args(arguments)
    try:
        root = certificates.from_pem(given.root.read_text())[0] if given.root else None
        key = bytes.fromhex(given.log_key) if given.log_key else None
        witnesses = [bytes.fromhex(each) for each in given.witness_key]
        report = package.verify(given.package.read_bytes(), root, key, witnesses)
    except Exception as error:
        print(f"could not run: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    for line in report.looked_at:
        print(f"looked at: {line}")
    for line in report.anchors:
        print(f"measured by: {line}")
    for line in report.witnessed:
        print(f"confirmed by {line}")
    for line in report.faults:
        print(f"fault: {line}")
    print("sound" if report.sound else f"{len(report.faults)} faults")
    return 0 if report.sound else 1


if __name__ == "__main__":
    sys.exit(main())
