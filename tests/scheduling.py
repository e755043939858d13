"""Which tests go to one worker together, and which go first.

What a module or folder makes once, such as a company with marts, is made once only where one
worker has all tests that use it. And a worker that begins what is long at the end works alone.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

#: Files and folders that share more than a file does: by the beginning of their path.
TOGETHER = {
    "tests/cli/reports/": "inspected",
    "tests/docs/test_queries.py": "inspected",
    "tests/site/": "site",
}

#: What takes longest, so that it begins first: units, files, or the beginnings of their paths.
LONGEST = (
    "tests/docs/test_pages.py",
    "inspected",
    "site",
    "tests/dbt/",
    "tests/faults/",
    "tests/concurrency/test_pairs.py",
    "tests/docs/",
    "tests/oulad/",
    "tests/model/",
    "tests/install/",
    "tests/embedded/",
    "tests/demo/",
    "tests/mutation/",
)


def unit(nodeid: str) -> str:
    """The tests that go to one worker: those of a file, or of several that share something."""
    file = nodeid.partition("::")[0]
    for beginning, name in TOGETHER.items():
        if file.startswith(beginning):
            return name
    return file


def place(nodeid: str) -> int:
    """Where in the order a test stands."""
    name = unit(nodeid)
    for number, beginning in enumerate(LONGEST):
        if name.startswith(beginning):
            return number
    return len(LONGEST)


class Scheduling(LoadScopeScheduling):
    """Hands out units in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)
