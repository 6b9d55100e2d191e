"""What comes in. ``names`` stands apart because the sign-in library reads it while its own forms are being made."""
