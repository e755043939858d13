"""Recert: keeps people's training valid when a procedure changes, and proves it."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("recert")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0"
