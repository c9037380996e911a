"""Files on a receiver's SFTP server, whose key is pinned: whole under their name, or not there."""

import asyncio
from collections.abc import Awaitable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Any, TypeVar, cast

import asyncssh

from marketplace.feedback import keys
from marketplace.feedback.addresses import Place, place_of
from marketplace.feedback.models import Connector
from marketplace.feedback.parcels import (
    ACKNOWLEDGED,
    FAILURES,
    HOLDING,
    Answer,
    Parcel,
    Unreachable,
    Verdict,
    acknowledgement,
    file_name,
)
from marketplace.witnesses.addresses import public_host

SECONDS = 30
"""The longest that opening the connection, or one message, may take."""

_LARGEST_LIST = 64 * 1024 * 1024
_LARGEST_ACKNOWLEDGEMENT = 4096

Found = TypeVar("Found")


class SftpChannel:
    """A folder on the receiver's server, with the same files as a folder of our own.

    What asyncssh reports comes out as ``ConnectionError``. Nothing is read from the files of the
    account that we run under: no agent, no known hosts, no configuration.
    """

    def __init__(self, connector: Connector) -> None:
        self._place = place_of(connector.address)
        self._runner = asyncio.Runner()
        try:
            self._line = self._run(_connected(connector, self._place))
            self._files = self._run(self._line.start_sftp_client())
        except BaseException:
            self._runner.close()
            raise

    def send(self, parcel: Parcel) -> Answer:
        """What went before stays gone if this one does not go."""
        try:
            self._run(self._put(file_name(parcel), parcel.body))
        except FAILURES as error:
            raise Unreachable(str(error)) from error
        return Answer(Verdict.HANDED_OVER)

    def finish(self) -> None:
        """Nothing is gathered."""

    def close(self) -> None:
        self._line.abort()
        self._runner.close()

    def acknowledged(self, wanted: AbstractSet[str]) -> dict[str, str]:
        return self._run(self._acknowledged(wanted))

    def holding(self) -> bytes | None:
        return self._run(self._read(HOLDING, _LARGEST_LIST))

    def _run(self, work: Awaitable[Found]) -> Found:
        async def in_time() -> Found:
            async with asyncio.timeout(SECONDS):
                return await work

        try:
            return self._runner.run(in_time())
        except asyncssh.Error as error:
            raise ConnectionError(f"{type(error).__name__}: {error}") from error

    async def _put(self, name: str, body: bytes) -> None:
        """Under another name until all of it is on the server's disk."""
        path = f"{self._place.path}/{name}"
        fresh = f"{path}.part"
        async with self._files.open(fresh, "wb") as file:
            await file.write(body)
            with suppress(asyncssh.SFTPOpUnsupported):
                await file.fsync()
        try:
            await self._files.posix_rename(fresh, path)
        except asyncssh.SFTPOpUnsupported:
            await self._rename(fresh, path, len(body))

    async def _rename(self, fresh: str, path: str, size: int) -> None:
        """On a server that never replaces a file: what is there under this id is this message."""
        if await self._files.exists(path) and await self._files.getsize(path) == size:
            await self._files.remove(fresh)
            return
        await self._files.rename(fresh, path)

    async def _acknowledged(self, wanted: AbstractSet[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        try:
            there = await self._files.listdir(f"{self._place.path}/{ACKNOWLEDGED}")
        except asyncssh.SFTPNoSuchFile:
            return found
        with suppress(TimeoutError):  # the others next time
            async with asyncio.timeout(SECONDS / 2):
                for name in wanted & {each.removesuffix(".json") for each in map(str, there)}:
                    text = await self._read(f"{ACKNOWLEDGED}/{name}.json", _LARGEST_ACKNOWLEDGEMENT)
                    found |= acknowledgement(name, text or b"")
        return found

    async def _read(self, name: str, largest: int) -> bytes | None:
        """The whole of a file; None if there is none."""
        try:
            async with self._files.open(f"{self._place.path}/{name}", "rb") as file:
                found = cast(bytes, await file.read(largest + 1))
        except asyncssh.SFTPNoSuchFile:
            return None
        if len(found) > largest:
            raise ValueError(f"{name} is too large")
        return found


async def _connected(connector: Connector, place: Place) -> asyncssh.SSHClientConnection:
    """Connected to the very address that was checked, and to the server with the pinned key."""
    host = public_host(place.host, place.port)
    ours: dict[str, Any]
    if connector.secret.startswith(keys.PASSWORD):
        word = connector.secret.removeprefix(keys.PASSWORD)
        ours = {"password": word, "preferred_auth": "password,keyboard-interactive"}
        ours["client_keys"] = None
    else:
        ours = {"client_keys": [asyncssh.import_private_key(keys.private_key(connector.secret))]}
        ours["preferred_auth"] = "publickey"
    theirs = asyncssh.import_public_key(connector.host_key)
    return await asyncssh.connect(
        host,
        place.port,
        username=place.user,
        known_hosts=([theirs], [], []),
        config=None,
        agent_path=None,
        **ours,
    )
