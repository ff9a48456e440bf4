"""Signed and encrypted mail."""

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from hypothesis import given
from hypothesis import strategies as st

from chatserver.mail.parse.parts import Unreadable, read_parts
from chatserver.mail.parse.sealed import SIGNED_DATA, opened, unsealed_text

CONTENT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nXin ch\xc3\xa0o\r\n"


def signed(content: bytes) -> bytes:
    """CMS SignedData around `content`, as Outlook sends it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "lan@nhaban.example")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = builder.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC)).not_valid_after(
        datetime(2036, 1, 1, tzinfo=UTC)
    )
    certificate = dated.serial_number(1).sign(key, hashes.SHA256())
    signing = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, hashes.SHA256())
    return signing.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def enveloped(content: bytes) -> bytes:
    """A part of type application/pkcs7-mime."""
    return (
        b"Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: 8bit\n\n" + content
    )


def test_what_was_signed_in_one_piece_is_read() -> None:
    assert opened(read_parts(enveloped(signed(CONTENT)))).content == "Xin chào\r\n".encode()


def test_the_same_in_pieces_of_unknown_length_is_read() -> None:
    """BER with indefinite lengths, as streaming programs write it."""
    pieces = b"\x24\x80\x04\x05" + CONTENT[:5] + b"\x04" + bytes([len(CONTENT) - 5]) + CONTENT[5:] + b"\0\0"
    data = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80" + pieces + b"\0\0\0\0"
    whole = b"\x30\x80" + SIGNED_DATA + b"\xa0\x80\x30\x80\x02\x01\x01\x31\x00" + data + b"\0\0\0\0\0\0"
    assert opened(read_parts(enveloped(whole))).content == "Xin chào\r\n".encode()


@given(st.integers(0, 600), st.binary(max_size=6))
def test_damaged_signatures_make_it_a_file(at: int, put_in: bytes) -> None:
    raw = SIGNED_AT_ONCE[:at] + put_in + SIGNED_AT_ONCE[at + len(put_in) :]
    try:
        opened(read_parts(enveloped(raw)))
    except Unreadable as fault:
        assert fault.reason == "encrypted"


SIGNED_AT_ONCE = signed(CONTENT)


@pytest.mark.parametrize("kind", ["multipart/encrypted; boundary=a", "application/pgp-encrypted"])
def test_what_is_encrypted_is_said_to_be(kind: str) -> None:
    with pytest.raises(Unreadable, match="encrypted"):
        opened(read_parts(f"Content-Type: {kind}\n\n--a\n\nx\n--a--\n".encode()))


def test_the_armour_of_a_signed_text_goes() -> None:
    seal = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    text = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nXin chào\n- -- gạch\n{seal}thêm"
    assert unsealed_text(text) == "Xin chào\n-- gạch\nthêm"


@pytest.mark.parametrize("text", ["Xin chào", "-----BEGIN PGP SIGNED MESSAGE-----\nkhông có chữ ký", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert unsealed_text(text) == text
