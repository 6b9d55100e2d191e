"""The thread's pages: nodes and ties, and the check of the plan."""
