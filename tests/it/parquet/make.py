"""Makes the files of Parquet that tests read: with pyarrow, from the root of the repository."""

import datetime
import os
import re
import tempfile
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq


def at(*moment):
    return datetime.datetime(*moment, tzinfo=datetime.timezone.utc)


PICTURES = pa.list_(pa.struct([("url", pa.string()), ("credit", pa.string()), ("alt", pa.string())]))

SCHEMA = pa.schema(
    [
        ("id", pa.int64()),
        ("title", pa.string()),
        ("body_markdown", pa.large_string()),
        ("section", pa.dictionary(pa.int32(), pa.string())),
        ("published", pa.timestamp("ms", tz="UTC")),
        ("updated", pa.timestamp("ns", tz="UTC")),
        ("tags", pa.list_(pa.string())),
        ("media", PICTURES),
        ("authors", pa.list_(pa.string())),
        ("draft", pa.bool_()),
        ("summary", pa.binary()),
        ("expires", pa.date32()),
        ("words", pa.decimal128(9, 2)),
        ("score", pa.float64()),
        ("seen", pa.timestamp("us")),
        ("opens", pa.time64("us")),
    ]
)

FERRY = {
    "id": 1,
    "title": 'Ferry "Anna" sails\nagain',
    "body_markdown": "It *sails* again since Friday.",
    "section": "Sea",
    "published": at(2026, 5, 1, 10),
    "updated": at(2026, 5, 1, 12, 30),
    "tags": ["harbour", "ferry"],
    "media": [{"url": "https://courier.example/a.jpg", "credit": "Photo: Ann Lee/dpa", "alt": "The ferry at the quay"}],
    "authors": ["Ann Lee", "Ben Roe"],
    "draft": False,
    "summary": b"Back after three weeks.",
    "words": Decimal("12.50"),
    "score": 0.5,
    "seen": datetime.datetime(2026, 5, 2, 8, 30, 0, 250000),
    "opens": datetime.time(8, 30),
}
SIZES = {"id": 2, "title": "Größe 東京", "body_markdown": "Zwei: ü", "section": "World", "published": at(2026, 5, 2, 10), "tags": []}
SIZES["summary"] = "Zwei ü.".encode()
HELD = {"id": 3, "title": "Not yet", "body_markdown": "x", "published": at(2026, 5, 3, 10), "draft": True, "summary": b"\xff\xfe"}
HELD |= {"words": Decimal("-0.05"), "score": float("nan"), "media": []}
OVER = {"id": 4, "title": "Over", "body_markdown": "x", "published": at(2026, 5, 4, 10), "expires": datetime.date(2026, 5, 20)}

table = pa.Table.from_pylist([FERRY, SIZES, HELD, OVER], schema=SCHEMA)
pq.write_table(table, "tests/golden/parquet/desk/articles.parquet", compression="zstd", row_group_size=3)

small = table.select(["id", "title", "published", "tags"])
for compression in ["none", "snappy", "gzip", "brotli", "lz4", "zstd"]:
    pq.write_table(small, f"tests/it/parquet/{compression}.parquet", compression=compression)
pq.write_table(small, "tests/it/parquet/version-2.parquet", data_page_version="2.0", use_dictionary=False)
pq.write_table(small, "tests/it/parquet/delta.parquet", use_dictionary=False, column_encoding={"title": "DELTA_BYTE_ARRAY"})

# What the example of the documentation writes.
page = open("docs/sources.md").read()
example = re.search(r"```python desk/articles.py\n(.*?)```", page, re.S).group(1)
home = os.getcwd()
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    os.mkdir("desk")
    exec(example)
    bytes_ = open("desk/articles.parquet", "rb").read()
os.chdir(home)
open("tests/it/parquet/documented.parquet", "wb").write(bytes_)
