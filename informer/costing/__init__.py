"""What attention, distilling and decoding cost: counted by formula, and measured on this machine.

Reading order: :mod:`~informer.costing.counts` (formulas), :mod:`~informer.costing.results` (what is
known of a machine) with :mod:`~informer.costing.machine`; :mod:`~informer.costing.plan` (what is to
be measured), :mod:`~informer.costing.measure` with ``timing``, ``memory`` and the three things
measured, ``attention``, ``encoder`` and ``decoding``; :mod:`~informer.costing.store` (on disk),
:mod:`~informer.costing.work`, ``worker`` and ``launch`` (the process); ``verdict`` (in a word).
"""
