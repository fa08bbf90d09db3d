//! Code that highlighters set in tables beside the numbers of its lines.

use dom_query::NodeRef;

use super::classes::Classes;
use super::hidden;

/// Parts of the classes of tables that hold code.
#[rustfmt::skip]
const TABLES: [&str; 9] = [
    "rougetable", "lntable", "hljsln", "highlighttable", "codehilitetable", "codetable", "crayontable", "highlight", "linenotable",
];

/// A table that was only there to set code beside its line numbers becomes the code.
pub(super) fn listing(table: &NodeRef<'_>) {
    let in_code = table.ancestors_it(Some(4)).any(|above| above.has_name("pre"));
    let classes = Classes::read(&table.attr("class").unwrap_or_default());
    let mut is_listing = in_code
        || TABLES.iter().any(|part| classes.has(part))
        || table.ancestors_it(Some(3)).any(|above| above.has_class("syntaxhighlighter"));
    let mut lines = Vec::new();
    let rows = table.descendants_it().filter(|d| d.has_name("tr"));
    for row in rows {
        let cells: Vec<_> = row.children().into_iter().filter(|d| d.has_name("td") || d.has_name("th")).collect();
        let code = |cell: &NodeRef<'_>| cell.descendants_it().any(|d| d.has_name("pre"));
        // Some have the numbers in a cell of their own, without a class on it.
        let beside_code = in_code || cells.iter().any(|cell| code(cell) && !is_number(cell));
        let is_gutter =
            |cell: &NodeRef<'_>| hidden::is_hidden(cell, "td") || beside_code && is_number(cell) && cells.len() > 1;
        let kept: Vec<_> = cells.iter().filter(|cell| !is_gutter(cell)).collect();
        let [cell] = &*kept else { return };
        is_listing |= kept.len() < cells.len() && (code(cell) || cell.descendants_it().any(|d| d.has_name("code")));
        lines.push(**cell);
    }
    if !is_listing || lines.is_empty() {
        return;
    }
    let html = match &*lines {
        [cell] => of_cell(cell),
        cells => of_lines(cells.iter()),
    };
    let around = match () {
        () if html.starts_with("<pre") || in_code => ("", ""),
        () if html.contains("<code") => ("<pre>", "</pre>"),
        () => ("<pre><code>", "</code></pre>"),
    };
    let html = match html.strip_prefix("<pre").filter(|_| in_code) {
        // Code is not set in code.
        Some(inner) => {
            inner.split_once('>').map_or("", |(_, inner)| inner).trim_end().trim_end_matches("</pre>").to_owned()
        }
        None => html,
    };
    table.replace_with_html(format!("{}{html}{}", around.0, around.1));
}

fn is_number(cell: &NodeRef<'_>) -> bool {
    cell.text().bytes().all(|b| b.is_ascii_digit() || b.is_ascii_whitespace())
        && !cell.descendants_it().any(|d| ["img", "picture", "video", "audio", "iframe"].iter().any(|n| d.has_name(n)))
}

/// The code of a cell that has all of it.
fn of_cell(cell: &NodeRef<'_>) -> String {
    if let Some(code) = cell.descendants_it().find(|d| d.has_name("pre"))
        && cell.text().trim().len() == code.text().trim().len()
    {
        return code.html().to_string();
    }
    // Lines in boxes in a box.
    let mut holder = *cell;
    while let [only] = &*holder.element_children()
        && only.has_name("div")
        && !only.element_children().is_empty()
    {
        holder = *only;
    }
    let lines = holder.element_children();
    if lines.len() > 1 && lines.iter().all(|line| line.has_name("div")) {
        of_lines(lines.iter())
    } else {
        holder.inner_html().to_string()
    }
}

/// Lines of code, each of which is an element.
fn of_lines<'a, 'b: 'a>(lines: impl Iterator<Item = &'a NodeRef<'b>>) -> String {
    let mut out = String::new();
    for line in lines {
        let html = line.inner_html();
        out.push_str(&html);
        if !line.text().ends_with('\n') {
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}
