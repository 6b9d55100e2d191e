"""The numbers of surveys: from columns of answers to what may be told, how sure it is, and what has to stay hidden.

Import from the modules: ``columns`` and ``packing`` (answers as arrays), ``tables`` (distributions and cross-tabs),
``associations`` (tests of them), ``sizes`` (samples and margins), ``scores`` (net promoters, rankings, allocations),
``weighting`` (raking, representativeness), ``suppression`` and ``audit`` (small cells, and the proof that they stay hidden),
``waves`` (what changed), ``words`` and ``screening`` (open answers), ``places``, ``timing``. The methods stand in
``docs/methods/polls.md``.
"""
