"""The roots that AWS is trusted by: exactly those, as others have them, and for years to come."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import pytest
from botocore.httpsession import DEFAULT_CA_BUNDLE

from tools.bundle import certificates
from tools.bundle.certificates import ROOTS, WRITTEN, read_certificates, render


@pytest.fixture
def written(root: Path) -> str:
    return (root / WRITTEN).read_text(encoding="ascii")


def test_the_roots_are_those_of_aws_and_no_others(written: str) -> None:
    assert [certificate.name for certificate in read_certificates(written)] == list(ROOTS)


@pytest.mark.parametrize("bundle", [certifi.where(), DEFAULT_CA_BUNDLE], ids=["certifi", "botocore"])
def test_a_root_is_the_one_that_others_trust(written: str, bundle: str) -> None:
    trusted = {certificate.pem for certificate in read_certificates(Path(bundle).read_text(encoding="utf-8"))}
    assert {certificate.pem for certificate in read_certificates(written)} <= trusted


def test_no_root_expires_within_two_years(written: str) -> None:
    limit = datetime.now(UTC) + timedelta(days=2 * 365)
    assert [each.name for each in read_certificates(written) if each.not_after < limit] == []


def test_openssl_reads_the_file_with_its_headings(root: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(root / WRITTEN)
    assert len(context.get_ca_certs()) == len(ROOTS)


def test_writing_it_anew_changes_nothing(
    written: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / WRITTEN).parent.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert certificates.main() == 0
    assert (tmp_path / WRITTEN).read_text(encoding="ascii") == written


def test_a_root_that_is_missing_is_told(written: str) -> None:
    with pytest.raises(KeyError, match=ROOTS[-1]):
        render(read_certificates(written)[:-1])
