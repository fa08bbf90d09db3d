//! Names of tags and of what they are given, by all that themes and plugins call them.

/// Notes set off from the text, by all names that themes give them.
#[rustfmt::skip]
pub(super) const NOTES: [&str; 52] = [
    "callout", "notice", "note", "tip", "info", "warning", "alert", "admonition", "hint", "important", "caution", "danger",
    "success", "error", "aside", "panel", "message", "notification", "remark", "attention", "box", "infobox", "sidenote",
    "marginnote", "asidenote", "question", "todo", "failure", "bug", "example", "abstract", "tldr", "announcement", "banner",
    "disclaimer", "update", "correction", "highlightbox", "definition", "theorem", "lemma", "proof", "exercise", "solution",
    "pinfo", "pnote", "pwarn", "ptip", "blocktip", "blockinfo", "blockwarning", "blockdanger",
];
/// What encloses Markdown and shows that alone.
pub(super) const PLAIN: [&str; 4] = ["markdown", "markdownify", "mdrender", "md"];
pub(super) const QUOTES: [&str; 8] =
    ["quote", "blockquote", "pullquote", "epigraph", "citation", "centerquote", "cq", "bq"];
pub(super) const DETAILS: [&str; 9] =
    ["details", "expand", "collapse", "spoiler", "accordion", "disclosure", "toggle", "foldable", "accordionitem"];
#[rustfmt::skip]
pub(super) const CODE: [&str; 11] = [
    "highlight", "code", "codeblock", "codeblocks", "codewrapper", "mermaid", "plantuml", "graphviz", "codefence", "sourcecode", "prism",
];
pub(super) const MATH: [&str; 7] = ["math", "katex", "mathjax", "latex", "eqn", "equation", "tex"];
pub(super) const SILENT: [&str; 6] = ["comment", "css", "js", "script", "echarts", "chart"];

/// Tags that let in whom they know, besides what says of any part of a text that it is not for readers.
pub(super) const GUARDS: [&str; 7] = ["auth", "decrypt", "ifloggedin", "ifmember", "members", "protect", "restrict"];

/// Tags that show nothing of their own, or only how something looks.
#[rustfmt::skip]
pub(super) const UNSEEN: [&str; 53] = [
    "toc", "tableofcontents", "seo", "feedmeta", "feedmetatag", "clear", "clearfix", "break", "br", "newline", "pagebreak",
    "linebreak", "more", "excerpt", "anchor", "icon", "fa", "fas", "fab", "spacer", "divider", "tabs", "tabpane", "steps", "cards",
    "grid", "row", "col", "column", "columns", "section", "div", "span", "center", "left", "right", "container", "fragment",
    "filetree", "wrapper",
    "rawhtml", "html", "unsafe", "script", "style", "css", "js", "newthought", "lead", "small", "large", "big", "end",
];

/// Tags of template languages that decide, repeat or remember; what they name in quotes is no text.
#[rustfmt::skip]
pub(super) const LOGIC: [&str; 36] = [
    "assign", "if", "unless", "else", "elsif", "elif", "elseif", "case", "when", "for", "set", "import", "from", "extends",
    "block", "macro", "call", "cycle", "increment", "decrement", "liquid", "do", "continue", "capture", "layout", "filter",
    "with", "within", "autoescape", "ifversion", "ifchanged", "asyncEach", "asyncAll", "load", "now", "partial",
];

#[rustfmt::skip]
pub(super) const PICTURES: [&str; 30] = [
    "figure", "image", "img", "picture", "pic", "photo", "fig", "assetimg", "responsiveimage", "responsivefigure", "lightbox", "imageresize", "resizeimage", "respimg", "lazyimg", "lazyimage", "captionimage", "imagecaption", "imgcap", "eleventyimage", "zoomableimage", "thumbnail", "imgproc", "includeimage", "postimage", "imagewithcaption", "nextimage", "framedimage", "screenshot", "bundleimage",
];
pub(super) const SOURCES: [&str; 12] =
    ["src", "image_path", "imagepath", "url", "path", "file", "image", "img", "source", "name", "filename", "href"];
pub(super) const TITLES: [&str; 6] = ["title", "header", "heading", "summary", "label", "name"];

/// Arguments whose value is written for readers.
#[rustfmt::skip]
pub(super) const TEXTS: [&str; 27] = [
    "title", "text", "caption", "label", "summary", "description", "desc", "content", "contents", "message", "quote", "alt",
    "header", "heading", "subtitle", "note", "author", "by", "source", "cite", "term", "question", "answer", "body", "credit",
    "attr", "word",
];
pub(super) const ADDRESSES: [&str; 10] =
    ["href", "url", "link", "src", "to", "permalink", "image", "img", "poster", "file"];

/// Sets of pictures.
pub(super) const GALLERIES: [&str; 12] = [
    "gallery",
    "galleries",
    "carousel",
    "slider",
    "slideshow",
    "imagegroup",
    "gridgallery",
    "photogrid",
    "lightgallery",
    "imagegallery",
    "photoset",
    "swiper",
];

/// What leads somewhere and may enclose what it says.
pub(super) const LINKS: [&str; 13] = [
    "button",
    "btn",
    "cta",
    "linkbutton",
    "link",
    "a",
    "externallink",
    "extlink",
    "card",
    "linkcard",
    "bookmark",
    "urlcard",
    "linkpreview",
];

/// What sets words within a line and may enclose them.
pub(super) const WORDS: [&str; 14] =
    ["kbd", "key", "mark", "hl", "sub", "sup", "del", "ins", "badge", "chip", "pill", "underline", "tooltip", "abbr"];

/// Words with which tags say how a note looks.
#[rustfmt::skip]
pub(super) const STYLES: [&str; 38] = [
    "flat", "simple", "modern", "disabled", "icon", "left", "right", "center", "open", "closed", "true", "false", "default", "primary",
    "secondary", "success", "info", "warning", "danger", "note", "tip", "error", "red", "blue", "green", "pink", "purple", "orange",
    "cyan", "yellow", "gray", "grey", "black", "white", "light", "dark", "collapse", "fold",
];
