//! Shapes that the reader takes besides the plain ones; they exist for the schema only.

#![expect(dead_code, reason = "the JSON Schema is made from these types; no value of them is")]

use schemars::JsonSchema;

/// A value, or a list of them.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

/// A name alone, or all of it.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Named<T> {
    Name(String),
    Full(T),
}

/// A number alone, or all of it.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Numbered<T> {
    Number(u32),
    Full(T),
}

/// An ISO 8601 or RFC 822 date, or seconds since 1970.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Date {
    Text(String),
    Seconds(i64),
}
