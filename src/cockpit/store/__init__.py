"""The only room with SQL: tables, migrations, reads that give values or frames, units of work."""
