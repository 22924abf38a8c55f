"""Pages are run as a person's session runs them, on one tiny run that is trained once."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from informer.data.series import TimeSeries
from informer.plan import plan_run
from informer.training.records import now
from informer.training.runs import RunFolder, RunStore
from informer.training.train import train_run
from pages import _library

ROOT = Path(__file__).parents[2]
TINY = {
    "d_model": 16,
    "n_heads": 2,
    "d_ff": 16,
    "seq_len": 24,
    "pred_len": 6,
    "max_steps": 4,
    "eval_every": 2,
    "device": "cpu",
}


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, hourly_series: TimeSeries) -> RunFolder:
    """A run that has ended well; copied by each test that needs one."""
    config = plan_run(hourly_series, targets=["load"], known_future=["event"], overrides=TINY)
    folder = RunStore(tmp_path_factory.mktemp("trained")).create(hourly_series, config)
    train_run(folder)
    return folder


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of runs, and no sample run, as far as the pages know."""
    root = tmp_path / "runs"
    root.mkdir()
    monkeypatch.setenv("INFORMER_RUNS", str(root))
    samples = tmp_path / "sample_data"
    samples.mkdir()
    shutil.copy(ROOT / "sample_data" / "us_employment_monthly.csv", samples)
    monkeypatch.setattr(_library, "SAMPLE_DATA", samples)
    return root


@pytest.fixture
def done(runs: Path, trained: RunFolder) -> RunFolder:
    """The trained run, among the runs."""
    path = runs / trained.path.name
    shutil.copytree(trained.path, path)
    return RunFolder(path)


@pytest.fixture
def sample(runs: Path, trained: RunFolder) -> RunFolder:
    """The trained run, shipped with the app."""
    path = _library.SAMPLE_DATA / "run"
    shutil.copytree(trained.path, path)
    return RunFolder(path)


@pytest.fixture
def in_state(done: RunFolder) -> Callable[..., RunFolder]:
    """The run as if it were still at it, or had gone wrong."""

    def change(status: str, **fields: object) -> RunFolder:
        done.update(status=status, result=None, created=now(), worker=None, **fields)
        done.beat()
        return done

    return change


Open = Callable[..., AppTest]


@pytest.fixture
def open_page(runs: Path) -> Open:
    """Open a page by its name and address, as a first visit; no page may show a traceback."""

    def open_one(page: str, **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.run()
        for name, text in query.items():
            app.query_params[name] = text
        return shown(app.switch_page(f"pages/{page}.py"))

    return open_one


def shown(app: AppTest) -> AppTest:
    """Run the page; nothing on it may be an exception."""
    app.run()
    assert not app.exception, app.exception[0].value
    return app


def words(app: AppTest) -> str:
    """All that is written on the page."""
    kinds = ("title", "subheader", "markdown", "caption", "error", "warning", "info", "latex")
    return "\n".join(str(element.value) for kind in kinds for element in app.get(kind))
