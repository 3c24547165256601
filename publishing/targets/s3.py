"""A bucket of S3: what pages show goes first, then pages, then feeds; what vanishes is removed last.

A bucket cannot switch at once, so the order carries the promise: no page is there before its styles, and the styles of
the last release stay for pages that are still in browsers. Before anything is sent, the bucket is told what will be
there; after a deployment that was cut off the next one knows every file that may be old, new or too many.

One publisher at a time: it holds an object as a lock, made by a conditional put and renewed every ten seconds. A lock
that was not renewed for a minute, by the clock of the bucket, is taken over, and so is one that an earlier run in the
same folder of the same machine has left; clocks of publishers are never compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from plugins.feeds.media import type_of
from plugins.hosting.core import DAY, FINGERPRINTED, FOREVER, SHORT
from publishing.manifest import Item, Manifest
from publishing.settings import S3Target
from publishing.targets.base import WAVES, Failed, Parcel, Say, outgoing, overtaken, wave
from publishing.targets.s3_lock import ObjectLock

MANIFEST, LOCK = ".lodestar/manifest.txt", ".lodestar/publishing"
AT_ONCE = 8
"""How many files are sent at the same time."""
LISTED = 1000
"""How many files one request may remove."""


class S3:
    """Publishes to a bucket."""

    def __init__(self, target: S3Target) -> None:
        import boto3

        more = {"region_name": target.region} if target.region else {}
        self._client: Any = boto3.client("s3", endpoint_url=target.endpoint or None, **more)
        self._target = target

    def manifest(self) -> Manifest | None:
        """What the bucket holds."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            body = self._client.get_object(Bucket=self._target.bucket, Key=self._key(MANIFEST))["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):
                return None
            raise Failed(f"{self._target.bucket}: {error}") from None
        except BotoCoreError as error:
            raise Failed(f"{self._target.bucket}: {error}") from None
        return Manifest.parse(body.decode())

    def deploy(self, parcel: Parcel, before: Manifest | None, say: Say) -> None:
        """Send what changed, in order."""
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            with ObjectLock(self._client, self._target.bucket, self._key(LOCK)) as lock:
                there = self.manifest()
                if (there and there.release) != (before and before.release):
                    raise overtaken(self._target.bucket, there)
                self._deploy(parcel, there or Manifest(), lock, say)
        except (BotoCoreError, ClientError, Boto3Error) as error:
            raise Failed(f"{self._target.bucket}: {error}. Publish again; it goes on where it stopped") from None

    def _deploy(self, parcel: Parcel, before: Manifest, lock: ObjectLock, say: Say) -> None:
        files = parcel.manifest.files
        changed = [path for path, item in files.items() if before.files.get(path) != item and not path.startswith(".")]
        kept = {path: before.files[path] for path in outgoing(before, parcel.manifest)}
        gone = sorted((before.files.keys() | before.kept.keys()) - files.keys() - kept.keys())
        unsure = {path: Item("", 0) for path in changed}
        self._remember(replace(before, files={**before.files, **unsure}))
        for number in range(WAVES):
            self._send(parcel, [path for path in changed if wave(path) == number], lock)
        lock.check()
        self._remove(gone)
        self._remember(replace(parcel.manifest, kept=kept))
        say(
            f"{len(changed):,} files sent, {len(gone):,} removed; readers now see the release {parcel.manifest.release}."
        )

    def rollback(self, say: Say) -> str:
        """A bucket keeps one release."""
        raise Failed("a bucket holds one release only; take the last version from git and publish that")

    def _send(self, parcel: Parcel, paths: list[str], lock: ObjectLock) -> None:
        """Send files at the same time; all of them are there when this returns."""

        def put(path: str) -> None:
            lock.check()
            self._put(parcel, path)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in pool.map(put, paths):
                pass

    def _put(self, parcel: Parcel, path: str) -> None:
        data = (parcel.folder / path).read_bytes()
        more = {"ContentType": parcel.types.get(path) or content_type(path), "CacheControl": lifetime(path)}
        if target := parcel.redirects.get(path):
            more["WebsiteRedirectLocation"] = target
        for key in keys(path):
            self._client.put_object(Bucket=self._target.bucket, Key=self._key(key), Body=data, **more)

    def _remove(self, paths: list[str]) -> None:
        names = [{"Key": self._key(key)} for path in paths for key in keys(path)]
        for start in range(0, len(names), LISTED):
            chosen = {"Objects": names[start : start + LISTED], "Quiet": True}
            self._client.delete_objects(Bucket=self._target.bucket, Delete=chosen)

    def _remember(self, manifest: Manifest) -> None:
        self._client.put_object(
            Bucket=self._target.bucket, Key=self._key(MANIFEST), Body=manifest.text().encode(), ContentType="text/plain"
        )

    def _key(self, path: str) -> str:
        return f"{self._target.prefix.strip('/')}/{path}".lstrip("/")


def keys(path: str) -> Iterator[str]:
    """The keys under which a file lies: a feed has a second one, for a bucket answers a folder with index.html only."""
    yield path
    if path.endswith("/index.xml"):
        yield path.removesuffix("xml") + "html"


def content_type(path: str) -> str:
    """The content type that a file's name says."""
    type = type_of(path)
    texts = ("application/javascript", "application/json", "application/xml", "image/svg+xml")
    return f"{type}; charset=utf-8" if type.startswith("text/") or type in texts else type


def lifetime(path: str) -> str:
    """How long browsers may keep a file."""
    if re.search(FINGERPRINTED, path):
        return FOREVER
    return SHORT if path.endswith((".html", ".xml", ".json", ".txt")) else DAY
