"""Imports: files of users, trainings, versions, evidence and assignments into the database.

A file is streamed into a staging table and judged and loaded there, all in one transaction: all
of its rows are loaded, or none and every reason is told. Which columns there are, what they mean
and what makes a row bad is said in sql/ alone; here files are read and their text is copied.
"""

from pipeline.importing.load import load_file, load_stream
from pipeline.importing.result import ImportResult, Reject, RowsRejected

__all__ = ["ImportResult", "Reject", "RowsRejected", "load_file", "load_stream"]
