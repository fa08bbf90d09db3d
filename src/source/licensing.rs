//! What a record says that machines may do with it.

use serde_json::Value;

use super::node::Node;
use super::typed::{json, refuse};
use super::value::Reader;
use crate::article::Address;
use crate::article::licensing::Licensing;

/// The members of terms, and whether each is an address.
const MEMBERS: [(&str, bool); 8] = [
    ("permits", false),
    ("prohibits", false),
    ("payment", false),
    ("standard", true),
    ("custom", true),
    ("server", true),
    ("tdm-reservation", false),
    ("tdm-policy", true),
];

const HELP: &str =
    "`permits`, `prohibits`, `payment`, `tdm-reservation`, `tdm-policy` and more, as in `[site.licensing]`";

/// Reads terms: a table of the members that `[site.licensing]` has.
pub(super) fn read(node: &Node<'_>, r: &mut Reader) -> Option<Licensing> {
    let read = match json(node, 0) {
        Value::Object(members) => {
            let members: Result<_, String> = members.into_iter().map(|(name, value)| member(&name, value)).collect();
            members.and_then(|members| serde_json::from_value(Value::Object(members)).map_err(|e| e.to_string()))
        }
        _ => Err("it is no table".to_owned()),
    };
    match read {
        Ok(terms) => Some(terms),
        Err(why) => {
            refuse(r, "table of terms", &why, HELP);
            None
        }
    }
}

/// A member by our name for it, its value as it is meant.
fn member(name: &str, value: Value) -> Result<(String, Value), String> {
    let folded = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_lowercase();
    let known = MEMBERS.iter().find(|(known, _)| folded(known) == folded(name));
    let Some((known, is_address)) = known else { return Ok((name.to_owned(), value)) };
    let value = match value {
        Value::String(text) if *is_address => {
            let address = text.trim().parse::<Address>().ok().filter(Address::is_web);
            address.map(|address| Value::String(address.into())).ok_or(format!("`{known}` is no web address"))?
        }
        // RSL separates words by blanks.
        Value::String(text) if known.starts_with('p') && *known != "payment" => {
            text.split([' ', ',']).filter(|word| !word.is_empty()).map(Value::from).collect()
        }
        Value::Number(number) if *known == "tdm-reservation" => Value::Bool(number.as_i64() == Some(1)),
        value => value,
    };
    Ok(((*known).to_owned(), value))
}
