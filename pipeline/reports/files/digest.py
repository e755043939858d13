"""SHA-256 of a file."""

from __future__ import annotations

import hashlib
from typing import IO

_CHUNK = 1 << 20


def digest_of(stream: IO[bytes]) -> str:
    """SHA-256 of a whole file that may be read back, in hexadecimal."""
    stream.flush()
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()
