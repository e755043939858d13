"""Rows of the marts as files: CSV, JSON lines, Parquet and workbooks, streamed."""
