"""`studyhub demo`: a place to try things out in, of which nothing stays."""

from __future__ import annotations

import re
from pathlib import Path

from studyhub.demo.people import SHOWN
from tests.hosting.running import launch_command, watching


def test_one_signs_in_as_each_kind_of_person_and_nothing_stays(tmp_path: Path) -> None:
    """It minds no setting of a StudyHub that is somebody's own, and keeps away from its data."""
    own = tmp_path / "own"
    settings = {"STUDYHUB_DATA": str(own), "STUDYHUB_ADDRESS": "nonsense", "TMPDIR": str(tmp_path)}
    with watching(launch_command("demo", **settings)) as running:
        said = "".join(running.said)
        assert re.search(r"40 members.* passphrase [a-z]+(-[a-z]+){4}:", said)
        assert all(f"  {person.sign_in_name} " in said for person in SHOWN)
        assert running.get("/sign-in") == 200
        assert [path.name.startswith("studyhub-demo-") for path in tmp_path.iterdir()] == [True]
        assert running.stop() == 0
    assert list(tmp_path.iterdir()) == []
