"""Access levels, how many of each are in use, and what they cost.

Prices and included seats: Microsoft's price list as of 2026; they are no part of any call.
"""

from dataclasses import dataclass

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.store import Session


@dataclass(frozen=True)
class Licence:
    """An access level as the portal calls it, the seats that come free, and the price of each further one."""

    name: str
    included: int
    monthly_usd: int


LICENCES = {
    "none": Licence("None", 0, 0),
    "earlyAdopter": Licence("Early Adopter", 0, 0),
    "stakeholder": Licence("Stakeholder", 0, 0),
    "express": Licence("Basic", 5, 6),
    # What it costs comes with a Visual Studio subscription.
    "professional": Licence("Professional", 0, 0),
    "advanced": Licence("Basic + Test Plans", 0, 52),
}
"""By the word that the calls use."""

SOURCES = ("none", "account", "msdn", "profile", "auto", "trial", "gitHub")
"""What a licence can come from."""


@dataclass(frozen=True)
class LicenceSummary:
    """One line of the organisation's licences."""

    account_license_type: str
    name: str
    assigned: int
    included: int
    monthly_usd: int

    @property
    def cost(self) -> int:
        """What the organisation pays in a month, in US dollars."""
        return max(0, self.assigned - self.included) * self.monthly_usd


def account_license_type(word: str) -> str:
    """A licence as the service spells it."""
    return _spelled(word, tuple(LICENCES)) or _refuse(errors.licence_not_known(word, tuple(LICENCES)))


def licensing_source(word: str) -> str:
    """A source of licences as the service spells it."""
    return _spelled(word, SOURCES) or _refuse(errors.source_not_known(word, SOURCES))


def get_user_entitlement_summary(session: Session, organization: Organization) -> list[LicenceSummary]:
    """GET _apis/userentitlementsummary?select=Licenses.

    Service principals count like people: each needs a seat. Whether `assigned` has them was not seen live.
    """
    counts = {
        row["account_license_type"]: row["assigned"]
        for row in session.rows(
            "SELECT account_license_type, count(*) AS assigned FROM entitlements"
            " WHERE organization_id = ? GROUP BY account_license_type",
            organization.organization_id,
        )
    }
    return [
        LicenceSummary(word, licence.name, counts.get(word, 0), licence.included, licence.monthly_usd)
        for word, licence in LICENCES.items()
    ]


def _spelled(word: str, known: tuple[str, ...]) -> str | None:
    return next((spelling for spelling in known if spelling.lower() == word.lower()), None)


def _refuse(error: Exception) -> str:
    raise error
