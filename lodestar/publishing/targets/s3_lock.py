"""A lock made of an object in a bucket: who creates it may publish, everybody else is refused."""

from __future__ import annotations

import threading
import time
import uuid
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any

from lodestar.publishing.targets.base import DeployFailed, busy, publisher

RENEWED, ABANDONED = 10, 60
"""Seconds after which a lock is renewed, and after which an unrenewed one is taken over."""
TAKEN = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")
"""Errors of a conditional put when somebody else was faster."""

UNKNOWN = "NotImplemented"
"""Errors of a service without conditional puts."""


class ObjectLock:
    """Holds the lock `key`, and renews it until exit. Entering raises DeployFailed when another publisher holds it."""

    def __init__(self, client: Any, bucket: str, key: str) -> None:
        self._client, self._bucket, self._key = client, bucket, key
        self._me = f"{publisher()} {uuid.uuid4()}"
        self._renewed, self._lost = 0.0, ""
        self._stopped = threading.Event()
        self._beat = threading.Thread(target=self._renew, daemon=True)

    def __enter__(self) -> ObjectLock:
        while not self._put(IfNoneMatch="*"):
            tag, holder, age = self._read()
            if not tag:
                continue  # released a moment ago
            if holder.partition(" ")[0] != publisher() and age <= ABANDONED:
                seconds = max(1, ABANDONED - int(age))
                raise busy(self._bucket, f"one that was stopped counts for another {seconds} seconds")
            if self._put(IfMatch=tag):
                break
        self._beat.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._beat.join()
        if not self._lost and self._read()[1].startswith(self._me):
            self._client.delete_object(Bucket=self._bucket, Key=self._key)

    def check(self) -> None:
        """Raise DeployFailed when the lock was lost, or may be: a sleeping machine does not renew it."""
        reason = self._lost or ("the lock could not be renewed" if time.time() - self._renewed > ABANDONED / 2 else "")
        if reason:
            raise DeployFailed(f"{self._bucket}: {reason}. Publish again; it goes on where it stopped")

    def _renew(self) -> None:
        while not self._stopped.wait(RENEWED):
            try:
                tag, holder, _ = self._read()
                if not holder.startswith(self._me) or not self._put(IfMatch=tag):
                    self._lost = "this publisher stood still too long, and another one took its place"
            except Exception as error:  # whatever the error, nobody may continue without the lock
                self._lost = str(error)

    def _read(self) -> tuple[str, str, float]:
        """Return the ETag of the lock, its holder, and its age in seconds by the bucket's clock; an empty ETag where
        nobody holds it."""
        from botocore.exceptions import ClientError

        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._key)
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("NoSuchKey", "404"):
                raise
            return "", "", 0.0
        now = parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
        return answer["ETag"], answer["Body"].read().decode(), (now - answer["LastModified"]).total_seconds()

    def _put(self, **condition: str) -> bool:
        """Write the lock with a conditional put, and return whether it succeeded."""
        from botocore.exceptions import ClientError

        text = f"{self._me} {uuid.uuid4()}"  # a different text each time, so that its ETag changes
        place = {"Bucket": self._bucket, "Key": self._key}
        try:
            self._client.put_object(**place, Body=text.encode(), **condition)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in TAKEN or (code == UNKNOWN and "IfNoneMatch" in condition and self._is_there()):
                return False
            if code != UNKNOWN:
                raise
            self._client.put_object(**place, Body=text.encode())  # the best that such a service can do
        self._renewed = time.time()
        return True

    def _is_there(self) -> bool:
        return bool(self._client.list_objects_v2(Bucket=self._bucket, Prefix=self._key, MaxKeys=1).get("Contents"))
