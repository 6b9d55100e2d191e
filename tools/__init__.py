"""Tools of the repository: setting up, testing, translations, static files."""
