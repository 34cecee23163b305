"""What people do to a stack: every key, every spelling, and what goes with it."""

import copy
from collections.abc import Callable
from dataclasses import dataclass

from tests.lifecycle.manifests import (
    DEPLOYER,
    FACTORY,
    FACTORY_CLIENT,
    PLATFORM_GROUP,
    SUBSCRIPTION,
    Data,
    Edit,
    Manifest,
    github,
    workload,
)


@dataclass(frozen=True)
class Named:
    """An edit by its name.

    stops: what the run says where it is refused. alone: tried by itself only, because it makes others stop.
    but: claims that do not hold by design.
    """

    edit: Edit
    stops: str = ""
    alone: bool = False
    but: tuple[str, ...] = ()


EDITS: dict[str, Named] = {}


def named(
    name: str, stops: str = "", *, alone: bool = False, but: tuple[str, ...] = ()
) -> Callable[[Edit], Edit]:
    """Enter an edit."""

    def enter(edit: Edit) -> Edit:
        EDITS[name] = Named(edit, stops, alone, but)
        return edit

    return enter


def _groups(manifest: Manifest, name: str) -> list[Data]:
    found: list[Data] = manifest.workload(name)["azure_devops"]["member_of"]
    return found


def _connection(manifest: Manifest, key: str = "azure-support", name: str = "deployer") -> Data:
    found: Data = manifest.workload(name)["connections"][key]
    return found


def _approval(manifest: Manifest) -> Data:
    """Checks with an approval, which several may give."""
    checks: Data = _connection(manifest)["checks"]
    if all("user" in one for one in checks["approvers"]):
        raise ValueError("an approval of single people")
    return checks


def _narrow_role(manifest: Manifest) -> Data:
    """A role on a resource group, where no other is on the subscription."""
    roles: list[Data] = manifest.workload("deployer")["azure"]["roles"]
    if any("resource_group" not in one for one in roles):
        raise ValueError("a role on the subscription")
    return roles[0]


def _in_another_case(scope: Data, spell: Callable[[str], str]) -> None:
    """Spell a scope's resource group in another way."""
    if "resource_group" not in scope:
        raise ValueError("a scope that is wider than a resource group")
    scope["resource_group"] = spell(scope["resource_group"])


def _management_group(manifest: Manifest) -> str:
    """The short name of the management group, which the stack may use from now on."""
    manifest.organization["management_groups"] = {"all": {"id": "contoso", "name": "Contoso"}}
    return "all"


def _subscription(manifest: Manifest) -> str:
    """The short name that the subscription has."""
    return str(next(iter(manifest.organization["subscriptions"])))


def _file(manifest: Manifest, name: str) -> str:
    return next(path for path, one in manifest.workloads.items() if one["name"] == name)


# Spellings: nothing is to happen. -----------------------------------------------------------------


@named("group in another case")
def _(it: Manifest) -> None:
    _groups(it, "bot")[0]["group"] = "contributors"


@named("project in another case")
def _(it: Manifest) -> None:
    _groups(it, "bot")[0]["project"] = "SUPPORT"


@named("group of an Entra group in another case")
def _(it: Manifest) -> None:
    it.members["entra_groups"][0]["member_of"][0]["group"] = "CONTRIBUTORS"


@named("group of an existing identity in another case")
def _(it: Manifest) -> None:
    _groups(it, "factory")[0]["group"] = "READERS"


@named("name of an Entra group")
def _(it: Manifest) -> None:
    it.members["entra_groups"][0]["name"] = "the support people"


@named("names of two Entra groups swapped")
def _(it: Manifest) -> None:
    one, other = it.members["entra_groups"]
    one["name"], other["name"] = other["name"], one["name"]


@named("order of Entra groups")
def _(it: Manifest) -> None:
    it.members["entra_groups"].reverse()


@named("id of an Entra group in upper case")
def _(it: Manifest) -> None:
    group = it.members["entra_groups"][0]
    group["id"] = group["id"].upper()


@named("pipeline by number")
def _(it: Manifest) -> None:
    pipelines = _connection(it)["pipelines"]
    pipelines[pipelines.index("\\deploy\\support")] = 12


@named("pipeline in another case")
def _(it: Manifest) -> None:
    pipelines = _connection(it)["pipelines"]
    pipelines[pipelines.index("\\deploy\\support")] = "\\Deploy\\Support"


@named("project of a connection in another case")
def _(it: Manifest) -> None:
    _connection(it)["project"] = _connection(it)["project"].lower()


@named("agent pool in another case")
def _(it: Manifest) -> None:
    it.workload("registrar")["agent_pools"] = {"Linux-Builders": {"role": "administrator"}}


@named("short name of a subscription")
def _(it: Manifest) -> None:
    it.organization["subscriptions"] = {"live": it.organization["subscriptions"]["prod"]}
    for one in it.workloads.values():
        for role in one.get("azure", {}).get("roles", []):
            role["subscription"] = "live"
        for connection in one.get("connections", {}).values():
            (connection.get("azure") or connection["container_registry"])["subscription"] = "live"


@named("display name of a subscription")
def _(it: Manifest) -> None:
    it.organization["subscriptions"]["prod"]["name"] = "Contoso Live"


@named("id of a subscription in upper case")
def _(it: Manifest) -> None:
    it.organization["subscriptions"]["prod"]["id"] = SUBSCRIPTION.upper()


@named("resource group of the identities in another case")
def _(it: Manifest) -> None:
    it.organization["resource_group"]["name"] = "RG-Contoso-Identities"


@named("resource group of a connection in another case")
def _(it: Manifest) -> None:
    _in_another_case(_connection(it)["azure"], str.title)


@named("resource group of a role in another case")
def _(it: Manifest) -> None:
    _in_another_case(it.workload("deployer")["azure"]["roles"][0], str.upper)


@named("registry in another case")
def _(it: Manifest) -> None:
    _connection(it, "images")["container_registry"]["registry"] = "ContosoImages"


@named("pattern of identity names in another case")
def _(it: Manifest) -> None:
    it.organization["names"]["managed_identity"] = "ID-{workload}"


@named("role by its GUID")
def _(it: Manifest) -> None:
    _connection(it)["azure"]["role"] = "B24988AC-6180-42A0-AB88-20F7382DD24C"


@named("approvers' group in another case")
def _(it: Manifest) -> None:
    approver = _connection(it)["checks"]["approvers"][0]
    approver["group"] = approver["group"].lower()


@named("file moved to another team")
def _(it: Manifest) -> None:
    it.workloads["payments/bot.yaml"] = it.workloads.pop("support/bot.yaml")


# Keys that are labels. ----------------------------------------------------------------------------


@named("key of a trust")
def _(it: Manifest) -> None:
    trusts = it.workload("bot")["signs_in_from"]
    trusts["live"] = trusts.pop("production")


@named("two trusts swapped")
def _(it: Manifest) -> None:
    trusts = it.workload("bot")["signs_in_from"]
    trusts["production"], trusts["staging"] = trusts["staging"], trusts["production"]


@named("key of a connection")
def _(it: Manifest) -> None:
    connections = it.workload("deployer")["connections"]
    connections["azure-live"] = connections.pop("azure-support")


@named("key of a connection, its name kept")
def _(it: Manifest) -> None:
    connections = it.workload("deployer")["connections"]
    connections["azure-live"] = connections.pop("azure-support") | {"name": "azure-support"}


@named("key of a connection in another case")
def _(it: Manifest) -> None:
    connections = it.workload("deployer")["connections"]
    connections["Azure-Support"] = connections.pop("azure-support")


@named("name of a connection")
def _(it: Manifest) -> None:
    _connection(it)["name"] = "support-azure"


@named("rename of a workload, said")
def _(it: Manifest) -> None:
    it.workload("deployer").update(name="shipper", formerly=["deployer"])


@named("rename of an application, said")
def _(it: Manifest) -> None:
    it.workload("bot").update(name="post-bot", formerly=["bot"])


@named("rename of a workload with connections, not said", stops="formerly: [deployer]")
def _(it: Manifest) -> None:
    it.workload("deployer")["name"] = "shipper"


@named("rename of a workload with an existing identity, not said", stops="formerly: [factory]")
def _(it: Manifest) -> None:
    it.workload("factory")["name"] = "plant"


# What one thing grants. ---------------------------------------------------------------------------


@named("another role on a connection")
def _(it: Manifest) -> None:
    _connection(it)["azure"]["role"] = "Reader"


@named("no role on a connection")
def _(it: Manifest) -> None:
    del _connection(it)["azure"]["role"]


@named("another role in Azure")
def _(it: Manifest) -> None:
    it.workload("deployer")["azure"]["roles"][0]["role"] = "Contributor"


@named("a further role in Azure")
def _(it: Manifest) -> None:
    role = {"role": "Reader", "subscription": _subscription(it), "resource_group": "rg-shared"}
    if role in it.workload("deployer")["azure"]["roles"]:
        raise ValueError("it has this role")
    it.workload("deployer")["azure"]["roles"].insert(0, role)


@named("a role on the subscription")
def _(it: Manifest) -> None:
    role = _narrow_role(it)
    role["reason"] = "Reads what every team has spent."
    del role["resource_group"]


@named("a role on the management group")
def _(it: Manifest) -> None:
    role = _narrow_role(it)
    role["reason"] = "Reads what every team has spent."
    role["management_group"] = _management_group(it)
    del role["resource_group"], role["subscription"]


@named("a reason for a role")
def _(it: Manifest) -> None:
    it.workload("deployer")["azure"]["roles"][0]["reason"] = "Reads what Payments has spent."


@named("a connection to the subscription")
def _(it: Manifest) -> None:
    _connection(it)["azure"]["reason"] = "Makes the resource groups of every team."
    del _connection(it)["azure"]["resource_group"]


@named("a connection to the management group")
def _(it: Manifest) -> None:
    target = _connection(it)["azure"]
    target["reason"] = "Makes the resource groups of every team."
    target["management_group"] = _management_group(it)
    del target["resource_group"], target["subscription"]


@named("a role moves from azure.roles to a connection")
def _(it: Manifest) -> None:
    role = it.workload("deployer")["azure"]["roles"].pop()
    _connection(it)["azure"].update(role)


@named("another group")
def _(it: Manifest) -> None:
    _groups(it, "bot")[0]["group"] = "Readers"


@named("a group less")
def _(it: Manifest) -> None:
    _groups(it, "bot").pop()


@named("another access level")
def _(it: Manifest) -> None:
    it.workload("bot")["azure_devops"]["access_level"] = "basic-and-test-plans"


@named("no place in Azure DevOps")
def _(it: Manifest) -> None:
    del it.workload("bot")["azure_devops"]


@named("another role in a pool")
def _(it: Manifest) -> None:
    it.workload("registrar")["agent_pools"]["linux-builders"]["role"] = "reader"


@named("another pool")
def _(it: Manifest) -> None:
    it.workload("registrar")["agent_pools"] = {"Default": {"role": "administrator"}}


@named("another subject of a trust")
def _(it: Manifest) -> None:
    it.workload("bot")["signs_in_from"]["production"] = github("live")


@named("a trust in both forms")
def _(it: Manifest) -> None:
    it.workload("bot")["signs_in_from"]["production"]["github"]["forms"] = "both"


@named("a trust less")
def _(it: Manifest) -> None:
    del it.workload("bot")["signs_in_from"]["staging"]


@named("a further trust")
def _(it: Manifest) -> None:
    trusts = it.workload("bot")["signs_in_from"]
    it.workload("bot")["signs_in_from"] = {"early": github("early"), **trusts}


@named("no pipelines")
def _(it: Manifest) -> None:
    del _connection(it)["pipelines"]


@named("another pipeline")
def _(it: Manifest) -> None:
    _connection(it, "images")["pipelines"] = []


@named("no approval")
def _(it: Manifest) -> None:
    checks = _connection(it)["checks"]
    del checks["approvers"]
    for key in ("approvals", "timeout_minutes", "requester_may_approve", "instructions"):
        checks.pop(key, None)


@named("no checks")
def _(it: Manifest) -> None:
    del _connection(it)["checks"]


@named("further branches")
def _(it: Manifest) -> None:
    _connection(it)["checks"]["branches"] = ["refs/heads/main", "refs/heads/release/*"]


@named("name of a connection with spaces")
def _(it: Manifest) -> None:
    _connection(it)["name"] = "Azure Prod (EU)"


@named("two approvals")
def _(it: Manifest) -> None:
    _approval(it)["approvals"] = 2


@named("a timeout of approvals")
def _(it: Manifest) -> None:
    _approval(it)["timeout_minutes"] = 1440


@named("a person who approves")
def _(it: Manifest) -> None:
    approvers = _approval(it)["approvers"]
    if any("user" in one for one in approvers):
        raise ValueError("a person approves already")
    approvers.append({"user": "dev.two@contoso.com"})


@named("a person in the place of a group that approves")
def _(it: Manifest) -> None:
    checks = _approval(it)
    checks.pop("approvals", None)
    checks["approvers"] = [{"user": "Dev.Two@contoso.com"}]


@named("a requester who may approve, and instructions")
def _(it: Manifest) -> None:
    _approval(it).update(requester_may_approve=True, instructions="Look at the plan.")


@named("business hours")
def _(it: Manifest) -> None:
    _connection(it)["checks"]["business_hours"] = {
        "time_zone": "W. Europe Standard Time",
        "start": "08:00",
        "end": "18:00",
        "days": ["monday", "tuesday", "wednesday", "thursday"],
    }


@named("a required template")
def _(it: Manifest) -> None:
    _connection(it, "images")["checks"]["required_templates"] = [
        {"repository": "Platform/templates", "ref": "refs/heads/main", "path": "deploy/images.yml"}
    ]


@named("another purpose")
def _(it: Manifest) -> None:
    for one in it.workloads.values():
        one["purpose"] = "Does something else."


@named("other owners, review and tags")
def _(it: Manifest) -> None:
    for one in it.workloads.values():
        one.update(owners=["sg-platform"], review_by="2027-06-30")
    it.workload("deployer")["tags"] = {"cost_center": "4711"}
    it.organization["tags"] = {"managed-by": "us"}


@named("another access level of an Entra group")
def _(it: Manifest) -> None:
    it.members["entra_groups"][0]["access_level"] = "stakeholder"


@named("an Entra group less")
def _(it: Manifest) -> None:
    it.members["entra_groups"].pop()


@named("another group of an Entra group")
def _(it: Manifest) -> None:
    it.members["entra_groups"][1]["member_of"] = [{"project": "Support", "group": "Release Administrators"}]


# Replacements. ------------------------------------------------------------------------------------


@named("another project of a connection")
def _(it: Manifest) -> None:
    _connection(it)["project"] = "Payments"
    _connection(it)["pipelines"] = [31]


@named("another project of a connection to a registry")
def _(it: Manifest) -> None:
    _connection(it, "images").update(project="Support", pipelines=[12])


@named("another registry")
def _(it: Manifest) -> None:
    _connection(it, "images")["container_registry"]["registry"] = "otherimages"


@named("from Azure to a registry")
def _(it: Manifest) -> None:
    connection = _connection(it)
    del connection["azure"]
    connection["container_registry"] = {
        "subscription": _subscription(it),
        "resource_group": "rg-shared",
        "registry": "contosoimages",
        "role": "AcrPull",
    }


@named("from a registry to Azure")
def _(it: Manifest) -> None:
    connection = _connection(it, "images")
    del connection["container_registry"]
    connection["azure"] = {"subscription": _subscription(it), "resource_group": "rg-shared", "role": "Reader"}


@named("another scope of a connection")
def _(it: Manifest) -> None:
    _connection(it)["azure"]["resource_group"] = "rg-shared"


@named("targets of two connections swapped")
def _(it: Manifest) -> None:
    connections = it.workload("deployer")["connections"]
    one, other = connections["azure-support"], connections["images"]
    connections["azure-support"], connections["images"] = other, one


@named("from a managed identity to an application")
def _(it: Manifest) -> None:
    it.workload("deployer")["identity"] = "application"


@named("from an application to a managed identity")
def _(it: Manifest) -> None:
    it.workload("bot")["identity"] = "managed"


@named("from an existing identity to a managed one")
def _(it: Manifest) -> None:
    it.workload("factory")["identity"] = "managed"


@named("from a managed identity to an existing one that another workload has", stops="factory")
def _(it: Manifest) -> None:
    it.workload("registrar")["identity"] = {
        "existing": {"principal_id": FACTORY, "client_id": FACTORY_CLIENT}
    }
    del it.workloads[_file(it, "factory")]


@named("pattern of application names")
def _(it: Manifest) -> None:
    it.organization["names"]["application"] = "app-{workload}"


@named("pattern of identity names", stops="replaces")
def _(it: Manifest) -> None:
    it.organization["names"]["managed_identity"] = "mi-{workload}"


@named("resource group of the identities", stops="replaces")
def _(it: Manifest) -> None:
    it.organization["resource_group"] = {"name": "rg-other-identities", "create": True}


@named("location")
def _(it: Manifest) -> None:
    it.organization["location"] = "northeurope"


@named("a workload retired")
def _(it: Manifest) -> None:
    for key in ("azure", "connections"):
        del it.workload("deployer")[key]
    it.workload("deployer")["lifecycle"] = "retired"


@named("a workload removed")
def _(it: Manifest) -> None:
    del it.workloads[_file(it, "deployer")]


@named("an application removed")
def _(it: Manifest) -> None:
    del it.workloads[_file(it, "bot")]


@named("a further workload")
def _(it: Manifest) -> None:
    it.workloads["support/second.yaml"] = workload(
        "second",
        "managed",
        azure_devops={
            "access_level": "stakeholder",
            "member_of": [{"project": "Support", "group": "Contributors"}],
        },
        connections={
            "azure-second": {
                "project": "Support",
                "azure": {
                    "subscription": _subscription(it),
                    "resource_group": "rg-support",
                    "role": "Contributor",
                },
            }
        },
    )


@named("a second connection to the same scope with the same role")
def _(it: Manifest) -> None:
    it.workload("deployer")["connections"]["azure-again"] = {
        "project": "Payments",
        "azure": {"subscription": _subscription(it), "resource_group": "rg-support", "role": "Contributor"},
        "pipelines": [31],
    }


@named("a connection less")
def _(it: Manifest) -> None:
    del it.workload("deployer")["connections"]["images"]


@named("a connection moves to another workload", stops="azure-support")
def _(it: Manifest) -> None:
    moved = it.workload("deployer")["connections"].pop("azure-support")
    it.workload("registrar").update(connections={"azure-support": moved})
    del it.workload("registrar")["agent_pools"]


@named("protection", alone=True)
def _(it: Manifest) -> None:
    it.organization["protect"] = True


# On a fresh cloud there is no such group.
@named("the resource group of the identities no longer created by the stack", alone=True, but=("alone",))
def _(it: Manifest) -> None:
    it.organization["resource_group"]["create"] = False


@named("deployers who are named")
def _(it: Manifest) -> None:
    it.organization["deployers"] = [
        {"name": "laptop", "principal_id": DEPLOYER},
        {"name": "pipeline", "principal_id": FACTORY},
    ]


@named("a workload and the key of its connection renamed")
def _(it: Manifest) -> None:
    it.workload("deployer").update(name="shipper", formerly=["deployer"])
    connections = it.workload("shipper")["connections"]
    connections["azure-shipping"] = connections.pop("azure-support")


@named("names of two workloads swapped", alone=True)
def _(it: Manifest) -> None:
    one, other = it.workload("bot"), it.workload("registrar")
    one["name"], other["name"] = "registrar", "bot"


# People keep what they have when they are taken out.
@named("a person who was a member before", alone=True, but=("returns",))
def _(it: Manifest) -> None:
    it.members["people"] = [
        {
            "user": "Dev.Two@contoso.com",
            "access_level": "basic",
            "take_over": True,
            "member_of": [{"project": "Support", "group": "Readers"}],
        }
    ]


@named("a person who is a member before, not said", stops="is there already", alone=True)
def _(it: Manifest) -> None:
    it.members["people"] = [{"user": "dev.two@contoso.com", "access_level": "basic"}]


@named("a person whom somebody else looks after, in a group", alone=True, but=("returns",))
def _(it: Manifest) -> None:
    it.members["people"] = [
        {
            "user": "dev.two@contoso.com",
            "access_level": "basic",
            "existing": True,
            "member_of": [{"project": "Payments", "group": "Contributors"}],
        }
    ]


@named("an Entra group of the stack called somebody else's", stops="this stack itself made")
def _(it: Manifest) -> None:
    it.members["entra_groups"][0]["existing"] = True


# Mistakes. ----------------------------------------------------------------------------------------


@named("one pipeline twice", stops="same pipeline")
def _(it: Manifest) -> None:
    _connection(it)["pipelines"] = ["\\deploy\\support", 12]


@named("one pool twice", stops="same")
def _(it: Manifest) -> None:
    it.workload("registrar")["agent_pools"]["Linux-Builders"] = {"role": "reader"}


@named("one group twice", stops="same")
def _(it: Manifest) -> None:
    _groups(it, "bot").append({"project": "support", "group": "CONTRIBUTORS"})


@named("two connections of one name", stops="has a connection of this name")
def _(it: Manifest) -> None:
    connections = it.workload("deployer")["connections"]
    connections["Azure-Support"] = copy.deepcopy(connections["azure-support"])


@named("a role on the subscription, for no reason", stops="whole subscription")
def _(it: Manifest) -> None:
    del it.workload("deployer")["azure"]["roles"][0]["resource_group"]


@named("a resource group that is not there", stops="rg-nowhere")
def _(it: Manifest) -> None:
    _connection(it)["azure"]["resource_group"] = "rg-nowhere"


@named("a registry that is not there", stops="noimages")
def _(it: Manifest) -> None:
    _connection(it, "images")["container_registry"]["registry"] = "noimages"


@named("a person who is no member approves", stops="dev.nobody@contoso.com")
def _(it: Manifest) -> None:
    _connection(it)["checks"]["approvers"] = [{"user": "dev.nobody@contoso.com"}]


@named("an identity that is not there", stops="principal_id")
def _(it: Manifest) -> None:
    it.workload("factory")["identity"] = {"existing": {"principal_id": FACTORY[:-1] + "f"}}


@named("owners that are not there", stops="sg-nobody")
def _(it: Manifest) -> None:
    it.workload("bot")["owners"] = ["sg-nobody"]


@named("an Entra group that is not there", stops="entra_groups")
def _(it: Manifest) -> None:
    it.members["entra_groups"][1]["id"] = PLATFORM_GROUP[:-1] + "0"
