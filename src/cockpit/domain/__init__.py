"""The words of the field, as small frozen values that import nothing else of ours."""
