"""`python -m cockpit` and the installed `cockpit` command."""

from cockpit.bootstrap import run_window
from cockpit.cli.app import run


def main() -> None:
    """Run the command line, which opens the window when no command is given."""
    run(open_window=run_window)


if __name__ == "__main__":
    main()
