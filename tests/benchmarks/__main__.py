"""``make bench NAME=relevance``: runs one benchmark; its last line is one JSON object.

A benchmark is a module of this package with ``run(arguments) -> str``. Exit code 0 when it ran,
whether its goals hold or not; 2 if it could not run.
"""

import argparse
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
NOT_BENCHMARKS = {"__init__", "__main__", "report", "bigrams"}


def names() -> list[str]:
    """Every benchmark there is."""
    found = (path.stem for path in HERE.glob("*.py"))
    return sorted(set(found) - NOT_BENCHMARKS - {path.stem for path in HERE.glob("test_*.py")})


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("name", choices=names(), help="which benchmark")
    parser.add_argument("--list", type=Path, help="another list of patents than the usual one")
    parser.add_argument("--queries", type=Path, help="other queries than the usual ones")
    given = parser.parse_args(arguments)
    try:
        print(import_module(f"tests.benchmarks.{given.name}").run(given))
    except FileNotFoundError as error:
        print(f"{error.filename}: no such file", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
