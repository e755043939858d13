"""The tests, by what they test; conftest.py has the servers that they run on."""
