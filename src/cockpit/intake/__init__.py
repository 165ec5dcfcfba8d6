"""Files in: CSV and XLSX become validated columns, and every row that could not is explained."""
