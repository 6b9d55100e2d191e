"""The furniture: pages, forms, tables, journal, guards and components that every room uses.

Knows Django, knows no business word. A room registers itself with a manifest, guards its views with
:mod:`sciezka.kit.guards`, writes its journal with :mod:`sciezka.kit.journal`, and draws its pages with the
components that stand in the gallery.
"""
