"""The page about what is emulated is written from the sandbox itself, and up to date."""

from patless.sandbox import coverage


def test_the_page_is_up_to_date():
    """If this fails: python -m patless.sandbox.coverage."""
    assert coverage.FILE.read_text(encoding="utf-8") == coverage.page()


def test_every_call_says_what_it_is():
    for _, _, routers in coverage.services():
        for router in routers:
            assert [route.name for route in router.routes if not route.endpoint.__doc__] == []


def test_what_nobody_has_seen_is_told():
    def call():
        """GET /thing: a thing. Simplified: it is always blue. Its size was not seen live."""

    assert coverage.said(call) == (
        "GET /thing: a thing.",
        "Simplified: it is always blue. Its size was not seen live.",
    )
