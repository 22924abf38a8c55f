"""Training: the loop, run folders, and the process of its own.

Reading order: :mod:`~informer.training.fit` (with ``step``, ``precision``,
``schedule``, ``randomness``, ``draft`` and ``average``; several processes: ``ranks``),
:mod:`~informer.training.runs` (with ``records`` and ``reports``), :mod:`~informer.training.train`,
:mod:`~informer.training.worker`.
"""
