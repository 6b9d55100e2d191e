"""Files that people take away: tables and the report. What they say comes from the queries."""
