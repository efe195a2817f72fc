"""What a command calls may fail, and then the command has failed too."""

import json

import pytest

from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import chalice_deploy, package


@pytest.fixture
def project(tmp_path):
    """A project whose code cannot be loaded, so that the real `chalice deploy` fails before it calls AWS."""
    (tmp_path / ".chalice").mkdir()
    config = {"version": "2.0", "app_name": "sedulur", "stages": {"uji": {}}}
    (tmp_path / ".chalice" / "config.json").write_text(json.dumps(config))
    (tmp_path / "app.py").write_text("raise RuntimeError('this code cannot be loaded')\n")
    return tmp_path


def test_a_deploy_in_which_chalice_fails_has_failed(project, capfd):
    with pytest.raises(Refused, match="`chalice deploy` failed"):
        chalice_deploy._chalice(project, Account("uji", "ap-southeast-3", "http://127.0.0.1:9"))
    assert "this code cannot be loaded" in capfd.readouterr().err, "Chalice itself says why"


@pytest.mark.parametrize("error", ["NoSuchPackageError", "PackageDownloadError"])
def test_a_package_of_which_pip_loads_not_everything_is_not_built(monkeypatch, tmp_path, error):
    from chalice.deploy import packager

    def fail(*_):
        raise getattr(packager, error)("no network")

    monkeypatch.setattr(packager.DependencyBuilder, "build_site_packages", fail)
    with pytest.raises(package.CannotBuild, match="no network"):
        package._install(tmp_path / "requirements.txt", tmp_path / "tree")
