"""Runnable comparisons of the cockpit against what a user would use instead."""
