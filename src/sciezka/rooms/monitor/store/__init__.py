"""The observations and what is reckoned from them: the only place of the rooms that knows arrays and DuckDB."""
