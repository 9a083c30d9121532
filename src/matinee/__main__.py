"""`python -m matinee` is the `matinee` command."""

from matinee.config.command import main

main()
