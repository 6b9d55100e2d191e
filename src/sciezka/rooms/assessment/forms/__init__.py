"""What people send to the assessment room."""
