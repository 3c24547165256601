"""An S3 bucket: files that pages load are sent first, then pages, then feeds; removed files are deleted last.

A bucket cannot switch at once, so the order keeps the promise: no page arrives before its styles, and the styles of
the last release stay for pages that are still open. Before anything is sent, a record of all files is
written to the bucket; after an interrupted deployment the next one knows every file that may be old, new or left over.

One publisher at a time: it holds an object as a lock, made by a conditional put and renewed every ten seconds. A lock
that was not renewed for a minute, by the clock of the bucket, is taken over, and so is one that an earlier run in the
same folder of the same machine has left; clocks of publishers are never compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from hashlib import md5
from pathlib import Path
from typing import Any

from lodestar.base.digest import digest
from lodestar.publishing.kept import KeptReleases
from lodestar.publishing.manifest import Manifest, ReleaseFile
from lodestar.publishing.secrets import bucket_keys
from lodestar.publishing.settings import S3Target
from lodestar.publishing.targets.base import WAVES, DeployFailed, Parcel, Say, outgoing, overtaken, wave
from lodestar.publishing.targets.s3_lock import ObjectLock
from plugins.feeds.media import type_of
from plugins.hosting.core import DAY, FINGERPRINTED, FOREVER, SHORT

MANIFEST, LOCK, TRIAL = ".lodestar/manifest.txt", ".lodestar/publishing", ".lodestar/trial"
ANNOUNCED = ".lodestar/announced.txt"
AT_ONCE = 8
"""The number of files sent in parallel."""
LISTED = 1000
"""The most files that one request may delete."""


class S3:
    """Publishes to a bucket."""

    def __init__(self, target: S3Target, cache: Path, again: bool = False) -> None:
        self._target, self._again = target, again
        place = digest(f"{target.endpoint} {target.bucket} {target.prefix}".encode())
        self._kept = KeptReleases(cache / "kept" / place)

    @cached_property
    def _client(self) -> Any:
        import boto3

        options = bucket_keys(self._target)
        if self._target.region:
            options["region_name"] = self._target.region
        try:
            return boto3.Session().client("s3", endpoint_url=self._target.endpoint or None, **options)
        except ValueError as error:
            raise DeployFailed(f"{self._target.bucket}: {error}; write another endpoint in publishconf.py") from None

    def manifest(self) -> Manifest | None:
        """Return the manifest in the bucket; None for none."""
        with self._failing("Mend that, then publish again"):
            return Manifest.parse(self._text(MANIFEST))

    def deploy(self, parcel: Parcel, before: Manifest | None, say: Say) -> None:
        """Send the changed files, in order."""
        with (
            self._failing("Publish again; it goes on where it stopped"),
            ObjectLock(self._client, self._target.bucket, self._key(LOCK)) as lock,
        ):
            current = self.manifest()
            if (current and current.release) != (before and before.release):
                raise overtaken(self._target.bucket, current)
            self._deploy(parcel, current, lock, say)
        self._kept.keep(parcel)

    def try_out(self) -> None:
        """Read, list, write and delete as publishing does, with an object that no reader requests."""
        self.manifest()
        with self._failing("Mend that, then try again"):
            self._listed()
            self._client.put_object(Bucket=self._target.bucket, Key=self._key(TRIAL), Body=b"")
            self._remove([TRIAL])

    def rollback(self, say: Say) -> str:
        """Send the previous release, which this clone has kept: a bucket holds only one."""
        current = self.manifest()
        with self._kept.laid_out_before(current.release if current else "") as parcel:
            if current is None or parcel is None:
                raise DeployFailed(
                    f"this clone does not hold the release before {current.release if current else 'the first'}, and a bucket "
                    "holds one only; go back in the clone that published it, or take the change back (git revert) and publish"
                )
            self.deploy(parcel, current, say)
            self._kept.forget(current.release)
            return parcel.manifest.release

    def damaged(self, manifest: Manifest, folder: Path, files: Mapping[str, ReleaseFile]) -> list[str]:
        """Return the files that are missing or altered there; the ETags of most buckets are hashes of the content."""
        with self._failing("Mend that, then publish again"):
            return _damaged(self._listed(), manifest, folder, files)

    def amend(self, change: Callable[[str], str]) -> str:
        """Change the record of announcements, under the lock of a deployment."""
        with self._failing("Publish again; it goes on where it stopped"):
            text = self._text(ANNOUNCED)
            if change(text) == text:
                return text
            with ObjectLock(self._client, self._target.bucket, self._key(LOCK)) as lock:
                text = change(self._text(ANNOUNCED))
                lock.check()
                self._put_text(ANNOUNCED, text)
                return text

    def _deploy(self, parcel: Parcel, current: Manifest | None, lock: ObjectLock, say: Say) -> None:
        files, listed = parcel.manifest.files, self._listed()
        last = current or Manifest()
        if not self._again:
            self._refuse_strangers(files.keys() - last.files.keys() - last.kept.keys(), listed)
        broken = set(files if self._again else _damaged(listed, last, parcel.folder, files))
        changed = [
            path
            for path, item in files.items()
            if (last.files.get(path) != item or path in broken) and not path.startswith(".")
        ]
        kept = {path: last.files[path] for path in outgoing(last, parcel.manifest)}
        removed = sorted((last.files.keys() | last.kept.keys()) - files.keys() - kept.keys())
        unsure = {path: ReleaseFile("", 0) for path in changed}
        self._remember(replace(last, files={**last.files, **unsure}))
        for number in range(WAVES):
            self._send(parcel, [path for path in changed if wave(path) == number], lock)
        lock.check()
        self._remove(removed)
        self._remember(replace(parcel.manifest, kept=kept))
        say(
            f"{len(changed):,} files sent, {len(removed):,} removed; readers now see the release {parcel.manifest.release}."
        )

    def _refuse_strangers(self, new: Iterable[str], listed: Container[str]) -> None:
        """Raise DeployFailed where new files of a release would replace objects that no release made."""
        if foreign_keys := sorted(key for path in new for key in keys(path) if key in listed):
            more = f" and {len(foreign_keys) - 1:,} more" if len(foreign_keys) > 1 else ""
            fault = f"{foreign_keys[0]}{more} of what no release made would be replaced"
            cure = "name another bucket or prefix, or if nobody needs it, publish --again"
            raise DeployFailed(f"{self._target.bucket}: {fault}; it stays as it is: {cure}")

    def _listed(self) -> dict[str, tuple[int, str]]:
        """Return the size and ETag of every object below the site's prefix, by key."""
        start = self._key("")
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._target.bucket, Prefix=start)
        results = (entry for page in pages for entry in page.get("Contents", ()))
        return {entry["Key"].removeprefix(start): (entry["Size"], entry["ETag"].strip('"')) for entry in results}

    @contextmanager
    def _failing(self, advice: str) -> Iterator[None]:
        """Turn errors of the bucket and of boto3 into DeployFailed with some advice."""
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError, Boto3Error) as error:
            raise DeployFailed(f"{self._target.bucket}: {error}. {advice}") from None

    def _send(self, parcel: Parcel, paths: list[str], lock: ObjectLock) -> None:
        """Send files in parallel, and return when all have arrived."""

        def put(path: str) -> None:
            lock.check()
            self._put(parcel, path)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in pool.map(put, paths):
                pass

    def _put(self, parcel: Parcel, path: str) -> None:
        data = (parcel.folder / path).read_bytes()
        options = {"ContentType": parcel.types.get(path) or content_type(path), "CacheControl": lifetime(path)}
        if target := parcel.redirects.get(path):
            options["WebsiteRedirectLocation"] = target
        for key in keys(path):
            self._client.put_object(Bucket=self._target.bucket, Key=self._key(key), Body=data, **options)

    def _remove(self, paths: list[str]) -> None:
        names = [{"Key": self._key(key)} for path in paths for key in keys(path)]
        for start in range(0, len(names), LISTED):
            batch = {"Objects": names[start : start + LISTED], "Quiet": True}
            self._client.delete_objects(Bucket=self._target.bucket, Delete=batch)

    def _remember(self, manifest: Manifest) -> None:
        self._put_text(MANIFEST, manifest.text())

    def _text(self, name: str) -> str:
        """Return a text of our own in the bucket; empty where it is missing."""
        try:
            answer = self._client.get_object(Bucket=self._target.bucket, Key=self._key(name))
        except self._client.exceptions.NoSuchKey:
            return ""
        return str(answer["Body"].read().decode(errors="replace"))

    def _put_text(self, name: str, text: str) -> None:
        place = {"Bucket": self._target.bucket, "Key": self._key(name)}
        self._client.put_object(**place, Body=text.encode(), ContentType="text/plain")

    def _key(self, path: str) -> str:
        return f"{self._target.prefix.strip('/')}/{path}".lstrip("/")


def _damaged(
    listed: Mapping[str, tuple[int, str]], manifest: Manifest, folder: Path, files: Mapping[str, ReleaseFile]
) -> list[str]:
    """Return the files of the release in `manifest` that differ in the bucket from the build in `folder`."""
    unchanged = [path for path, item in manifest.files.items() if item == files.get(path) and not path.startswith(".")]
    tags = {path: md5((folder / path).read_bytes(), usedforsecurity=False).hexdigest() for path in unchanged}
    tags_are_hashes = any(listed.get(path, (0, ""))[1] == tag for path, tag in tags.items())
    return [
        path
        for path in unchanged
        if any(
            key not in listed
            or listed[key][0] != files[path].size
            or (tags_are_hashes and listed[key][1] != tags[path])
            for key in keys(path)
        )
    ]


def keys(path: str) -> Iterator[str]:
    """Yield the keys of a file: a feed has a second one, since a bucket serves only index.html for a folder."""
    yield path
    if path.endswith("/index.xml"):
        yield path.removesuffix("xml") + "html"


def content_type(path: str) -> str:
    """Return the content type of a file, by its name."""
    type = type_of(path)
    texts = ("application/javascript", "application/json", "application/xml", "image/svg+xml")
    return f"{type}; charset=utf-8" if type.startswith("text/") or type in texts else type


def lifetime(path: str) -> str:
    """Return the value of `Cache-Control` for a file."""
    if re.search(FINGERPRINTED, path):
        return FOREVER
    return SHORT if path.endswith((".html", ".xml", ".json", ".txt")) else DAY
