"""Where people find the system."""

import pytest

from chalicelib import names
from chalicelib.adapters.dynamodb.stores import site_settings
from tests.support.stage.stage_world import client


def test_the_address_that_the_deploy_wrote_is_read_once(stage, wire):
    site_settings.write("https://lapor.contoh.example/api/")
    wire.forget()
    read = site_settings.TableSiteSettings()
    assert read() == read() == "https://lapor.contoh.example/api"
    assert wire.operations == ["GetItem"]


def test_an_address_that_nobody_wrote_is_a_clear_error(stage):
    key = {"pk": {"S": "site"}, "sk": {"S": "site"}}
    client("dynamodb").delete_item(TableName=names.table(stage), Key=key)
    with pytest.raises(site_settings.SiteUnknown):
        site_settings.TableSiteSettings()()
