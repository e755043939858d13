"""The company of these tests."""

from __future__ import annotations

from tests.functions.completing import apart, company, filled, shared

__all__ = ["apart", "company", "filled", "shared"]
