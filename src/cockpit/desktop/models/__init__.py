"""Table models: named columns, a sort role, no store."""
