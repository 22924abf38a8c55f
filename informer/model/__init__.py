"""The Informer, to be read like an annotated paper. Reading order:

1. ``sparsity``       how far from uniform a query attends: KL, M, max-mean (section 3.2, formulas);
                      ``sizes``: how many keys and queries
2. ``sampling``       where the sampled keys come from
3. ``attention``      ProbSparse and full attention (section 3.2, Algorithm 1); ``blocks``: many
                      heads without holding their scores
4. ``embedding``      value + position + calendar (section 3.1, appendix B)
5. ``encoder``        attention layers with distilling between them, and the stack (section 3.3)
6. ``decoder``        start token and placeholders in, the whole horizon out (section 3.4)
7. ``normalisation``  each window by its own mean and deviation; ``draft``: a linear forecast in the
                      placeholders; ``dropout``: a quick one (options, not in the paper)
8. ``informer``       all of it, and ``trace``: what it reports of itself; ``modes``: only asked
9. ``reference``      checkpoints of the public code; ``reference_case``: are we the same?
"""
