"""Where everything is wired together. Nothing heavy is imported before it is needed."""


def run_window(location: str | None = None) -> int:
    """Open the window on a store and run it until it is closed.

    Args:
        location: A file or URL; the user's own store where not given.

    Returns:
        The exit status.
    """
    from cockpit.desktop.app import build_application, open_window

    application = build_application()
    window = open_window(application, location)
    status = application.exec()
    window.deleteLater()
    return status
