"""Holds SARIF logs against the JSON Schema of SARIF.

usage: sarif.py SCHEMA LOG…; prints the faults, and how many results it saw.
"""

import json
import pathlib
import sys

import jsonschema

schema = json.loads(pathlib.Path(sys.argv[1]).read_text())
assert "SARIF" in schema["title"], schema["title"]
kind = jsonschema.validators.validator_for(schema)
kind.check_schema(schema)
validator = kind(schema, format_checker=kind.FORMAT_CHECKER)
# A validator that takes anything would say nothing.
assert list(validator.iter_errors({"version": "2.1.0", "runs": [{"results": []}]})), "the schema asks for a tool"
results = faults = 0
for path in sys.argv[2:]:
    log = json.loads(pathlib.Path(path).read_text())
    results += sum(len(run["results"]) for run in log["runs"])
    for fault in validator.iter_errors(log):
        faults += 1
        print(f"{path}: {fault.json_path}: {fault.message}")
print(f"{results} results, {faults} faults")
sys.exit(faults > 0)
