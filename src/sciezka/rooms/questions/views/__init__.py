"""What goes out: guard, query, form, render."""
