"""Composite indicators: treat, impute, normalise, weigh, aggregate, rank; a recipe replays them."""
