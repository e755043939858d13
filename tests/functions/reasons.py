"""Change reasons that rule 2 turns down, and some that it lets pass: the same for each function."""

from __future__ import annotations

import pytest

TOO_SHORT = [
    pytest.param("Nine char", id="nine characters"),
    pytest.param("  Nine char\n\t ", id="nine characters after trimming"),
    pytest.param(" " * 10, id="ten spaces"),
    pytest.param("\u00a0" * 10, id="ten non-breaking spaces"),
    pytest.param("\u200b\u3000\u2003\ufeff" * 5, id="other blanks of Unicode"),
    pytest.param("", id="empty"),
    pytest.param(None, id="null"),
]

VERBATIM = [
    pytest.param("Ten chars!", id="ten characters"),
    pytest.param("  Kept word for word,\n\twith the blanks around it \u00a0", id="blanks around"),
    pytest.param(
        "Zéro défaut 'quoted' \"double\" \\n %s {} $$ 安全 \U0001f512", id="odd characters"
    ),
    pytest.param("x" * 100_000, id="long"),
]
