"""`python -m studyhub` is the `studyhub` command."""

from studyhub.cli import main

if __name__ == "__main__":
    main()
