"""Series of official figures: what a value is worth, which zero is a zero, which unit is which, what must add up."""
