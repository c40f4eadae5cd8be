"""People at work on applications over HTTP, for tests."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from typing import Any

from tests.api.place import Place

REFERRED, REFUSED, GRANTED = 0, 2, 4
"""Applicants of the small bundle's exam, by what is proposed for them."""
FOR = {"code": "income_proved", "words": "three payslips were shown"}
AGAINST = {"code": "debt_undeclared", "words": "a running loan came up"}
ASKING = {"documents": ["work", "income"], "words": "I would like to read the new contract"}
INFORMATION = {"version": "1", "lang": "fr"}
Json = dict[str, Any]
KEYS = itertools.count()


@dataclass
class Desk:
    """A service where people open, score, decide, and review applications."""

    place: Place

    def file(self, which: int = REFUSED, **facts: Any) -> Json:
        """The credit file of an exam's applicant, facts changed."""
        found: Json = json.loads(self.place.service.models.bundle.exam.credit_files[which])
        found["application"] |= facts
        return found

    def post(
        self, user: str, path: str, body: Json | None = None, key: str = "", **headers: str
    ) -> Any:
        """What a user is answered; a new idempotency key where none is given."""
        self.place.clock.move(milliseconds=2)  # names of records sort by time
        named = {"Idempotency-Key": key or f"key-{next(KEYS)}"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        address = f"/v1/{path}"
        return self.place.http.post(address, json=body or {}, headers=self.place.as_(user) | named)

    def get(self, user: str, path: str, **parameters: Any) -> Any:
        """What a user is shown."""
        return self.place.http.get(f"/v1/{path}", params=parameters, headers=self.place.as_(user))

    def opened(self, which: int = REFUSED, user: str = "manager", **facts: Any) -> str:
        """The name of a new application of a new client."""
        body = {"credit_file": self.file(which, **facts), "information": INFORMATION}
        answer = self.post(user, "applications", body)
        assert answer.status_code == 201, answer.text
        found: str = answer.json()["id"]
        return found

    def proposed(self, which: int = REFUSED, **facts: Any) -> str:
        """The name of a new application that was scored."""
        application = self.opened(which, **facts)
        answer = self.post("manager", f"applications/{application}/proposal")
        assert answer.status_code == 201, answer.text
        return application

    def notified(self, which: int = REFUSED, **facts: Any) -> str:
        """The name of a refused application whose refusal was told."""
        application = self.proposed(which, **facts)
        for step, body in (("decision", {}), ("notification", {"lang": "fr"})):
            answer = self.post("manager", f"applications/{application}/{step}", body)
            assert answer.status_code == 200, answer.text
        return application

    def reviewed(self, which: int = REFUSED) -> tuple[str, str]:
        """An application and its review, just asked for."""
        application = self.notified(which)
        body = {"point_of_view": "a permanent job since May"}
        answer = self.post("manager", f"applications/{application}/reviews", body)
        assert answer.status_code == 201, answer.text
        return application, answer.json()["id"]

    def waiting(self) -> str:
        """An application whose large revision waits for a second person."""
        application = self.proposed(AMT_CREDIT=1_500_000.0)
        body = {"outcome": "granted", "ground": FOR}
        assert self.post("manager", f"applications/{application}/revision", body).is_success
        return application

    def decided(self) -> str:
        """An application with a decision that waits to be told."""
        application = self.proposed()
        assert self.post("manager", f"applications/{application}/decision").is_success
        return application

    def decision(self) -> str:
        """A decision, by name."""
        found = self.get("manager", f"applications/{self.decided()}").json()
        name: str = found["decision"]["id"]
        return name

    def review(self) -> str:
        """A review, just asked for."""
        return self.reviewed()[1]

    def assigned(self) -> str:
        """A review in the reviewer's hands."""
        review = self.review()
        answer = self.post("reviewer", f"reviews/{review}/assignment", if_match="*")
        assert answer.is_success, answer.text
        return review

    def looked(self) -> str:
        """A review in which the reviewer has given an own opinion."""
        review = self.assigned()
        body = {"outcome": "granted", "words": "the job is permanent"}
        assert self.post("reviewer", f"reviews/{review}/opinion", body, if_match="*").is_success
        return review

    def asked(self) -> str:
        """A review in which the client was asked for documents."""
        review = self.assigned()
        answer = self.post("reviewer", f"reviews/{review}/documents", ASKING, if_match="*")
        assert answer.is_success, answer.text
        return review

    def own_asked(self) -> str:
        """An application of client 100,001 of whom a reviewer asks for documents."""
        application = self.own()
        view = {"point_of_view": "I have a permanent job since May"}
        asked = self.post("client", f"me/applications/{application}/reviews", view)
        assert asked.is_success, asked.text
        review = asked.json()["id"]
        for step, body in (("assignment", {}), ("documents", ASKING)):
            answer = self.post("reviewer", f"reviews/{review}/{step}", body, if_match="*")
            assert answer.is_success, answer.text
        return application

    def own_draft(self) -> str:
        """An application of client 100,001 that nobody has assessed."""
        file = self.file(REFUSED, SK_ID_CURR=100_001, NAME_CONTRACT_TYPE="Revolving loans")
        for name in list(file):
            if name != "application":
                del file[name]
        self.place.http.put(
            "/v1/clients/100001/portfolio",
            json={"portfolio": "north"},
            headers=self.place.as_("admin"),
        )
        for each in self.get("client", "me").json()["applications"]:
            if "withdraw" in each["next"]:
                self.post("manager", f"applications/{each['id']}/withdrawal", if_match="*")
        body = {"client": 100_001, "credit_file": file, "information": INFORMATION}
        opened = self.post("manager", "applications", body)
        assert opened.status_code == 201, opened.text
        application: str = opened.json()["id"]
        return application

    def own(self, told: bool = True) -> str:
        """An application of client 100,001, refused and told, or only scored."""
        application = self.own_draft()
        steps = [("proposal", {})]
        if told:
            steps += [("decision", {}), ("notification", {"lang": "fr"})]
        for step, asked in steps:
            answer = self.post("manager", f"applications/{application}/{step}", asked)
            assert answer.is_success, answer.text
        return application

    def any_own(self) -> str:
        """An application of client 100,001, in whatever state."""
        found = self.get("client", "me").json()["applications"]
        return str(found[0]["id"]) if found else self.own()

    def own_file(self) -> str:
        """The newest credit file of client 100,001."""
        if not self.get("client", "me").json()["files"]:
            self.own()
        found: str = self.get("client", "me").json()["files"][0]
        return found

    def request(self) -> str:
        """A request of client 100,001 that waits."""
        asked = {"kind": "access", "words": "what is kept of me?"}
        answer = self.post("client", "me/requests", asked)
        assert answer.status_code == 201, answer.text
        name: str = answer.json()["id"]
        return name
