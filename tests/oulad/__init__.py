"""The open data set, run through the command and recomputed by an oracle of its own."""
