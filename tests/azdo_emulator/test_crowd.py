"""An organisation of any size, and who is in it."""

import pytest

from azdo_emulator.model import open_seeded
from azdo_emulator.model.devops import entitlements, subjects
from azdo_emulator.model.devops.projects import get_organization
from azdo_emulator.model.past_connections import LEFT

pytestmark = pytest.mark.sandbox
SMALL, LARGE = 100, 2000


@pytest.fixture(scope="module")
def clouds(tmp_path_factory):
    folders = {size: tmp_path_factory.mktemp(str(size)) for size in (0, SMALL, LARGE)}
    opened = {size: open_seeded(folder, size) for size, folder in folders.items()}
    yield opened
    for cloud in opened.values():
        cloud.close()


def test_everybody_is_a_member_with_an_identity(clouds):
    def members(size):
        with clouds[size].read() as session:
            found = entitlements.search_member_entitlements(session, get_organization(session, "contoso"))
            gone = [one.subject.principal_name for one in found if one.is_deleted_in_origin]
            assert gone == [LEFT]
            return len(found)

    assert members(LARGE) - members(0) == LARGE


def test_of_ten_seven_are_people(clouds):
    def people(size):
        with clouds[size].read() as session:
            return len(subjects.list_users(session, get_organization(session, "contoso")))

    assert people(SMALL) - people(0) == 70
