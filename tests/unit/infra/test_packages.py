"""What ships is what was noted, is listed, and is looked up; and nobody is told that all is well who cannot know it."""

import json
import subprocess
from importlib import metadata

import pytest

from infra.__main__ import main
from infra.aws.release import package
from infra.packages import audit, hashes, sbom
from infra.packages.requirements import PROJECT, Requirement, shipped


def test_every_package_that_ships_has_its_hashes():
    assert set(hashes.read(PROJECT)) == set(shipped()), (
        "after a change of requirements.txt: python -m infra hash-packages"
    )
    assert all(hashes.read(PROJECT).values())


@pytest.fixture
def wheel(tmp_path):
    file = tmp_path / "Some_Package-1.0-py3-none-any.whl"
    file.write_bytes(b"wheel")
    return file


def test_a_wheel_that_is_another_than_noted_is_not_packaged(wheel, monkeypatch):
    import hashlib

    noted = {Requirement("some-package", "1.0"): frozenset({hashlib.sha256(b"wheel").hexdigest()})}
    monkeypatch.setattr(package, "_hashes", lambda: noted)
    package._refuse_unknown([wheel])
    wheel.write_bytes(b"wheel that somebody has changed")
    with pytest.raises(package.CannotBuild, match=r"Some_Package-1\.0.*do not deploy it"):
        package._refuse_unknown([wheel])


def test_a_wheel_of_which_nothing_is_noted_is_not_packaged_either(wheel, monkeypatch):
    monkeypatch.setattr(package, "_hashes", dict)
    with pytest.raises(package.CannotBuild, match="python -m infra hash-packages"):
        package._refuse_unknown([wheel])


def test_chalice_hands_each_wheel_to_the_check_before_it_unpacks_it(monkeypatch, tmp_path):
    from chalice.deploy import packager

    class Wheel:
        filename = "other-1.0-py3-none-any.whl"

    def downloads(_, abi, directory, requirements):
        (tmp_path / "seen").touch()
        return {Wheel}, set()

    (tmp_path / "requirements.txt").write_text("other==1.0\n")
    monkeypatch.setattr(packager.DependencyBuilder, "_download_dependencies", downloads)
    monkeypatch.setattr(hashes, "unknown", lambda wheels, _: [each.name for each in wheels])
    with pytest.raises(package.CannotBuild, match=r"other-1\.0"):
        package._install(tmp_path / "requirements.txt", tmp_path / "tree")
    assert (tmp_path / "seen").exists()


def test_the_list_of_what_ships_names_every_package_once_with_version_and_licence():
    document = sbom.document()
    components = {each["name"]: each for each in document["components"]}
    assert components.keys() == {each.name for each in shipped()} | {"chalice"}
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    assert components["chalice"]["version"] == metadata.version("chalice")
    assert components["cryptography"]["purl"].startswith("pkg:pypi/cryptography@")
    assert [name for name, each in components.items() if "licenses" not in each] == []
    needed = {each["ref"]: each["dependsOn"] for each in document["dependencies"]}
    assert needed["sedulur"] == [each["bom-ref"] for each in document["components"]]
    assert components["markupsafe"]["bom-ref"] in needed[components["jinja2"]["bom-ref"]]


def test_the_same_sources_give_the_same_list(capsys, tmp_path):
    assert main(["sbom", str(tmp_path / "sbom.json")]) == 0
    capsys.readouterr()
    assert main(["sbom"]) == 0
    assert capsys.readouterr().out == (tmp_path / "sbom.json").read_text()


@pytest.fixture
def pip_audit(monkeypatch):
    """Lets pip-audit answer, by database, with this output."""

    def answering(**outputs):
        def run(command, **_):
            service = command[command.index("--vulnerability-service") + 1]
            output = outputs[service]
            return subprocess.CompletedProcess(command, 0, output, "" if output.startswith("{") else "no route to host")

        monkeypatch.setattr(audit, "find_spec", lambda _: object())
        monkeypatch.setattr(subprocess, "run", run)

    return answering


def report(*vulnerable, skipped=()):
    listed = [{"name": each.name, "version": each.version, "vulns": []} for each in shipped()]
    for package_ in listed:
        if package_["name"] in vulnerable:
            package_["vulns"] = [{"id": "PYSEC-2026-1", "fix_versions": ["99.0"]}]
        if package_["name"] in skipped:
            package_["skip_reason"] = "not found"
    return json.dumps({"dependencies": listed, "fixes": []})


def test_a_vulnerable_package_is_told_with_what_mends_it(pip_audit, capsys):
    pip_audit(pypi=report("jinja2"))
    assert main(["audit-packages"]) == 1
    assert "jinja2 3" in (output := capsys.readouterr().out)
    assert "PYSEC-2026-1, mended in 99.0" in output


def test_the_second_database_is_asked_where_the_first_knows_not_all(pip_audit, capsys):
    pip_audit(pypi=report(skipped=("jinja2",)), osv=report())
    assert main(["audit-packages"]) == 0
    assert "0 known vulnerabilities, by osv" in capsys.readouterr().out


@pytest.mark.parametrize("osv", ["", report(skipped=("pynamodb",)), json.dumps({"dependencies": []})])
def test_without_a_database_nothing_is_known_and_that_is_told(pip_audit, capsys, osv):
    pip_audit(pypi=report(skipped=("jinja2",)), osv=osv)
    assert main(["audit-packages"]) == 2
    assert "this is no all-clear" in (error := capsys.readouterr().err)
    assert "says nothing of jinja2" in error


def test_without_pip_audit_nothing_is_known_either(monkeypatch, capsys):
    monkeypatch.setattr(audit, "find_spec", lambda _: None)
    assert main(["audit-packages"]) == 2
    assert "pip-audit is not installed" in capsys.readouterr().err
