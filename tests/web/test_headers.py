"""Headers that every answer carries, whatever answers."""

from collections.abc import Mapping
from io import BytesIO

import pytest
from litestar import Litestar

from tests.web.conftest import Client, http_handlers
from web.compression import Zstandard, compression, zstd
from web.policy import Policy
from web.static_files import static


def check(headers: Mapping[str, str], path: str) -> None:
    got = {name.lower(): value for name, value in headers.items()}
    policy = got.get("content-security-policy", "")
    assert "default-src 'none'" in policy, path
    assert "unsafe" not in policy, path
    assert "http" not in policy, path
    assert got.get("x-content-type-options") == "nosniff", path
    assert got.get("referrer-policy") == "no-referrer", path
    assert got.get("cross-origin-opener-policy") == "same-origin", path
    assert "cache-control" in got, path


def test_every_route_has_them(alice: Client, app: Litestar) -> None:
    asked = 0
    for path, handler in http_handlers(app):
        if "GET" not in handler.http_methods or handler.opt.get("uncompressed"):
            continue  # an event stream does not end; its own test looks at its headers
        answer = alice.get(path, follow_redirects=False)
        check(answer.headers, path)
        if handler.opt["policy"] is Policy.MEMBER:
            assert answer.headers["cache-control"] == "no-store", path
        asked += 1
    assert asked > 10


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nowhere", "/static/x/nowhere.css"])
def test_missing_pages_have_them_too(stranger: Client, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 404
    check(answer.headers, path)


def test_files_of_this_version_are_kept_for_ever(stranger: Client) -> None:
    answer = stranger.get(static("css/base.css"))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")


def test_files_under_another_version_are_served_but_not_kept(stranger: Client) -> None:
    answer = stranger.get("/static/older/css/base.css")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "css/../../app.py", "vendor/.stamp"])
def test_only_files_of_the_folder_are_served(stranger: Client, path: str) -> None:
    assert stranger.get(f"/static/x/{path}").status_code in {404, 400}


@pytest.mark.parametrize(
    ("takes", "given"), [("gzip, deflate, br, zstd", "zstd"), ("gzip, br", "gzip"), ("br", None), ("identity", None)]
)
def test_text_is_compressed_as_the_browser_takes_it(stranger: Client, takes: str, given: str | None) -> None:
    address = static("css/base.css")
    plain = stranger.get(address, headers={"accept-encoding": "identity"}).content
    answer = stranger.get(address, headers={"accept-encoding": takes})
    assert answer.headers.get("content-encoding") == given
    assert answer.headers.get("vary") == ("Accept-Encoding" if given else None)
    assert (zstd.decompress(answer.content) if given == "zstd" else answer.content) == plain


def test_an_answer_in_parts_is_one_frame() -> None:
    buffer = BytesIO()
    frame = Zstandard(buffer, "zstd", compression())
    for part in (b"first,", b"second"):
        frame.write(part)
    assert zstd.ZstdDecompressor().decompress(buffer.getvalue()) == b"first,second"
    frame.close()
    assert zstd.decompress(buffer.getvalue()) == b"first,second"


def test_a_body_that_is_too_large_is_refused_with_a_sentence(alice: Client) -> None:
    answer = alice.post("/boards", data={"title": "x" * 11_000_000})
    assert answer.status_code == 413
    assert "larger than the server accepts" in answer.text
