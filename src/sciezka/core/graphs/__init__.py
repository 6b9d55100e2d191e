"""Checked graphs: what a plan rests on, reckoned, and laid out in layers.

Import from the modules: ``types`` (graphs), ``cycles``, ``walking`` (reach, depth, roots, reduction), ``footing`` (why a
node is there, and what falls without it), ``coverage`` (matrices), ``outline`` (the graph to read aloud), ``layout``
(pictures) and ``compare`` (two states). An edge leads from what carries to what rests on it. All give the same for the
same graph, in the order of its nodes. The methods stand in ``docs/methods/graphs.md``.
"""
