"""A browser without a screen: keeps cookies, sends the Origin of its page, follows nothing by itself."""

import http.client
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def location(self) -> str:
        """Where it sends us."""
        return self.headers["Location"] or ""


@dataclass(slots=True)
class Caller:
    """One browser at `address`, which the server believes since the test's own machine is a listed proxy."""

    url: str
    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        """GET a path; header names with _ for -."""
        return self.call("GET", path, **headers)

    def post(self, path: str, form: dict[str, str] | str, **headers: str) -> Answer:
        """POST a form as one of the server's own pages would."""
        body = form if isinstance(form, str) else urlencode(form)
        own = {"Origin": self.url, "Content_Type": "application/x-www-form-urlencoded"}
        return self.call("POST", path, body, **{**own, **headers})

    def call(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        """One request; an empty header is left out."""
        sent = {"X_Forwarded_For": self.address, "Accept": "text/html", "Cookie": self._cookie(), **headers}
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        try:
            names = {name.replace("_", "-"): value for name, value in sent.items() if value}
            connection.request(method, path, body.encode() if body is not None else None, names)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read().decode())
        finally:
            connection.close()
        self._keep(answer)
        return answer

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, answer: Answer) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if not morsel.value:
                    del self.cookies[name]
