"""What goes out. Signing in, passwords and second factors are the sign-in library's views with our templates."""
