"""``python -m pipeline`` is the command, too."""

from pipeline.cli import main

main()
