"""Changing assessments, banks of questions and cards."""
