import numpy as np

from informer.inspection.agreement import precision_at_u, top_queries


def test_precision_is_the_overlap_with_the_exact_choice() -> None:
    measure = np.float32([[4, 3, 2, 1, 0], [0, 1, 2, 3, 4]])
    selected = np.array([[0, 1], [0, 4]])
    np.testing.assert_array_equal(precision_at_u(selected, measure), [1.0, 0.5])


def test_top_queries_are_in_order_of_time_and_ties_go_to_the_earlier() -> None:
    assert top_queries(np.float32([[1, 5, 1, 9, 1]]), 3).tolist() == [[0, 1, 3]]
