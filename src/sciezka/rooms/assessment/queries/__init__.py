"""Reading assessments, banks of questions and cards."""
