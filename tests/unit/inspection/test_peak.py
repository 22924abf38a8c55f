import torch

from informer.inspection.peak import peak_bytes

KB = torch.zeros(250)
"""1,000 bytes"""


def test_what_is_gone_is_not_held() -> None:
    def chain() -> torch.Tensor:
        x = KB + 1  # 1 kB
        for _ in range(10):
            x = x + 1  # the new one beside the old one
        return x

    assert peak_bytes(chain) == 2_000


def test_what_is_kept_adds_up() -> None:
    assert peak_bytes(lambda: [KB + i for i in range(7)]) == 7_000


def test_the_most_counts_and_not_the_end() -> None:
    def there_and_back() -> torch.Tensor:
        many = [KB + i for i in range(5)]
        return torch.stack(many)[0].clone()  # 5 kB, 5 kB more, and 1 kB of one row

    assert peak_bytes(there_and_back) == 11_000


def test_views_and_what_was_there_before_cost_nothing() -> None:
    weight = torch.nn.Parameter(torch.zeros(10, 250))

    def look() -> torch.Tensor:
        with torch.no_grad():
            return weight.t()[3:].unsqueeze(0).expand(2, -1, -1)

    assert peak_bytes(look) == 0
    assert peak_bytes(lambda: KB.add_(0)) == 0


def test_a_storage_that_takes_the_place_of_a_freed_one_is_counted_again() -> None:
    def again() -> None:
        for _ in range(50):
            a = torch.ones(250)
            b = a + a
            del a, b

    assert peak_bytes(again) == 2_000
