"""Training: the loop, run folders, and the process of its own.

Reading order: :mod:`~informer.training.fit` (with ``schedule`` and ``randomness``),
:mod:`~informer.training.runs` (with ``records`` and ``reports``), :mod:`~informer.training.train`,
:mod:`~informer.training.worker`.
"""
