import pytest
from pytest_socket import disable_socket, enable_socket


@pytest.fixture(autouse=True)
def no_network():
    """A unit test that opens a socket fails."""
    disable_socket()
    yield
    enable_socket()
