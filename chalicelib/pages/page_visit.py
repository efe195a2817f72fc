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
    from chalicelib.domain.publication.publication_rules import PublicationRules

    class Pack(Protocol):
        """What pages need of a city pack."""

        @property
        def catalogue(self) -> Catalogue: ...

        @property
        def calendar(self) -> Calendar: ...

        @property
        def publication_rules(self) -> PublicationRules: ...

        @property
        def answers(self) -> Mapping[str, Any]: ...


@value
class Visit:
    """One request for a page.

    `base` is the path below which everything lives (`/api` on API Gateway, empty locally), `path` the page's path
    below it, `query` the query's parameters, `origin` scheme and host as the browser knows them (empty if unknown),
    `city` the city pack, read when a page needs it.
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
        lang = self.query.get("lang", DEFAULT)
        return lang if lang in LANGUAGES else DEFAULT

    def link(self, path: str, **query: str | None) -> str:
        """Address of another page in the language of this one; empty values are left out."""
        return self._address(path, self.language, query)

    def in_language(self, language: str) -> str:
        """Address of this same page in another language."""
        return self._address(self.path, language, self.query)

    def with_query(self, **query: str) -> "Visit":
        """This visit with further query parameters."""
        return replace(self, query={**self.query, **query})

    def absolute(self, path: str) -> str:
        """Address to write down or scan, with scheme and host and without a language; empty if the host is unknown."""
        return f"{self.origin}{self.base}{path}" if self.origin else ""

    def say(self, key: str, **params: object) -> str:
        return say(self.language, key, **params)

    def _address(self, path: str, language: str, query: Mapping[str, str | None]) -> str:
        params = {name: value for name, value in query.items() if value and name != "lang"}
        if language != DEFAULT:
            params["lang"] = language
        return f"{self.base}{_within(path)}" + (f"?{urlencode(params)}" if params else "")


def _within(path: str) -> str:
    """The path quoted for an address; whatever it contains, the address leads to no other host."""
    return "/" + quote(path.lstrip("/"), safe="/%-_.~")
