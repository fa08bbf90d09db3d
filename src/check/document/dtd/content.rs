//! Declarations of elements: their content models (XML 1.0, section 3.2).

use super::cursor::Cursor;
use super::{Fault, malformed};

const MALFORMED: &str = "The declaration of an element is malformed";

/// The rest of a declaration after `<!ELEMENT`.
pub(super) fn element(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    cursor.space()?;
    cursor.qualified_name()?;
    cursor.space()?;
    let start = cursor.at;
    if cursor.eat("(") {
        cursor.skip_space();
        if cursor.eat("#PCDATA") { mixed(cursor)? } else { children(cursor)? }
    } else if !matches!(cursor.qualified_name()?, "EMPTY" | "ANY") {
        return Err(malformed(start, "The content of an element is EMPTY, ANY or stands in parentheses"));
    }
    cursor.close(MALFORMED)
}

/// Text among elements: `(#PCDATA)`, or `(#PCDATA | a | b)*`, whose star is no option.
fn mixed(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    let mut named = false;
    loop {
        cursor.skip_space();
        if cursor.eat(")") {
            break;
        }
        cursor.expect("|", "Only | stands beside #PCDATA")?;
        cursor.skip_space();
        cursor.qualified_name()?;
        named = true;
    }
    if cursor.eat("*") || !named { Ok(()) } else { Err(malformed(cursor.at, "* is missing after text among elements")) }
}

/// Elements alone; the first parenthesis and white space have been read.
fn children(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    // For each open parenthesis, what separates its parts, once that is known.
    let mut open: Vec<Option<&str>> = vec![None];
    loop {
        // A part begins.
        cursor.skip_space();
        if cursor.eat("(") {
            open.push(None);
            continue;
        }
        cursor.qualified_name()?;
        cursor.eat_occurrence();
        // A part has ended.
        loop {
            cursor.skip_space();
            if cursor.eat(")") {
                open.pop();
                cursor.eat_occurrence();
                if open.is_empty() {
                    return Ok(());
                }
                continue;
            }
            let Some(separator) = ["|", ","].into_iter().find(|s| cursor.eat(s)) else {
                return Err(malformed(cursor.at, MALFORMED));
            };
            match open.last_mut() {
                Some(known) if known.is_none_or(|known| known == separator) => *known = Some(separator),
                _ => return Err(malformed(cursor.at, "A list is divided either by , or by |")),
            }
            break;
        }
    }
}
