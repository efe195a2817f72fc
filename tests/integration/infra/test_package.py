"""The package that Lambda gets. The requirements come from the package index, once; skipped where there is none."""

import importlib.util
import io
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from chalicelib.adapters.aws.clients import SERVICES
from chalicelib.http.api.public import OPENAPI
from infra.aws.release import bytecode, chalice_deploy, package
from infra.aws.release.stages import PROJECT
from tests.support.photo_files import a_file, a_picture, an_icc_profile, encoded
from tests.support.stage import built_packages

START = (
    "import app; from chalicelib.adapters.aws import clients as aws; [aws.client(service) for service in aws.SERVICES]"
)
UNCHECKED, CHECKED = 1, 3


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the sources, so that nobody changes them between two builds."""
    copy = tmp_path_factory.mktemp("checkout")
    package.copy_sources(PROJECT / "chalicelib", copy / "chalicelib")
    for name in ("app.py", "requirements.txt"):
        shutil.copy(PROJECT / name, copy / name)
    return copy


@pytest.fixture(scope="module")
def built(checkout):
    try:
        built_packages.requirements()
        return package.build(checkout, checkout / "one.zip", PROJECT)
    except package.CannotBuild as problem:
        pytest.skip(str(problem))


@pytest.fixture(scope="module")
def unpacked(built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(folder)
    return folder


def flags(pyc):
    return int.from_bytes(pyc.read_bytes()[4:8], "little")


def test_equal_sources_give_equal_bytes(checkout, built):
    again = package.build(checkout, checkout / "two.zip", PROJECT)
    assert again.read_bytes() == built.read_bytes()


def test_it_is_small_and_holds_each_file_once(built):
    names = zipfile.ZipFile(built).namelist()
    assert len(names) == len(set(names))
    assert built.stat().st_size < 30_000_000


def test_every_module_has_bytecode_that_lambda_need_not_check(unpacked):
    for source in unpacked.rglob("*.py"):
        compiled = source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"
        assert flags(compiled) == UNCHECKED, source


def test_only_the_services_in_use_are_described(unpacked):
    described = {each.name for each in (unpacked / "botocore" / "data").iterdir() if each.is_dir()}
    assert described == set(SERVICES)


def test_the_app_starts_from_it_and_from_nothing_else(unpacked):
    environment = {
        "PATH": os.environ["PATH"], "SEDULUR_STAGE": "uji", "SEDULUR_CITY": "pati", "AWS_REGION": "ap-southeast-3",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    bare = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run(
        [bare, "-S", "-c", START], cwd=unpacked, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_of_every_kind_is_cleaned_with_what_is_in_it(unpacked, kind):
    content = (
        a_file("phone.heic").content if kind == "HEIF" else encoded(a_picture(), kind, icc_profile=an_icc_profile())
    )
    program = (
        "import sys; from datetime import UTC, datetime; from chalicelib.adapters.photos.image_cleaning import clean; "
        "from chalicelib.flow.ports.photos import RawPhoto; "
        "print(clean(RawPhoto(sys.stdin.buffer.read(), '', datetime.now(UTC))).width)"
    )
    bare = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run(
        [bare, "-S", "-B", "-c", program], cwd=unpacked, input=content, capture_output=True, check=False
    )
    assert done.stdout.strip() == b"320", done.stderr


def test_the_apis_document_is_in_it(unpacked):
    assert (unpacked / "chalicelib/openapi.json").read_bytes() == OPENAPI.read_bytes()


def test_neither_tests_nor_tools_are_in_it(unpacked):
    tools = ("tests", "infra", "moto", "pytest", "boto3", "pydantic", "pydantic_core")
    assert not [each for each in tools if (unpacked / each).exists()]
    assert sorted(each.name for each in (unpacked / "chalice").glob("*.py")) == ["__init__.py", "app.py"]


def test_chalice_takes_the_package_that_lies_where_it_looks(checkout):
    from chalice.deploy.packager import DependencyBuilder, LambdaDeploymentPackager
    from chalice.utils import UI, OSUtils

    class NoPip(DependencyBuilder):
        def build_site_packages(self, *_, **__):
            raise AssertionError("Chalice builds its own package")

    target = chalice_deploy.package_path(checkout)
    target.parent.mkdir(parents=True)
    target.write_bytes(b"ours")
    packager = LambdaDeploymentPackager(OSUtils(), NoPip(OSUtils()), UI(out=io.StringIO()))

    assert packager.create_deployment_package(str(checkout), package.RUNTIME) == str(target)
    assert target.read_bytes() == b"ours"


def test_bytecode_for_a_plain_chalice_deploy_is_checked_and_only_of_the_requirements(built, tmp_path):
    stale = tmp_path / "gone" / "__pycache__"
    stale.mkdir(parents=True)

    count = bytecode.extract(built, tmp_path)

    left = list(tmp_path.rglob("*.pyc"))
    assert len(left) == count > 500
    assert {flags(each) for each in left} == {CHECKED}
    assert not stale.exists()
    assert not (tmp_path / "chalicelib").exists()
    assert not list((tmp_path / "__pycache__").glob("app.*"))


def test_stale_bytecode_is_left_aside(tmp_path):
    """Requirements may change after the last `infra deploy`; what `vendor/` holds is then merely useless."""
    source, cached = (
        tmp_path / "something.py",
        tmp_path / "__pycache__" / f"something.{sys.implementation.cache_tag}.pyc",
    )
    source.write_text("answer = 1\n")
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", str(source)], check=True
    )
    assert flags(cached) == CHECKED
    source.write_text("answer = 2\n")

    spec = importlib.util.spec_from_file_location("something", source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert module.answer == 2
