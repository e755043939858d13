"""What a figure is: a ratio of two times in one run, and the bar that it must hold."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.databases import Connection, Databases, tell

#: Seconds of what is compared with, and of what is compared.
Pair = tuple[float, float]


@dataclass(frozen=True)
class Figure:
    """A ratio: the second time of each pair through the first, of all pairs the median.

    ``bar`` is the most that it may be, or with ``is_least`` the least. ``means`` says in words what
    is compared with what. ``pairs`` gives as many pairs as it is asked for, in ``unit``.
    """

    name: str
    means: str
    bar: float
    pairs: Callable[[Databases, int], Iterable[Pair]]
    is_least: bool = False
    unit: str = "s"

    def measure(self, databases: Databases, number: int) -> dict[str, Any]:
        """The figure as a row of the results."""
        taken: list[Pair] = []
        for pair in self.pairs(databases, number):
            taken.append(pair)
            tell(
                f"{self.name} {len(taken)}/{number}:"
                f" {pair[0]:.3f} and {pair[1]:.3f} {self.unit}, {pair[1] / pair[0]:.3f}"
            )
        ratios = [second / first for first, second in taken]
        ratio = statistics.median(ratios)
        return {
            "figure": self.name,
            "ratio": round(ratio, 3),
            "bar": self.bar,
            "holds": ratio >= self.bar if self.is_least else ratio <= self.bar,
            "is_least": self.is_least,
            "means": self.means,
            "pairs": len(taken),
            "lowest": round(min(ratios), 3),
            "highest": round(max(ratios), 3),
            "unit": self.unit,
            "first": round(statistics.median(pair[0] for pair in taken), 4),
            "second": round(statistics.median(pair[1] for pair in taken), 4),
        }


def seconds(connection: Connection, *statements: str) -> float:
    """Seconds of the statements in one transaction, its commit included."""
    connection.execute("checkpoint")
    start = time.perf_counter()
    with connection.transaction():
        for statement in statements:
            connection.execute(statement.encode())
    return time.perf_counter() - start
