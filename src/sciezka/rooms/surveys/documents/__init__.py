"""What a survey gives as files and letters."""
