"""The pages of the documentation, the commands in them, and what they say that a command prints.

A page shows commands in blocks that are indented by four blanks, and what they print in a fenced
block without a language right after them, shortened by lines of three points.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.cli.calling import ROOT
from tests.docs.reference.markdown import anchor

#: A call of the command: at the start, after what the shell joins with, or after variables.
CALL = re.compile(r"(?:^|[|&;(]\s*|^(?:\w+=\S*\s+)+)recert\s")

#: What comes out otherwise each time: moments, hashes, sizes, durations.
_PASSING = (
    (
        re.compile(
            r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|\+00(?::00)?| UTC)?"
        ),
        "D",
    ),
    (re.compile(r"\b[0-9a-f]{64}\b"), "H"),
    (re.compile(r"\brecert-[0-9a-f]{12}\b"), "R"),
    (re.compile(r"\b\d+(?:\.\d+)? s(?:econds)?\b"), "S"),
)


@dataclass
class Block:
    """Some commands, one after the other, and what the page shows of their output."""

    commands: list[str]
    shown: list[str] = field(default_factory=list)


def documents() -> list[Path]:
    """All pages with prose of the product, decisions left out: these tell of their day."""
    found = [ROOT / name for name in ("README.md", "CONTRIBUTING.md")]
    found += sorted((ROOT / "docs").rglob("*.md"))
    found += [ROOT / "dbt_project" / "README.md", ROOT / "examples" / "README.md"]
    return [path for path in found if "decisions" not in path.parts]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """The code of a page: its kind, and its lines without their indent.

    The kind is ``indented``, or the language of a fenced block, which may be blank.
    """
    fenced: list[str] | None = None
    language, indented = "", list[str]()
    for line in [*text.split("\n"), ""]:
        if fenced is not None:
            if line.startswith("```"):
                yield language, fenced
                fenced = None
            else:
                fenced.append(line)
        elif line.startswith("```"):
            fenced, language = [], line.removeprefix("```").strip()
        elif line.startswith("    "):
            indented.append(line[4:])
            continue
        if indented:
            yield "indented", indented
            indented = []


def commands(lines: list[str]) -> list[str]:
    """The commands of a block, each whole where it goes on over lines, comments left out.

    One that is given lines of its own (``<<'CSV'``) has them.
    """
    found: list[str] = []
    end = None
    for line in "\n".join(lines).replace("\\\n", " ").split("\n"):
        if end is not None:
            found[-1] += f"\n{line}"
            end = None if line == end else end
            continue
        command = re.sub(r"\s{2,}# .*$", "", line).strip()
        if command and not command.startswith("# "):
            found.append(command)
            given = re.search(r"<<'(\w+)'$", command)
            end = given.group(1) if given else None
    return found


def is_shell(found: list[str]) -> bool:
    """Whether these lines are for a shell: one of them calls the command."""
    return any(CALL.search(command) for command in found)


def shell_blocks(page: Path, *, below: str = "", above: str = "\0") -> list[Block]:
    """What the page would have typed, in order, with what it shows of the output.

    ``below`` and ``above`` are headings between which it is taken.
    """
    result: list[Block] = []
    follows = False
    text = page.read_text(encoding="utf-8")
    for kind, lines in blocks(text[text.index(below) :].partition(above)[0]):
        if kind == "indented":
            found = commands(lines)
            follows = is_shell(found)
            if follows:
                result.append(Block(found))
        elif kind == "" and follows:
            result[-1].shown = lines
            follows = False
        else:
            follows = False
    return result


def other_calls(page: Path) -> list[str]:
    """The calls in fenced blocks of a language: files for other programs."""
    return [
        line.strip()
        for kind, lines in blocks(page.read_text(encoding="utf-8"))
        if kind not in ("", "indented")
        for line in lines
        if re.search(r"\brecert (?:daily|notifications|report|scan|audit)\b", line)
    ]


def calls(command: str) -> list[list[str]]:
    """The arguments of each call of ``recert`` in a line for a shell."""
    text = command.replace("$(", "$_").replace(")", "")
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    found: list[list[str]] = []
    words: list[str] = []
    for word in [*lexer, ";"]:
        if not re.fullmatch(r"[|&;<>]+", word):
            words.append(word)
            continue
        while words and re.match(r"\w+=", words[0]):
            words.pop(0)
        if words and words[0] == "recert":
            found.append(words[1:])
        # what a redirection names is no command
        words = ["<"] if word.startswith(("<", ">")) else []
    return found


def inline_calls(page: Path) -> list[list[str]]:
    """The commands that sentences name, as far as they are told."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^ {4}.*$", "", text, flags=re.MULTILINE)
    found = re.findall(r"(?<!`)`((?:RECERT_\w+=\S+ )?recert [^`]+)`", text)
    return [call for span in found for call in calls(" ".join(span.split()).replace("'", ""))]


def anchors(page: Path) -> set[str]:
    """The names by which the headings of a page are linked to."""
    text = re.sub(
        r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    return {anchor(title) for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def settled(line: str) -> str:
    """A line of output without what differs each time."""
    for pattern, word in _PASSING:
        line = pattern.sub(word, line)
    return " ".join(re.sub(r"[-─━]{3,}", "--", line).split())


def missing(shown: list[str], printed: str) -> str | None:
    """The first line of what a page shows that the output has not, in this order."""
    rest = iter([settled(line) for line in printed.splitlines()])
    for line in shown:
        wanted = settled(line)
        if wanted not in ("", "...") and not any(wanted == line for line in rest):
            return line
    return None
