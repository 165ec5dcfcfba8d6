"""The demo team: a made-up team whose quarter holds every kind of shortfall."""
