"""Options of a run so small that it trains in a second."""

TINY = ["--seq-len", "24", "--pred-len", "6", "--preset", "quick"]
for setting in (
    "d_model=8",
    "n_heads=2",
    "d_ff=16",
    "max_steps=8",
    "eval_every=4",
    "device=cpu",
    "linear_draft=false",
):
    TINY += ["--set", setting]
