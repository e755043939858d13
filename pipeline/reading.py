"""Small text files that options name, and standard input: read whole, but never without end."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.errors import BadInput

#: Characters: as many as a value of an imported file may have.
LONGEST_TEXT = 1_048_576

_BYTES_OF_A_CHARACTER = 4


def text_of(file: Path, *, sqlstate: str = "ZR102") -> str:
    """The text of a file in UTF-8, ``-`` for standard input, without its byte order mark.

    Raises :class:`BadInput` with this code where it is no text or too long.
    """
    try:
        with click.open_file(str(file), "rb") as stream:
            # devices and pipes may go on for ever
            data = stream.read(_BYTES_OF_A_CHARACTER * (LONGEST_TEXT + 1) + 1)
    except OSError as error:
        raise BadInput(
            "The file cannot be read.",
            sqlstate=sqlstate,
            detail=f"{file}: {error.strerror or error}",
            hint="Check that it is there and that it may be read.",
        ) from error
    fault = "it is too long"
    try:
        text: str = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # where more follows, the end of what was read may lie within a character
        if len(data) <= _BYTES_OF_A_CHARACTER * LONGEST_TEXT or error.start < len(data) - 4:
            fault = f"byte {error.start} is not UTF-8"
    else:
        if len(text) <= LONGEST_TEXT and "\0" not in text:
            return text
        if "\0" in text:
            fault = "it holds a NUL character"
    raise BadInput(
        "The file is no text that can be used.",
        sqlstate=sqlstate,
        detail=f"{file}: {fault}",
        hint=f"Give a text file in UTF-8 of at most {LONGEST_TEXT:,} characters.",
    )
