"""Holds the sample newsroom against the JSON Schemas that feedwright prints.

usage: validate.py CONFIG-SCHEMA ARTICLE-SCHEMA ROOT; prints the faults, and how many documents it saw.
"""

import datetime
import json
import pathlib
import sys
import tomllib

import jsonschema
import yaml

config_schema, article_schema = (json.loads(pathlib.Path(path).read_text()) for path in sys.argv[1:3])
root = pathlib.Path(sys.argv[3])
seen = faults = 0


def plain(value):
    """Dates of TOML and YAML as the text that JSON has for them."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


def check(schema, document, name):
    global seen, faults
    seen += 1
    jsonschema.Draft202012Validator.check_schema(schema)
    for fault in jsonschema.Draft202012Validator(schema).iter_errors(plain(document)):
        faults += 1
        print(f"{name}: {fault.json_path}: {fault.message}")


def front_matter(text):
    if text.startswith("+++"):
        return tomllib.loads(text.split("+++", 2)[1])
    if text.startswith("---"):
        return yaml.safe_load(text.split("---", 2)[1])
    return json.JSONDecoder().raw_decode(text)[0]


check(config_schema, tomllib.loads((root / "config.toml").read_text()), "config.toml")
for path in sorted((root / "articles").rglob("*")):
    name = path.relative_to(root)
    if path.suffix == ".md":
        check(article_schema, front_matter(path.read_text()), name)
    elif path.suffix == ".jsonl":
        for number, line in enumerate(path.read_text().splitlines(), 1):
            check(article_schema, json.loads(line), f"{name}:{number}")
    elif path.suffix == ".toml":
        # A sidecar says what its text does not: the title stands in the text.
        check(article_schema, {"title": "", **tomllib.loads(path.read_text())}, name)
print(f"{seen} documents, {faults} faults")
sys.exit(faults > 0)
