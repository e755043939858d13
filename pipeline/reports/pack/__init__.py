"""The inspector's pack: one file with registers, log, summary and what is needed to check it."""
