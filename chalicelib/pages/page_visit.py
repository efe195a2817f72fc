"""One visit to a page: the language read, and links that work below any base path."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, urlencode

from chalicelib.domain.values import value
from chalicelib.texts import DEFAULT, LANGUAGES, say

if TYPE_CHECKING:
    from chalicelib.domain.city.catalogue import Catalogue
    from chalicelib.domain.city.working_time import Calendar

    class Pack(Protocol):
        """What pages need of a city pack."""

        @property
        def catalogue(self) -> Catalogue: ...

        @property
        def calendar(self) -> Calendar: ...

        @property
        def answers(self) -> Mapping[str, Any]: ...


@value
class Visit:
    """What the request says about the visitor.

    `base` is the path below which everything lives (`/api` on API Gateway, empty locally), `path` the page's
    path below it, `query` what was asked, `origin` scheme and host as the visitor's browser knows them, `city` what
    is read of the city pack when a page needs it.
    """

    base: str
    path: str
    query: Mapping[str, str]
    origin: str
    city: "Pack"

    @property
    def catalogue(self) -> "Catalogue":
        return self.city.catalogue

    @property
    def language(self) -> str:
        """Bahasa Indonesia first; every link of an English page carries `lang=en`, so no cookie is needed."""
        asked = self.query.get("lang", DEFAULT)
        return asked if asked in LANGUAGES else DEFAULT

    def link(self, path: str, **query: str | None) -> str:
        """Address of another page in the language of this one; empty values are left out."""
        return self._address(path, self.language, query)

    def elsewise(self, language: str) -> str:
        """Address of this same page in another language."""
        return self._address(self.path, language, self.query)

    def asking(self, **query: str) -> "Visit":
        """This visit as if it had asked with this query as well."""
        return replace(self, query={**self.query, **query})

    def absolute(self, path: str) -> str:
        """Address to write down or scan: with scheme and host, in no language; "" if the browser did not say."""
        return f"{self.origin}{self.base}{path}" if self.origin else ""

    def say(self, key: str, **params: object) -> str:
        return say(self.language, key, **params)

    def _address(self, path: str, language: str, query: Mapping[str, str | None]) -> str:
        told = {name: value for name, value in query.items() if value and name != "lang"}
        if language != DEFAULT:
            told["lang"] = language
        return f"{self.base}{_within(path)}" + (f"?{urlencode(told)}" if told else "")


def _within(path: str) -> str:
    """A path as it stands in an address: whatever a visitor made of it, it leads to no other host."""
    return "/" + quote(path.lstrip("/"), safe="/%-_.~")
