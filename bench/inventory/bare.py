"""A bare client: it makes the calls of a list, eight at a time, and reads each answer's JSON.

`python bench/inventory/bare.py LIST`, with the token on stdin: as little as a program can do.
"""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx

AT_ONCE = 8


async def main(urls: Iterator[str], token: str) -> None:
    """Make the calls."""
    async with httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, trust_env=False) as client:

        async def go_on() -> None:
            for url in urls:
                (await client.get(url)).raise_for_status().json()

        await asyncio.gather(*(go_on() for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main(iter(Path(sys.argv[1]).read_text().splitlines()), sys.stdin.read()))
