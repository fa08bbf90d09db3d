use serde_json::json;

use super::*;

fn shown(value: &serde_json::Value) -> (String, Vec<&'static str>) {
    let mut r = Reader::new(chrono_tz::UTC);
    let html = html(&Node::from(value), &mut r).unwrap_or_default();
    (html, r.faults.iter().map(|fault| fault.code).collect())
}

const ALL: &str = "<h2>Head</h2><p>One <strong>two</strong> <a href=\"https://a.example/\">three</a> &lt;b</p>\
                   <ul><li>x</li><li>y</li></ul><blockquote><p>said</p></blockquote>";

#[test]
fn blocks_of_each_editor_become_what_they_show() {
    let link = "https://a.example/";
    for blocks in [
        // Portable Text.
        json!([
            {"_type": "block", "style": "h2", "children": [{"_type": "span", "text": "Head"}]},
            {"_type": "block", "style": "normal", "markDefs": [{"_key": "k", "_type": "link", "href": link}], "children": [
                {"_type": "span", "text": "One "}, {"_type": "span", "text": "two", "marks": ["strong"]}, {"_type": "span", "text": " "},
                {"_type": "span", "text": "three", "marks": ["k"]}, {"_type": "span", "text": " <b"}]},
            {"_type": "block", "listItem": "bullet", "children": [{"_type": "span", "text": "x"}]},
            {"_type": "block", "listItem": "bullet", "children": [{"_type": "span", "text": "y"}]},
            {"_type": "block", "style": "blockquote", "children": [{"_type": "span", "text": "said"}]},
        ]),
        // Strapi, Slate.
        json!([
            {"type": "heading", "level": 2, "children": [{"type": "text", "text": "Head"}]},
            {"type": "paragraph", "children": [{"type": "text", "text": "One "}, {"type": "text", "text": "two", "bold": true},
                {"type": "text", "text": " "}, {"type": "link", "url": link, "children": [{"type": "text", "text": "three"}]},
                {"type": "text", "text": " <b"}]},
            {"type": "list", "format": "unordered", "children": [
                {"type": "list-item", "children": [{"type": "text", "text": "x"}]},
                {"type": "list-item", "children": [{"type": "text", "text": "y"}]}]},
            {"type": "quote", "children": [{"type": "text", "text": "said"}]},
        ]),
        // Contentful.
        json!({"nodeType": "document", "data": {}, "content": [
            {"nodeType": "heading-2", "data": {}, "content": [{"nodeType": "text", "value": "Head", "marks": [], "data": {}}]},
            {"nodeType": "paragraph", "data": {}, "content": [{"nodeType": "text", "value": "One ", "marks": []},
                {"nodeType": "text", "value": "two", "marks": [{"type": "bold"}]}, {"nodeType": "text", "value": " ", "marks": []},
                {"nodeType": "hyperlink", "data": {"uri": link}, "content": [{"nodeType": "text", "value": "three", "marks": []}]},
                {"nodeType": "text", "value": " <b", "marks": []}]},
            {"nodeType": "unordered-list", "content": [
                {"nodeType": "list-item", "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "x"}]}]},
                {"nodeType": "list-item", "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "y"}]}]}]},
            {"nodeType": "blockquote", "content": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "said"}]}]},
        ]}),
        // ProseMirror, Tiptap.
        json!({"type": "doc", "content": [
            {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "Head"}]},
            {"type": "paragraph", "content": [{"type": "text", "text": "One "}, {"type": "text", "text": "two", "marks": [{"type": "bold"}]},
                {"type": "text", "text": " "}, {"type": "text", "text": "three", "marks": [{"type": "link", "attrs": {"href": link}}]},
                {"type": "text", "text": " <b"}]},
            {"type": "bulletList", "content": [
                {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "x"}]}]},
                {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "y"}]}]}]},
            {"type": "blockquote", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "said"}]}]},
        ]}),
        // Lexical.
        json!({"root": {"type": "root", "children": [
            {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": "Head", "format": 0}]},
            {"type": "paragraph", "children": [{"type": "text", "text": "One ", "format": 0}, {"type": "text", "text": "two", "format": 1},
                {"type": "text", "text": " "}, {"type": "link", "url": link, "children": [{"type": "text", "text": "three"}]},
                {"type": "text", "text": " <b"}]},
            {"type": "list", "listType": "bullet", "children": [
                {"type": "listitem", "children": [{"type": "text", "text": "x"}]},
                {"type": "listitem", "children": [{"type": "text", "text": "y"}]}]},
            {"type": "quote", "children": [{"type": "text", "text": "said"}]},
        ]}}),
        // Prismic.
        json!([
            {"type": "heading2", "text": "Head", "spans": []},
            {"type": "paragraph", "text": "One two three <b", "spans": [{"start": 4, "end": 7, "type": "strong"},
                {"start": 8, "end": 13, "type": "hyperlink", "data": {"link_type": "Web", "url": link}}]},
            {"type": "list-item", "text": "x", "spans": []},
            {"type": "list-item", "text": "y", "spans": []},
            {"type": "quote", "text": "said", "spans": []},
        ]),
        // EditorJS.
        json!({"time": 1, "version": "2.28.0", "blocks": [
            {"type": "header", "data": {"text": "Head", "level": 2}},
            {"type": "paragraph", "data": {"text": "One <strong>two</strong> <a href=\"https://a.example/\">three</a> &lt;b"}},
            {"type": "list", "data": {"style": "unordered", "items": ["x", {"content": "y", "items": []}]}},
            {"type": "quote", "data": {"text": "said", "caption": ""}},
        ]}),
    ] {
        // Items with paragraphs of their own show the same.
        let (html, faults) = shown(&blocks);
        let html = html.replace("<li><p>", "<li>").replace("</p></li>", "</li>");
        assert_eq!((&*html, &faults[..]), (ALL, &[][..]), "{blocks}");
    }
}

#[test]
fn elements_of_ans_and_texts_in_tables_are_bodies() {
    let ans = json!([
        {"type": "text", "content": "One <b>two</b>"},
        {"type": "header", "level": 3, "content": "Head"},
        {"type": "image", "url": "https://c.example/a.jpg", "caption": "Cap", "alt_text": "Alt"},
        {"type": "list", "list_type": "ordered", "items": [{"type": "text", "content": "x"}]},
        {"type": "quote", "content_elements": [{"type": "text", "content": "said"}]},
        {"type": "raw_html", "content": "<div>raw</div>"},
    ]);
    let (html, faults) = shown(&ans);
    assert_eq!(faults, [""; 0]);
    assert_eq!(
        html,
        "<p>One <b>two</b></p><h3>Head</h3><figure><img src=\"https://c.example/a.jpg\" alt=\"Alt\"><figcaption>Cap</figcaption></figure>\
         <ol><li>x</li></ol><blockquote><p>said</p></blockquote><div>raw</div>"
    );
    for value in [
        json!({"rendered": "<p>x</p>"}),
        json!({"html": "<p>x</p>"}),
        json!({"value": "x <y>", "processed": "<p>x</p>", "format": "basic"}),
        json!(["<p>x</p>"]),
        json!([{"__component": "shared.rich-text", "body": "x"}]),
    ] {
        assert_eq!(shown(&value).0.trim(), "<p>x</p>", "{value}");
    }
}

#[test]
fn what_is_not_for_readers_or_not_known_is_left_out() {
    let walled = json!([
        {"type": "paragraph", "children": [{"text": "free"}]},
        {"type": "note", "children": [{"text": "to the desk"}]},
        {"type": "paragraph", "hidden": true, "children": [{"text": "hidden"}]},
        {"type": "image", "url": "https://c.example/a.jpg", "draft": true},
        {"type": "paywall"},
        {"type": "paragraph", "children": [{"text": "paid"}]},
    ]);
    assert_eq!(shown(&walled), ("<p>free</p>".to_owned(), vec!["body-block-left-out"]));
    for none in [json!({"version": "0.3.1", "cards": [], "sections": [[1, "p", []]]}), json!({"x": 1}), json!([1, 2])] {
        assert_eq!(shown(&none), (String::new(), vec!["wrong-field-type"]), "{none}");
    }
    assert_eq!(shown(&json!({"raw": "secret", "rendered": ""})).0, "");
    assert_eq!(shown(&json!({"value": "secret", "processed": ""})).0, "");
    let mut deep = json!({"type": "paragraph", "children": []});
    for _ in 0..100 {
        deep = json!({"type": "blockquote", "children": [deep]});
    }
    let _ = shown(&deep);
}

#[test]
fn texts_that_are_json_of_an_editor_are_told_from_others() {
    for (text, is) in [
        ("{\"root\": {\"children\": []}}", true),
        ("{\"ops\": [{\"insert\": \"x\"}]}", true),
        ("[{\"type\": \"paragraph\"}]", true),
        ("{\"version\": \"0.3.1\", \"cards\": []}", true),
        ("[gallery ids=\"1,2\"]", false),
        ("{{ page.title }}", false),
        ("[1, 2]", false),
        ("{}", false),
        ("<p>{\"a\": []}</p>", false),
    ] {
        assert_eq!(quoted(text).is_some(), is, "{text}");
    }
}
