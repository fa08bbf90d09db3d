//! What is put right in HTML that was made.

/// HTML without heads of tables that say nothing.
pub(super) fn without_heads(mut html: String) -> String {
    let mut at = 0;
    while let Some(start) = html[at..].find("<thead>").map(|start| at + start) {
        let Some(end) = html[start..].find("</thead>").map(|end| start + end + "</thead>".len()) else { break };
        let head = &html[start..end];
        at = start;
        if head.matches("<th").count() == head.matches("></th>").count() + 1 {
            html.replace_range(start..end, "");
        } else {
            at = end;
        }
    }
    html
}

/// HTML in which each of the terms that are explained together, one in a line, is a term of its own.
pub(super) fn with_terms(html: String) -> String {
    if !html.contains("<dt>") {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = &*html;
    while let Some((before, inner)) = rest.split_once("<dt>") {
        let Some((terms, after)) = inner.split_once("</dt>") else { break };
        out.push_str(before);
        let is_whole = |line: &str| line.matches("</").count() * 2 == line.matches('<').count();
        let lines: Vec<&str> = terms.lines().collect();
        if lines.iter().all(|line| is_whole(line)) {
            let terms: Vec<String> = lines.iter().map(|line| format!("<dt>{line}</dt>")).collect();
            out.push_str(&terms.join("\n"));
        } else {
            out.push_str("<dt>");
            out.push_str(terms);
            out.push_str("</dt>");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
