"""`python -m web` is `rouage`."""

from web.cli import main

main(prog_name="rouage")
