"""Switches what keeps the rules off, one thing at a time, and asks whether a test notices."""
