"""Settings: a file and variables over it; whatever cannot be is refused at once, with where it stands and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.settings import BOUNDS, FILE, Settings, SettingsError, read


def settings(tmp_path: Path, text: str = "", **variables: str) -> Settings:
    file = tmp_path / "guide.yml"
    file.write_text(text, encoding="utf-8")
    return read(file, {name: value for name, value in variables.items()})


def told(tmp_path: Path, text: str = "", **variables: str) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        settings(tmp_path, text, **variables)
    return raised.value.faults


def test_without_a_file_everything_is_as_documented(tmp_path):
    assert read(tmp_path / "none.yml", {}) == Settings()


def test_the_file_of_the_checkout_names_every_key_with_the_value_that_it_has_anyway():
    commented = re.findall(r"^# ([a-z_]+: .+)$", FILE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {**yaml.safe_load("\n".join(commented))} == {k: list(v) if isinstance(v, tuple) else v for k, v in Settings()}
    assert read(FILE, {}) == Settings()


def test_the_documentation_names_every_key():
    text = (FILE.parent / "docs/channels.md").read_text(encoding="utf-8")
    assert not [name for name in Settings.__fields__ if f"`{name}`" not in text]


def test_a_variable_counts_for_more_than_the_file(tmp_path):
    made = settings(
        tmp_path, "port: 5105\nsession_hours: 3", GUIDE_PORT="5205", GUIDE_ORIGINS="https://a.org, https://b.org:8443"
    )
    assert (made.port, made.session_hours, made.origins) == (5205, 3, ("https://a.org", "https://b.org:8443"))


def test_settings_go_through_the_environment_unchanged(tmp_path):
    made = settings(tmp_path, "port: 5105\norigins: [https://a.org, https://b.org]\nstate: /tmp/x")
    assert read(tmp_path / "none.yml", made.as_environment()) == made


def test_a_key_that_is_not_known_is_refused_with_the_nearest_name(tmp_path):
    assert told(tmp_path, "origns: []") == ["guide.yml, origns: is not known. Nearest: 'origins'."]
    assert told(tmp_path, GUIDE_ORIGNS="https://a.org") == ["GUIDE_ORIGNS: is not known. Nearest: 'origins'."]


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("value", ["-1", "1.5", "true", "many", "99999999999"])
def test_a_figure_that_cannot_be_is_refused_with_its_bounds(tmp_path, name, value):
    least, most = BOUNDS[name]
    expected = f"it is a whole number from {least} to {most}."
    assert told(tmp_path, f"{name}: {value}")[0].endswith(expected)
    assert told(tmp_path, **{f"GUIDE_{name.upper()}": value})[0].endswith(expected)


@pytest.mark.parametrize("origin", [
    "*", "null", "www.example.org", "https://www.example.org/", "https://www.example.org/page", "https://Example.org",
    "ftp://example.org", "https://example.org:port", "https://*.example.org", "javascript:alert(1)", "https://a.org https://b.org",
])  # fmt: skip
def test_what_is_no_origin_is_refused(tmp_path, origin):
    assert "an origin is https://" in told(tmp_path, f"origins: ['{origin}']")[0]


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.20", "guide.example.org"])
def test_an_address_that_others_reach_needs_origins(tmp_path, address):
    assert "which other machines can reach, and no origins" in told(tmp_path, f"listen: '{address}'")[0]
    assert settings(tmp_path, f"listen: '{address}'\norigins: [https://a.org]").listen == address


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_alone_needs_none(tmp_path, address):
    assert settings(tmp_path, f"listen: '{address}'").origins == ()


@pytest.mark.parametrize("text", ["- a", "port", "port: [", "a: b: c"])
def test_a_file_that_is_no_list_of_keys_is_refused(tmp_path, text):
    assert told(tmp_path, text)[0].startswith("guide.yml: ")


def test_all_faults_are_told_at_once(tmp_path):
    assert len(told(tmp_path, "prot: 1\nport: 0\norigins: ['*']\nstate: ''\nlisten: 0.0.0.0")) == 4
