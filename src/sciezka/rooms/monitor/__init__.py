"""The monitor room: where a town stands among comparable towns, and where it is heading, in numbers anyone can recompute.

Nouns: Batch (of observations), CatalogueVersion (of indicators), ComparisonGroup and GroupVersion, SavedRecipe, Finding.
The observations themselves lie in Parquet files (``store``), the reckoning in ``sciezka.core.index``. It draws no
conclusions: problems and goals belong to the rooms above, which cite findings through the golden thread.
"""
