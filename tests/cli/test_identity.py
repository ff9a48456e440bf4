"""`chatserver identity`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from chatserver.clock import system_clock
from tests.signing import claims_of, sign

Run = Callable[..., Result]


def answered(run: Run, *arguments: str, code: int = 0) -> dict[str, Any]:
    """A command's answer in JSON."""
    result = run("identity", *arguments, "--json")
    assert result.exit_code == code, result.output
    facts: dict[str, Any] = json.loads(result.stdout)
    return facts


def shop(run: Run, name: str = "Shop") -> str:
    """A new site's id."""
    added = run("site", "add", name, "--origin", "https://shop.example", "--json")
    return str(json.loads(added.stdout)["id"])


def test_a_secret_is_shown_once(run: Run) -> None:
    site = shop(run)
    key = answered(run, "add-key")
    assert (key["aud"], key["algorithm"], len(key["secret"])) == (site, "HS256", 43)
    listed = run("identity", "list")
    assert key["kid"] in listed.stdout
    assert key["secret"] not in listed.stdout
    assert key["secret"] not in json.dumps(answered(run, "list"))


def test_a_token_is_checked(run: Run) -> None:
    site = shop(run)
    key = answered(run, "add-key")
    token = sign(claims_of(site, system_clock(), email="lan@shop.example"), key["kid"], key["secret"])
    person = answered(run, "check", token)
    assert (person["id"], person["name"], person["plan"]) == ("u-17", "Trần Lan", "Business")
    assert "u-17" in run("identity", "check", token).stdout


def test_a_faulty_token_is_refused_with_its_reason(run: Run) -> None:
    shop(run)
    assert answered(run, "check", "a.b.c", code=1)["error"] == "identity_off"
    key = answered(run, "add-key")
    wrong_site = sign(claims_of("another", system_clock()), key["kid"], key["secret"])
    refused = answered(run, "check", wrong_site, code=1)
    assert refused == {
        "error": "identity_wrong_site",
        "text": "The identity token is not for this site (aud).",
    }
    told = run("identity", "check", "a.b.c")
    assert (told.exit_code, told.stdout) == (1, "")
    assert "no readable identity token" in told.stderr


def test_a_key_follows_another(run: Run) -> None:
    site = shop(run)
    old, new = answered(run, "add-key"), answered(run, "add-key")
    assert answered(run, "add-key", code=1)["error"] == "identity_keys_full"
    token = sign(claims_of(site, system_clock()), old["kid"], old["secret"])
    answered(run, "check", token)
    assert [key["kid"] for key in answered(run, "retire-key", old["kid"])["keys"]] == [new["kid"]]
    assert answered(run, "check", token, code=1)["error"] == "identity_unknown_key"
    assert answered(run, "retire-key", "k9", code=1)["error"] == "identity_unknown_key"


def test_a_public_key_keeps_nothing_secret_here(run: Run, tmp_path: Path) -> None:
    site = shop(run)
    private = Ed25519PrivateKey.generate()
    file = tmp_path / "key.pem"
    file.write_bytes(private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    key = answered(run, "add-key", "--public-key", str(file))
    assert (key["algorithm"], "secret" in key) == ("EdDSA", False)
    own = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    answered(run, "check", sign(claims_of(site, system_clock()), key["kid"], own, "EdDSA"))
    file.write_text(own)
    assert answered(run, "add-key", "--public-key", str(file), code=1)["error"] == "identity_bad_key"


def test_settings_that_shut_everybody_out_are_refused(run: Run) -> None:
    shop(run)
    assert answered(run, "require", "on", code=1)["error"] == "identity_key_needed"
    answered(run, "add-key")
    assert answered(run, "anonymous", "off", code=1)["error"] == "identity_require_first"
    assert answered(run, "require", "on")["required"] == "on"
    assert answered(run, "anonymous", "off")["anonymous"] == "off"
    assert answered(run, "require", "off", code=1)["error"] == "identity_require_first"


def test_with_several_sites_one_is_named(run: Run) -> None:
    shop(run)
    second = shop(run, "Second")
    assert answered(run, "list", code=1)["error"] == "which_site"
    assert answered(run, "add-key", "--site", "second")["aud"] == second
