"""The last line of every benchmark (PRODUCT §9)."""

import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version


@dataclass(frozen=True)
class Part:
    """One figure beside a named peer's, measured in the same run. An absolute limit has no peer.

    ``goal`` is written as in the issue; ``holds`` says whether the figure meets it.
    """

    name: str
    figure: float
    unit: str
    goal: str
    holds: bool
    peer: str | None = None
    peer_figure: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.figure / self.peer_figure if self.peer_figure else None

    def as_data(self) -> dict[str, object]:
        rounded = {"figure": round(self.figure, 4), "ratio": self.ratio and round(self.ratio, 4)}
        peer = None if self.peer_figure is None else round(self.peer_figure, 4)
        return asdict(self) | rounded | {"peer_figure": peer}


def last_line(name: str, size: int, parts: list[Part], packages: tuple[str, ...] = ()) -> str:
    """One JSON object with what was measured, on how much, with which versions."""
    versions = {"python": platform.python_version()}
    versions |= {package: version(package) for package in packages}
    data = {"name": name, "size": size, "versions": versions}
    return json.dumps(data | {"parts": [part.as_data() for part in parts]}, ensure_ascii=False)
