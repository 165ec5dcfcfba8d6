"""`python -m cockpit` and the installed `cockpit` command."""

from cockpit.cli.app import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
