"""What is measured side by side: one small adapter a contender, each run in its own process.

An adapter is a function that takes a task's fields as keywords and returns a
:class:`~bench.contenders.contender.Contender`.
"""
