"""Documents that people take away: the diagnosis as PDF and as a text document. What they say comes from the queries."""
