"""A receiver's SFTP server, a program of its own: ``python -m tests.feedback.sftp_server FOLDER``.

FOLDER holds ``host_key``, ``authorized_keys`` (read at every sign-in), ``mood``, and ``files``, which is
all that who signs in sees. It prints its port. ``signed_in`` grows by a letter at every sign-in.
"""

import asyncio
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import asyncssh

USER, PASSWORD = "feedback", "four words from them"


class Server:
    """The server as tests know it."""

    def __init__(self, folder, port):
        self.folder, self.files, self.port = folder, folder / "files", port
        self.host_key = (folder / "host_key.pub").read_text()

    def address(self, place):
        (self.files / place).mkdir()
        return f"sftp://{USER}@127.0.0.1:{self.port}/{place}"

    def admit(self, line):
        """Its keeper adds our key."""
        (self.folder / "authorized_keys").write_text(line + "\n")

    def be(self, mood):
        (self.folder / "mood").write_text(mood)

    @property
    def sign_ins(self):
        path = self.folder / "signed_in"
        return len(path.read_text()) if path.exists() else 0


@contextmanager
def serving(folder):
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(folder / "host_key")
    key.write_public_key(folder / "host_key.pub")
    (folder / "files").mkdir()
    program = subprocess.Popen(
        [sys.executable, "-m", __name__, str(folder)], stdout=subprocess.PIPE, text=True
    )
    try:
        yield Server(folder, int(program.stdout.readline()))
    finally:
        program.kill()
        program.wait()
        program.stdout.close()


async def _serve(folder):
    def mood():
        path = folder / "mood"
        return path.read_text() if path.exists() else "well"

    class Keeper(asyncssh.SSHServer):
        def password_auth_supported(self):
            return True

        def validate_password(self, username, password):
            return self._note((username, password) == (USER, PASSWORD))

        def public_key_auth_supported(self):
            return True

        def validate_public_key(self, username, key):
            path = folder / "authorized_keys"
            lines = path.read_text() if path.exists() else ""
            return self._note(username == USER and _bare(key) in lines)

        def _note(self, admitted):
            if admitted:
                with (folder / "signed_in").open("a") as file:
                    file.write("x")
            return admitted

    class Files(asyncssh.SFTPServer):
        def __init__(self, channel):
            super().__init__(channel, chroot=str(folder / "files").encode())

        def write(self, file_obj, offset, data):
            if mood() != "cuts":
                return super().write(file_obj, offset, data)
            super().write(file_obj, offset, data[: len(data) // 2])
            file_obj.flush()
            self.channel.get_connection().abort()
            return len(data)

        def posix_rename(self, oldpath, newpath):
            if mood() == "old":
                raise asyncssh.SFTPOpUnsupported("no such extension")
            super().posix_rename(oldpath, newpath)

    def _bare(key):
        return key.export_public_key().decode().split()[1]

    other = asyncssh.generate_private_key("ecdsa-sha2-nistp256")  # of servers with several keys
    listener = await asyncssh.listen(
        "127.0.0.1",
        0,
        server_factory=Keeper,
        server_host_keys=[other, str(folder / "host_key")],
        sftp_factory=Files,
    )
    print(listener.get_port(), flush=True)
    await listener.wait_closed()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
