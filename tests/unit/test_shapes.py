"""The declared shapes are really checked while the tests run; see tests/conftest.py."""

import pytest
import torch
from jaxtyping import TypeCheckError

from informer.model.sparsity import scores


def test_a_wrong_shape_is_an_error() -> None:
    scores(torch.zeros(2, 5, 8), torch.zeros(2, 6, 8))
    with pytest.raises(TypeCheckError):
        scores(torch.zeros(2, 5, 8), torch.zeros(1, 6, 8))  # which torch would broadcast
