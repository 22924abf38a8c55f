"""Lengths and multiply-adds of an encoder with and without distilling, from its configuration.

One multiply-add is one multiplication and the addition that follows. Counted are the matrix
products and convolutions of one forward pass over one window; what works element by element
(normalisation, activations, softmax, pooling) is not: it grows with L·D only. Letters as in
:mod:`informer.model.trace`; D_ff is the width inside the feed-forward network.
"""

from collections.abc import Sequence
from dataclasses import astuple

from informer.config import ModelConfig
from informer.inspection.distilling import map_lengths
from informer.inspection.distilling_results import MultiplyAdds
from informer.model.sizes import n_sampled_keys, n_selected_queries, scores_every_key

BYTES = 4
"""Of one number of a feature map, float32."""


def layer_lengths(config: ModelConfig, replica: int = 0, *, distil: bool = True) -> tuple[int, ...]:
    """The length each attention layer of a replica works on: ⌈L/2⌉ after each distilling layer.

    >>> layer_lengths(ModelConfig(enc_in=1, dec_in=1, c_out=1, seq_len=49, label_len=8, e_layers=3))
    (49, 25, 13)
    """
    length, n_layers = config.seq_len >> replica, config.encoder_layers[replica]
    return map_lengths(length, n_layers - 1) if distil else (length,) * n_layers


def memory_length(config: ModelConfig, *, distil: bool = True) -> int:
    """M, what the decoder attends to: the last length of every replica, joined along time."""
    replicas = range(len(config.encoder_layers))
    return sum(layer_lengths(config, replica, distil=distil)[-1] for replica in replicas)


def map_bytes(length: int, width: int) -> int:
    """Activation memory of a feature map ``[L, D]`` in float32: 4·L·D bytes."""
    return BYTES * length * width


def attention_layer(config: ModelConfig, length: int, *, as_run: bool = False) -> MultiplyAdds:
    """One encoder layer on ``length`` positions.

    projections 4·L·D²; feed-forward 2·L·D·D_ff; ProbSparse: sampled scores L·U·D, then scores and
    sums 2·u·L·D; full attention: 2·L²·D. ``as_run``: this code scores every key, L²·D, where one
    product is quicker than gathering U keys a query (:func:`scores_every_key`).
    """
    width, factor = config.d_model, config.sampling_factor
    sampling, attending = 0, length
    if config.attention == "prob_sparse":
        keys = n_sampled_keys(factor, length)
        if as_run and scores_every_key(length, keys, config.d_head):
            keys = length
        sampling, attending = length * keys * width, n_selected_queries(factor, length)
    return MultiplyAdds(
        projections=4 * length * width**2,
        sampling=sampling,
        attention=2 * attending * length * width,
        feed_forward=2 * length * width * config.d_ff,
    )


def distilling_layer(config: ModelConfig, length: int) -> MultiplyAdds:
    """The convolution over ``length`` positions, width 3, D to D: 3·L·D²."""
    return MultiplyAdds(distilling=3 * length * config.d_model**2)


def reading_memory(config: ModelConfig, memory: int) -> MultiplyAdds:
    """What of the decoder depends on how long its memory is.

    Keys and values of M positions, 2·M·D², and 2·L_Q·M·D for the scores and sums of L_Q rows, in
    each layer; the last layer asks for the horizon's rows only.
    """
    width = config.d_model
    rows = (config.d_layers - 1) * config.dec_len + config.pred_len
    projected = config.d_layers * 2 * memory * width**2
    return MultiplyAdds(reading=projected + 2 * rows * memory * width)


def encoder(config: ModelConfig, *, distil: bool = True, as_run: bool = False) -> MultiplyAdds:
    """All replicas: each attention layer, and the distilling layer after each but the last."""
    parts: list[MultiplyAdds] = []
    for replica in range(len(config.encoder_layers)):
        lengths = layer_lengths(config, replica, distil=distil)
        parts += [attention_layer(config, length, as_run=as_run) for length in lengths]
        if distil:
            parts += [distilling_layer(config, length) for length in lengths[:-1]]
    return _added(parts)


def encoder_and_reading(config: ModelConfig, *, distil: bool = True) -> MultiplyAdds:
    """The encoder, and the decoder reading what it says: all that distilling changes."""
    memory = memory_length(config, distil=distil)
    return _added([encoder(config, distil=distil), reading_memory(config, memory)])


def _added(parts: Sequence[MultiplyAdds]) -> MultiplyAdds:
    return MultiplyAdds(*map(sum, zip(*map(astuple, parts), strict=True)))
