//! The schemas that feedwright prints are JSON Schemas, and the sample newsroom is in them.

use std::process::Command;

use crate::outside::{python, root};

fn schema(of: &str) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_feedwright")).args(["schema", of]).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn both_schemas_are_printed_with_what_their_keys_say() {
    for (of, key) in [("config", "site"), ("article", "title")] {
        let schema = schema(of);
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(schema["properties"][key]["description"].is_string(), "{of}");
    }
}

#[test]
fn the_sample_newsroom_is_valid_by_a_foreign_validator() {
    let Some(python) = python("jsonschema, yaml, tomllib") else { return };
    let root = root();
    let dir = tempfile::tempdir().unwrap();
    let files = ["config", "article"].map(|of| {
        let path = dir.path().join(of);
        std::fs::write(&path, schema(of).to_string()).unwrap();
        path
    });
    let output =
        Command::new(&python).arg(root.join("tests/schema/validate.py")).args(files).arg(root).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let seen: u32 = said.split(' ').next().and_then(|n| n.parse().ok()).unwrap();
    assert!(seen > 14, "{said}");
}
