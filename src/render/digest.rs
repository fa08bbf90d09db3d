//! A digest for mail: a page of HTML in tables with all styles inline, without scripts and colours, so that mail programs
//! show it in light and dark; and a twin in plain text.

mod reading;

pub(super) use reading::{items, read_back, same_without};

use super::html::visible_credit;
use super::moment::rfc3339;
use super::parts::{Object, Parts, Size};
use super::xml::{Elements, Xml};
use super::{Layout, Site, shape};
use crate::article::Article;
use crate::body::is_right_to_left;
use crate::feed::Head;

/// How deep the articles stand.
const ITEMS: usize = 7;

/// How wide a digest is at most, in pixels.
const WIDTH: u32 = 600;

const PAGE: &str = "margin:0;padding:0;font-family:Georgia,'Times New Roman',serif;font-size:16px;line-height:1.5";
const SMALL: &str = "padding:4px 16px 0 16px;font-family:Arial,Helvetica,sans-serif;font-size:13px;line-height:1.4";
const SECTION: &str = "padding:12px 16px 0 16px;font-family:Arial,Helvetica,sans-serif;font-size:13px;line-height:1.4";
const TITLE: &str =
    "padding:4px 16px 0 16px;font-family:Georgia,'Times New Roman',serif;font-size:20px;line-height:1.3";
const TEXT: &str = "padding:4px 16px 0 16px;font-family:Georgia,'Times New Roman',serif;font-size:16px;line-height:1.5";
const LINK: &str = "color:inherit;text-decoration:underline";

/// The line that a mail program shows in its list: what the digest is called, and of which day it is.
pub(super) fn subject(head: &Head) -> String {
    let title = head.title.trim();
    match head.published {
        Some(published) => format!("{title}, {}", published.format("%Y-%m-%d")),
        None => title.to_owned(),
    }
}

fn direction(language: Option<&str>) -> &'static str {
    if language.is_some_and(is_right_to_left) { "rtl" } else { "ltr" }
}

/// Where lines begin: mail programs that centre the page know no `start`.
fn start(language: Option<&str>) -> &'static str {
    if direction(language) == "rtl" { "right" } else { "left" }
}

pub(super) fn head(head: &Head, out: &mut String) {
    out.push_str("<!DOCTYPE html>\n");
    say_head(head, &mut Xml::new(out, 0, head.options.layout, false));
}

fn say_head(head: &Head, xml: &mut impl Elements) {
    let language = head.language.as_deref();
    xml.tag("html").maybe("lang", language).attribute("dir", direction(language)).open();
    xml.tag("head").open();
    xml.tag("meta").fixed("charset", "utf-8").empty();
    xml.tag("meta").fixed("name", "viewport").fixed("content", "width=device-width, initial-scale=1").empty();
    xml.tag("meta").fixed("name", "color-scheme").fixed("content", "light dark").empty();
    xml.tag("meta").fixed("name", "supported-color-schemes").fixed("content", "light dark").empty();
    xml.tag("meta").fixed("name", "format-detection").fixed("content", "telephone=no").empty();
    xml.tag("meta").fixed("name", DIGEST).fixed("content", super::GENERATOR).empty();
    xml.text("title", &subject(head));
    xml.close("head");
    xml.tag("body").fixed("style", PAGE).open();
    table(xml).open();
    xml.tag("tr").open();
    xml.tag("td").fixed("align", "center").open();
    xml.tag("table")
        .fixed("role", "presentation")
        .fixed("width", "600")
        .fixed("cellpadding", "0")
        .fixed("cellspacing", "0")
        .fixed("border", "0")
        .attribute("style", &format!("width:100%;max-width:{WIDTH}px"))
        .open();
    xml.tag("tbody").open();
    xml.tag("tr").open();
    xml.tag("td").fixed("align", start(language)).fixed("style", "padding:24px 16px 0 16px").open();
    xml.tag("h1").fixed("style", "margin:0;font-size:26px;line-height:1.2").open();
    xml.tag("a").attribute("href", &super::address::address(&head.link)).fixed("style", LINK).text(head.title.trim());
    xml.close("h1");
    // What a mail program shows beside the subject.
    if head.description != head.title {
        xml.tag("p").fixed("style", "margin:4px 0 0 0").text(head.description.trim());
    }
    xml.close("td");
    xml.close("tr");
}

/// The name under which a page says that it is a digest of ours.
pub(super) const DIGEST: &str = "digest-by";

fn table<E: Elements>(xml: &mut E) -> super::xml::Tag<'_, E> {
    xml.tag("table")
        .fixed("role", "presentation")
        .fixed("width", "100%")
        .fixed("cellpadding", "0")
        .fixed("cellspacing", "0")
        .fixed("border", "0")
}

pub(super) fn foot(layout: Layout) -> &'static str {
    match layout {
        Layout::Indented => {
            "            </tbody>\n          </table>\n        </td>\n      </tr>\n    </table>\n  </body>\n</html>\n"
        }
        Layout::Compact => "</tbody></table></td></tr></table></body></html>\n",
    }
}

/// Why an article cannot stand in a digest.
pub(super) fn unfit(article: &Article, _: &Site) -> Option<&'static str> {
    let untitled = article.title.trim().is_empty().then_some("it has no title");
    untitled.or_else(|| article.url.as_deref().is_none_or(str::is_empty).then_some("it has no address"))
}

pub(super) fn item(parts: &Parts<'_>, out: &mut String) {
    say(parts, &mut Xml::new(out, ITEMS, parts.options.layout, false));
}

fn say(parts: &Parts<'_>, xml: &mut impl Elements) {
    let article = parts.article;
    xml.tag("tr").open();
    xml.tag("td")
        .maybe("lang", parts.language)
        .attribute("dir", direction(parts.language))
        .fixed("align", start(parts.language))
        .fixed("style", "padding:20px 0 0 0")
        .attribute("data-id", &article.id)
        .attribute("data-updated", &rfc3339(parts.updated))
        .open();
    table(xml).open();
    if let Some((picture, size)) = shown(parts) {
        row(xml, "padding:0 0 4px 0", |xml| {
            xml.tag("img")
                .attribute("src", &size.url)
                .attribute("width", &WIDTH.to_string())
                .attribute("alt", picture.media.alt.as_deref().map(str::trim).unwrap_or_default())
                .fixed("style", "display:block;width:100%;max-width:600px;height:auto;border:0")
                .empty();
        });
        let caption = said(picture.media.caption.as_deref());
        let credit = visible_credit(picture.media, parts.language);
        if let Some(line) = joined(caption, credit.as_deref()) {
            leaf(xml, SMALL, &line);
        }
    }
    if let Some(section) = said(article.section.as_deref()) {
        leaf(xml, SECTION, section);
    }
    row(xml, TITLE, |xml| {
        xml.tag("h2").fixed("style", "margin:0;font-size:20px;line-height:1.3").open();
        match &parts.url {
            Some(url) => xml.tag("a").attribute("href", url).fixed("style", LINK).text(article.title.trim()),
            None => xml.tag("span").text(article.title.trim()),
        }
        xml.close("h2");
    });
    if let Some(by) = byline(parts) {
        leaf(xml, SMALL, &by);
    }
    if let Some(summary) = parts.shown_summary() {
        leaf(xml, TEXT, summary);
    }
    if let Some(url) = &parts.url {
        row(xml, SMALL, |xml| {
            let words = shape::read_on(parts.language);
            xml.tag("a").attribute("href", url).fixed("style", LINK).text(words);
        });
    }
    xml.close("table");
    xml.close("td");
    xml.close("tr");
}

fn row<E: Elements>(xml: &mut E, style: &'static str, within: impl FnOnce(&mut E)) {
    xml.tag("tr").open();
    xml.tag("td").fixed("style", style).open();
    within(xml);
    xml.close("td");
    xml.close("tr");
}

fn leaf(xml: &mut impl Elements, style: &'static str, text: &str) {
    xml.tag("tr").open();
    xml.tag("td").fixed("style", style).text(text);
    xml.close("tr");
}

pub(super) fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// A caption with its credit.
fn joined(caption: Option<&str>, credit: Option<&str>) -> Option<String> {
    let all: Vec<&str> = caption.into_iter().chain(credit).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

fn byline(parts: &Parts<'_>) -> Option<String> {
    let authors = || parts.named_authors().map(|author| author.name.trim()).collect::<Vec<_>>().join(", ");
    let by = said(parts.article.byline.as_deref()).map_or_else(authors, str::to_owned);
    Some(by).filter(|by| !by.is_empty())
}

/// The leading picture, in the smallest size that fills the width, else the largest: mail is read on the way.
fn shown<'p>(parts: &'p Parts<'_>) -> Option<(&'p Object<'p>, &'p Size<'p>)> {
    let picture = parts.lead()?;
    let wide = picture.sizes.iter().filter(|size| size.width.is_some_and(|width| width >= WIDTH));
    let size = wide.min_by_key(|size| size.width).or_else(|| picture.largest())?;
    Some((picture, size))
}

/// The twin in plain text.
pub(super) mod plain {
    use super::{Head, Layout, Parts, byline, joined, said, shape, shown, subject, visible_credit};

    pub(in crate::render) use super::reading::plain::{items, read_back, same_without};

    /// What stands before each article.
    pub(super) const RULE: &str = "----------------------------------------------------------------------------";

    /// How long a line is at most, in characters, where its words are not longer.
    const WIDTH: usize = 72;

    pub(in crate::render) fn head(head: &Head, out: &mut String) {
        out.push_str("Subject: ");
        out.push_str(&one_line(&subject(head)));
        out.push_str("\n\n");
        paragraph(&head.title, out);
        if head.description != head.title {
            paragraph(&head.description, out);
        }
        out.push_str(&one_line(&head.link));
        out.push('\n');
    }

    pub(in crate::render) fn foot(_: Layout) -> &'static str {
        ""
    }

    pub(in crate::render) fn item(parts: &Parts<'_>, out: &mut String) {
        let article = parts.article;
        out.push('\n');
        out.push_str(RULE);
        out.push_str("\n\n");
        if let Some(section) = said(article.section.as_deref()) {
            paragraph(section, out);
        }
        paragraph(&article.title, out);
        if let Some(by) = byline(parts) {
            paragraph(&by, out);
        }
        if let Some(summary) = parts.shown_summary() {
            out.push('\n');
            paragraph(summary, out);
        }
        if let Some((picture, _)) = shown(parts) {
            let media = picture.media;
            // Who does not see the picture reads what is on it.
            let caption = said(media.caption.as_deref()).or_else(|| said(media.alt.as_deref()));
            if let Some(line) = joined(caption, visible_credit(media, parts.language).as_deref()) {
                out.push('\n');
                paragraph(&format!("[{line}]"), out);
            }
        }
        if let Some(url) = &parts.url {
            out.push('\n');
            out.push_str(shape::read_on(parts.language));
            out.push_str(":\n");
            out.push_str(&one_line(url));
            out.push('\n');
        }
    }

    fn one_line(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A text in lines that mail programs do not break; none of them is the rule between articles.
    pub(super) fn paragraph(text: &str, out: &mut String) {
        let mut length = 0;
        for word in text.split_whitespace().filter(|word| !word.starts_with(RULE)) {
            let word: String = word.chars().filter(|c| !c.is_control()).collect();
            let long = word.chars().count();
            if length > 0 && length + 1 + long > WIDTH {
                out.push('\n');
                length = 0;
            } else if length > 0 {
                out.push(' ');
                length += 1;
            }
            out.push_str(&word);
            length += long;
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::plain::{RULE, paragraph};

    #[test]
    fn lines_are_no_longer_than_mail_programs_show_and_none_is_the_rule() {
        let mut out = String::new();
        paragraph(
            &format!("{RULE} {} https://courier.example/{}", "words and words ".repeat(20), "x".repeat(90)),
            &mut out,
        );
        assert!(out.lines().all(|line| line != RULE && (line.chars().count() <= 72 || !line.contains(' '))), "{out}");
        assert_eq!(out.split_whitespace().count(), 61);
    }
}
