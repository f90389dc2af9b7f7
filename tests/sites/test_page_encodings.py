"""Exact text in every encoding, whatever the page or the server says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.sites.page.encodings import decode_page, read_bytes

TEXTS = {
    "gb18030": "渡口今天开了三条新航线，往来的渡船多了一半，等船的人少了。船工说，最早的一班在清晨五点。",
    "big5": "渡口今天開了三條新航線，往來的渡船多了一半，等船的人少了。船工說，最早的一班在清晨五點。",
    "shift_jis": "港では今日、三つの新しい航路が始まり、行き来する船は半分ほど増えた。最も早い便は朝五時。",
    "euc_jp": "港では今日、三つの新しい航路が始まり、行き来する船は半分ほど増えた。最も早い便は朝五時。",
    "euc_kr": "항구에서 오늘 세 개의 새 항로가 열려 오가는 배가 절반쯤 늘었다. 첫 배는 새벽 다섯 시다.",
    "cp1250": "Dziś w porcie otwarto trzy nowe linie, a promów jest o połowę więcej. Źródło: gazeta.",
    "cp1251": "Сегодня в порту открылись три новые линии, и паромов стало в полтора раза больше.",
    "cp1252": "Aujourd’hui, trois lignes ont été ouvertes – l’été n’est pas fini, où qu’on soit.",
    "cp1253": "Σήμερα άνοιξαν στο λιμάνι τρεις νέες γραμμές και τα πλοία είναι περισσότερα.",
    "cp1254": "Bugün limanda üç yeni hat açıldı ve gemiler yarı yarıya arttı. Denizci, ilk seferin"
    " sabah beşte, son seferin gece on birde olduğunu söylüyor. İşçiler çalışıyor.",
    "cp1255": "היום נפתחו בנמל שלושה קווים חדשים, והמעבורות רבו במחצית.",
    "cp1256": "افتتحت اليوم ثلاثة خطوط جديدة في الميناء، وازدادت العبارات بمقدار النصف.",
    "utf-8": "渡口今天开了三条新航线 – été, вода, 항구",
}


def page(encoding: str, declared: str = "") -> str:
    text = TEXTS[encoding]
    meta = f"<meta charset={declared}>" if declared else ""
    return f"<html><head>{meta}<title>{text[:12]}</title></head><body><p>{text}</p></body></html>"


def is_read(encoding: str, *, meta: str = "", header: str = "") -> bool:
    html = page(encoding, meta)
    return decode_page(html.encode(encoding), f"text/html; charset={header}" if header else "") == html


@pytest.mark.parametrize("encoding", TEXTS)
def test_what_the_page_declares_is_read(encoding: str) -> None:
    assert is_read(encoding, meta=encoding)


@pytest.mark.parametrize("encoding", TEXTS)
def test_what_the_server_declares_is_read(encoding: str) -> None:
    assert is_read(encoding, header=encoding)


@pytest.mark.parametrize("encoding", TEXTS)
def test_what_nobody_declares_is_guessed(encoding: str) -> None:
    assert is_read(encoding)


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_page_that_says_utf_8_and_is_not_is_guessed(encoding: str) -> None:
    assert is_read(encoding, meta="utf-8", header="utf-8")


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_page_is_believed_before_a_server_that_says_latin_1_of_all(encoding: str) -> None:
    assert is_read(encoding, meta=encoding, header="iso-8859-1")


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_server_is_believed_before_a_page_that_says_latin_1(encoding: str) -> None:
    assert is_read(encoding, meta="iso-8859-1", header=encoding)


@pytest.mark.parametrize(
    "declared", ["gb2312", "gbk", "GB2312", "big5", "iso-8859-1", "windows-1252", "nonsense"]
)
def test_utf_8_is_read_whatever_is_declared(declared: str) -> None:
    assert is_read("utf-8", meta=declared, header=declared)


def test_gb2312_means_gb18030() -> None:
    html = "<meta charset=gb2312><p>朱镕基、㑇、𠮷：三个不在 gb2312 里的字</p>"
    assert decode_page(html.encode("gb18030")) == html


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    html = page("utf-8", "gb2312")
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    assert decode_page(mark + html.encode(encoding)) == html


def test_utf_8_with_a_few_broken_signs_stays_utf_8() -> None:
    body = page("utf-8").encode() * 20 + b"\xe5\x8f"
    assert decode_page(body) == page("utf-8") * 20 + "\ufffd"


def test_empty_and_binary_answers_are_no_pages() -> None:
    assert [decode_page(body) for body in (b"", b" \n", b"\x00\x01\x02" * 99)] == [None, None, None]


@given(
    st.binary(max_size=2000),
    st.sampled_from(["", "text/html; charset=gbk", "text/html; charset=\u2603", ";"]),
)
def test_any_bytes_become_text_or_nothing(body: bytes, content_type: str) -> None:
    text = decode_page(body, content_type)
    assert text is None or "\x00" not in text


@pytest.mark.parametrize(
    ("encoding", "meta", "header", "name", "rule"),
    [
        ("gb18030", "gb2312", "", "gb18030", "declared in the page"),
        ("gb18030", "", "gbk", "gb18030", "http:content-type"),
        ("gb18030", "iso-8859-1", "gbk", "gb18030", "http:content-type"),
        ("cp1251", "", "", "cp1251", "guessed"),
        ("utf-8", "gb2312", "", "utf-8", "valid UTF-8"),
        ("utf-16", "gb2312", "", "utf-16-le", "byte-order mark"),
    ],
)
def test_the_encoding_says_why_it_was_chosen(
    encoding: str, meta: str, header: str, name: str, rule: str
) -> None:
    body = page("utf-8" if encoding == "utf-16" else encoding, meta).encode(encoding)
    decoded = read_bytes(body, f"text/html; charset={header}" if header else "")
    assert decoded is not None
    assert (decoded.encoding.value, decoded.encoding.rule) == (name, rule)


def test_a_declared_encoding_that_is_not_taken_is_kept_beside_the_one_that_is() -> None:
    decoded = read_bytes(page("utf-8", "gb2312").encode(), "text/html; charset=iso-8859-1")
    assert decoded is not None
    assert [(other.rule, other.value) for other in decoded.encoding.others] == [
        ("declared in the page", "gb18030"),
        ("http:content-type", "cp1252"),
    ]
