"""The screens, each a twin of the presenter of the same name."""
