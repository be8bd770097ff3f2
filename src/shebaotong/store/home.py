"""The data folder: where everything lies that this installation may not lose."""

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from shebaotong.store.errors import StoreError

_CHECKOUT = Path(__file__).resolve().parents[3]
_SECRET_BYTES = 32


@dataclass(frozen=True)
class Home:
    """The data folder, absolute. Made on first use, with its secret readable by its owner only."""

    path: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """`SHEBAOTONG_HOME`, else `.data` in the checkout, else `.data` in the working folder."""
        named = os.environ.get("SHEBAOTONG_HOME")
        if named:
            return cls(Path(named).expanduser().absolute())
        base = _CHECKOUT if (_CHECKOUT / "pyproject.toml").exists() else Path.cwd()
        return cls(base / ".data")

    def create(self) -> None:
        """Make the folder where it is missing. Raises StoreError where it cannot be made."""
        # Root keeps it passable: PostgreSQL runs as another user below it, behind its own 0700 folder.
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o755 if os.geteuid() == 0 else 0o700)
        except OSError as failed:
            raise self._unusable(failed) from None

    def _unusable(self, failed: OSError) -> StoreError:
        return StoreError(
            f"The data folder {self.path} cannot be used: {failed.strerror}. Give the user of this "
            "program the right to write there, or name another folder in SHEBAOTONG_HOME."
        )

    def secret(self) -> bytes:
        """The installation's secret, written on first use; two programs that start at once get the same.

        Raises StoreError where the folder cannot be made, written or read.
        """
        self.create()
        try:
            return self._secret()
        except OSError as failed:
            raise self._unusable(failed) from None

    def _secret(self) -> bytes:
        file = self.path / "secret"
        if not file.exists():
            fresh = self.path / f"secret.{os.getpid()}.{secrets.token_hex(4)}"
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(secrets.token_bytes(_SECRET_BYTES))
                out.flush()
                os.fsync(out.fileno())
            try:
                os.link(fresh, file)
            except FileExistsError:
                pass  # the other program was first
            finally:
                fresh.unlink()
        return file.read_bytes()

    def derive(self, *, purpose: str) -> str:
        """A password or key for one purpose, the same for as long as the secret lives."""
        return derive(self.secret(), purpose=purpose)


def derive(key: bytes, *, purpose: str) -> str:
    """43 characters of base64url: HMAC-SHA-256 of the purpose under the key."""
    digest = hmac.new(key, purpose.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
