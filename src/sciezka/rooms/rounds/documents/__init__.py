"""Files that leave the product."""
