//! What is known of elements and attributes: HTML (living standard and the obsolete part of it), SVG 2, MathML.

/// How an element behaves in well-nested HTML; `Other` is left to html5ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Closes an open `p` and must be closed itself.
    Block,
    /// Must be closed where it was opened.
    Inline,
    /// Like `Inline`, but open ones are reopened across blocks.
    Formatting,
    /// Has no end tag.
    Void,
    /// `hr`: void, and closes an open `p`.
    VoidBlock,
    /// `p`
    Paragraph,
    /// `li`
    ListItem,
    /// `h1` to `h6`
    Heading,
    /// Has rules of its own.
    Other,
}

/// What is known of an HTML element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element {
    /// Lower-case name.
    pub name: &'static str,
    /// How it nests.
    pub shape: Shape,
    /// Readers remove it, because it runs code, loads documents or changes the page around it.
    pub unsafe_: bool,
}

const fn row(name: &'static str, shape: Shape) -> Element {
    Element { name, shape, unsafe_: false }
}

const fn risk(name: &'static str) -> Element {
    Element { name, shape: Shape::Other, unsafe_: true }
}

use Shape::{Block, Formatting, Heading, Inline, ListItem, Other, Paragraph, Void, VoidBlock};

/// Sorted by name.
#[rustfmt::skip]
pub(crate) static ELEMENTS: &[Element] = &[
    row("a", Other), row("abbr", Inline), row("acronym", Inline), row("address", Block), risk("applet"), row("area", Void),
    row("article", Block), row("aside", Block), row("audio", Inline), row("b", Formatting), risk("base"), risk("basefont"),
    row("bdi", Inline), row("bdo", Inline), risk("bgsound"), row("big", Formatting), row("blink", Inline),
    row("blockquote", Block), row("body", Other), row("br", Void), row("button", Other), row("canvas", Inline),
    row("caption", Other), row("center", Block), row("cite", Inline), row("code", Formatting), row("col", Other),
    row("colgroup", Other), row("data", Inline), row("datalist", Inline), row("dd", Other), row("del", Inline),
    row("details", Block), row("dfn", Inline), row("dialog", Block), row("dir", Block), row("div", Block), row("dl", Block),
    row("dt", Other), row("em", Formatting), risk("embed"), row("fieldset", Block), row("figcaption", Block),
    row("figure", Block), row("font", Formatting), row("footer", Block), row("form", Other), risk("frame"),
    risk("frameset"), row("h1", Heading), row("h2", Heading), row("h3", Heading), row("h4", Heading), row("h5", Heading),
    row("h6", Heading), row("head", Other), row("header", Block), row("hgroup", Block), row("hr", VoidBlock),
    row("html", Other), row("i", Formatting), risk("iframe"), row("img", Void), row("input", Void), row("ins", Inline),
    risk("isindex"), row("kbd", Inline), row("keygen", Void), row("label", Inline), risk("layer"), row("legend", Inline),
    row("li", ListItem), risk("link"), row("listing", Other), row("main", Block), row("map", Inline), row("mark", Inline),
    row("marquee", Other), row("math", Other), row("menu", Block), row("menuitem", Other), risk("meta"),
    row("meter", Inline), row("nav", Block), row("nobr", Other), risk("noembed"), risk("noframes"), row("noscript", Other),
    risk("object"), row("ol", Block), row("optgroup", Other), row("option", Other), row("output", Inline),
    row("p", Paragraph), risk("param"), row("picture", Inline), risk("plaintext"), row("pre", Other),
    row("progress", Inline), row("q", Inline), row("rb", Other), row("rp", Other), row("rt", Other), row("rtc", Other),
    row("ruby", Other), row("s", Formatting), row("samp", Inline), risk("script"), row("search", Block),
    row("section", Block), row("select", Other), row("selectedcontent", Other), row("slot", Inline),
    row("small", Formatting), row("source", Void), row("spacer", Inline), row("span", Inline), row("strike", Formatting),
    row("strong", Formatting), risk("style"), row("sub", Inline), row("summary", Block), row("sup", Inline),
    row("svg", Other), row("table", Other), row("tbody", Other), row("td", Other), risk("template"),
    row("textarea", Other), row("tfoot", Other), row("th", Other), row("thead", Other), row("time", Inline),
    row("title", Other), row("tr", Other), row("track", Void), row("tt", Formatting), row("u", Formatting),
    row("ul", Block), row("var", Inline), row("video", Inline), row("wbr", Void), row("xmp", Other),
];

/// The event handlers of HTML and SVG, and those that browsers have besides, without their "on"; sorted.
#[rustfmt::skip]
const EVENTS: &[&str] = &[
    "abort", "afterprint", "animationcancel", "animationend", "animationiteration", "animationstart", "auxclick",
    "beforeinput", "beforematch", "beforeprint", "beforetoggle", "beforeunload", "begin", "blur", "cancel",
    "canplay", "canplaythrough", "change", "click", "close", "command", "contentvisibilityautostatechange",
    "contextlost", "contextmenu", "contextrestored", "copy", "cuechange", "cut", "dblclick", "drag", "dragend",
    "dragenter", "dragleave", "dragover", "dragstart", "drop", "durationchange", "emptied", "end", "ended",
    "error", "focus", "focusin", "focusout", "formdata", "fullscreenchange", "fullscreenerror",
    "gotpointercapture", "hashchange", "input", "invalid", "keydown", "keypress", "keyup", "languagechange",
    "load", "loadeddata", "loadedmetadata", "loadend", "loadstart", "lostpointercapture", "message",
    "messageerror", "mousedown", "mouseenter", "mouseleave", "mousemove", "mouseout", "mouseover", "mouseup",
    "mousewheel", "offline", "online", "pagehide", "pagereveal", "pageshow", "pageswap", "paste", "pause", "play",
    "playing", "pointercancel", "pointerdown", "pointerenter", "pointerleave", "pointermove", "pointerout",
    "pointerover", "pointerrawupdate", "pointerup", "popstate", "progress", "ratechange", "readystatechange",
    "rejectionhandled", "repeat", "reset", "resize", "scroll", "scrollend", "scrollsnapchange",
    "scrollsnapchanging", "search", "securitypolicyviolation", "seeked", "seeking", "select", "selectionchange",
    "selectstart", "show", "slotchange", "stalled", "storage", "submit", "suspend", "timeupdate", "toggle",
    "touchcancel", "touchend", "touchmove", "touchstart", "transitioncancel", "transitionend", "transitionrun",
    "transitionstart", "unhandledrejection", "unload", "volumechange", "waiting", "webkitanimationend",
    "webkitanimationiteration", "webkitanimationstart", "webkittransitionend", "wheel", "zoom",
];

/// Whether an attribute runs code when something happens.
pub(crate) fn is_event_handler(name: &str) -> bool {
    let Some((on, event)) = name.split_at_checked(2) else { return false };
    let mut lower = [0u8; 32];
    let Some(target) = lower.get_mut(..event.len()).filter(|_| on.eq_ignore_ascii_case("on")) else { return false };
    target.copy_from_slice(event.as_bytes());
    target.make_ascii_lowercase();
    let lower = &lower[..event.len()];
    EVENTS.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
}

/// What is known of the element, whatever its case; `None` when HTML has no such element.
pub(crate) fn element(name: &str) -> Option<&'static Element> {
    let mut lower = [0u8; 16];
    lower.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    NAMES.binary_search(&u128::from_be_bytes(lower)).ok().map(|i| &ELEMENTS[i])
}

/// The names of [`ELEMENTS`] as numbers, which are compared sooner than texts.
static NAMES: [u128; ELEMENTS.len()] = {
    let mut names = [0; ELEMENTS.len()];
    let mut row = 0;
    while row < names.len() {
        let name = ELEMENTS[row].name.as_bytes();
        let mut at = 0;
        while at < name.len() {
            names[row] |= (name[at] as u128) << (8 * (15 - at));
            at += 1;
        }
        row += 1;
    }
    names
};

/// Elements of old browsers that no HTML ever had; parsers still know how they nest.
pub(crate) fn is_stranger(name: &str) -> bool {
    ["bgsound", "blink", "layer", "marquee", "nobr", "noembed", "spacer"].contains(&name)
}

/// A name that custom elements may have: it holds a hyphen and starts with a letter.
pub(crate) fn is_custom(name: &str) -> bool {
    name.contains('-')
}

/// Attributes that hold one URL, on whatever element.
pub(crate) fn holds_url(name: &str) -> bool {
    const NAMES: [&str; 16] = [
        "action",
        "background",
        "cite",
        "codebase",
        "data",
        "dynsrc",
        "formaction",
        "href",
        "icon",
        "longdesc",
        "lowsrc",
        "manifest",
        "poster",
        "profile",
        "src",
        "xlink:href",
    ];
    NAMES.iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// Attributes that hold candidates: `URL descriptor, URL descriptor`.
pub(crate) fn holds_candidates(name: &str) -> bool {
    name.eq_ignore_ascii_case("srcset") || name.eq_ignore_ascii_case("imagesrcset")
}

/// Elements of SVG 2 and SVG 1.1 that a reader can show; `script` is not among them.
#[rustfmt::skip]
static SVG: &[&str] = &[
    "a", "altglyph", "altglyphdef", "altglyphitem", "animate", "animatecolor", "animatemotion", "animatetransform",
    "circle", "clippath", "color-profile", "cursor", "defs", "desc", "discard", "ellipse", "feblend", "fecolormatrix",
    "fecomponenttransfer", "fecomposite", "feconvolvematrix", "fediffuselighting", "fedisplacementmap",
    "fedistantlight", "fedropshadow", "feflood", "fefunca", "fefuncb", "fefuncg", "fefuncr", "fegaussianblur",
    "feimage", "femerge", "femergenode", "femorphology", "feoffset", "fepointlight", "fespecularlighting",
    "fespotlight", "fetile", "feturbulence", "filter", "font", "font-face", "font-face-format", "font-face-name",
    "font-face-src", "font-face-uri", "g", "glyph", "glyphref", "hkern", "image", "line",
    "lineargradient", "marker", "mask", "metadata", "missing-glyph", "mpath", "path", "pattern", "polygon", "polyline",
    "radialgradient", "rect", "set", "stop", "svg", "switch", "symbol", "text", "textpath", "title", "tref", "tspan",
    "use", "view", "vkern",
];

/// Attributes of SVG 2 and SVG 1.1 besides `aria-*`, `data-*`, `xml:*`, `xmlns*` and events.
#[rustfmt::skip]
static SVG_ATTRIBUTES: &[&str] = &[
    "accent-height", "accumulate", "additive", "alignment-baseline", "alphabetic", "amplitude", "arabic-form",
    "ascent", "attributename", "attributetype", "azimuth", "basefrequency", "baseline-shift", "baseprofile", "bbox",
    "begin", "bias", "by", "calcmode", "cap-height", "class", "clip", "clip-path", "clip-rule", "clippathunits",
    "color", "color-interpolation", "color-interpolation-filters", "color-profile", "color-rendering",
    "contentscripttype", "contentstyletype", "cursor", "cx", "cy", "d", "descent", "diffuseconstant", "direction",
    "display", "divisor", "dominant-baseline", "download", "dur", "dx", "dy", "edgemode", "elevation",
    "enable-background", "end", "exponent", "fill", "fill-opacity", "fill-rule", "filter", "filterres", "filterunits",
    "flood-color", "flood-opacity", "focusable", "font-family", "font-size", "font-size-adjust", "font-stretch",
    "font-style", "font-variant", "font-weight", "format", "fr", "from", "fx", "fy", "g1", "g2", "glyph-name",
    "glyph-orientation-horizontal", "glyph-orientation-vertical", "gradienttransform", "gradientunits", "hanging",
    "height", "horiz-adv-x", "horiz-origin-x", "horiz-origin-y", "href", "hreflang", "id", "ideographic",
    "image-rendering", "in", "in2", "intercept", "k", "k1", "k2", "k3", "k4", "kernelmatrix", "kernelunitlength",
    "kerning", "keypoints", "keysplines", "keytimes", "lang", "lengthadjust", "letter-spacing", "lighting-color",
    "limitingconeangle", "local", "marker-end", "marker-mid", "marker-start", "markerheight", "markerunits",
    "markerwidth", "mask", "maskcontentunits", "maskunits", "mathematical", "max", "media", "method", "min", "mode",
    "name", "numoctaves", "offset", "opacity", "operator", "order", "orient", "orientation", "origin", "overflow",
    "overline-position", "overline-thickness", "paint-order", "panose-1", "path", "pathlength",
    "patterncontentunits", "patterntransform", "patternunits", "ping", "pointer-events", "points", "pointsatx",
    "pointsaty", "pointsatz", "preservealpha", "preserveaspectratio", "primitiveunits", "r", "radius",
    "referrerpolicy", "refx", "refy", "rel", "rendering-intent", "repeatcount", "repeatdur", "requiredextensions",
    "requiredfeatures", "requiredfonts", "requiredformats", "restart", "result", "role", "rotate", "rx", "ry",
    "scale", "seed", "shape-rendering", "side", "slope", "spacing", "specularconstant", "specularexponent",
    "spreadmethod", "startoffset", "stddeviation", "stemh", "stemv", "stitchtiles", "stop-color", "stop-opacity",
    "strikethrough-position", "strikethrough-thickness", "string", "stroke", "stroke-dasharray",
    "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width",
    "style", "surfacescale", "systemlanguage", "tabindex", "tablevalues", "target", "targetx", "targety",
    "text-anchor", "text-decoration", "text-rendering", "textlength", "title", "to", "transform",
    "transform-origin", "type", "u1", "u2", "underline-position", "underline-thickness", "unicode", "unicode-bidi",
    "unicode-range", "units-per-em", "v-alphabetic", "v-hanging", "v-ideographic", "v-mathematical", "values",
    "vector-effect", "version", "vert-adv-y", "vert-origin-x", "vert-origin-y", "viewbox", "viewtarget",
    "visibility", "white-space", "width", "widths", "word-spacing", "writing-mode", "x", "x-height", "x1", "x2",
    "xchannelselector", "xlink:actuate", "xlink:arcrole", "xlink:href", "xlink:role", "xlink:show", "xlink:title",
    "xlink:type", "y", "y1", "y2", "ychannelselector", "z", "zoomandpan",
];

/// Elements of MathML 3 and MathML Core.
#[rustfmt::skip]
static MATHML: &[&str] = &[
    "annotation", "annotation-xml", "maction", "maligngroup", "malignmark", "math", "menclose", "merror", "mfenced",
    "mfrac", "mglyph", "mi", "mlabeledtr", "mlongdiv", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
    "mprescripts", "mroot", "mrow", "ms", "mscarries", "mscarry", "msgroup", "msline", "mspace", "msqrt", "msrow",
    "mstack", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover", "none",
    "semantics",
];

/// Attributes of MathML besides `aria-*`, `data-*`, `xml:*`, `xmlns*` and events.
#[rustfmt::skip]
static MATHML_ATTRIBUTES: &[&str] = &[
    "accent", "accentunder", "actiontype", "align", "alignmentscope", "altimg", "altimg-height", "altimg-valign",
    "altimg-width", "alttext", "background", "bevelled", "charalign", "charspacing", "class", "close", "color",
    "columnalign", "columnlines", "columnspacing", "columnspan", "columnwidth", "crossout", "decimalpoint",
    "denomalign", "depth", "dir", "display", "displaystyle", "edge", "encoding", "equalcolumns", "equalrows", "fence",
    "fontfamily", "fontsize", "fontstyle", "fontweight", "form", "frame", "framespacing", "groupalign", "height",
    "href", "id", "indentalign", "indentalignfirst", "indentalignlast", "indentshift", "indentshiftfirst",
    "indentshiftlast", "indenttarget", "infixlinebreakstyle", "intent", "arg", "lang", "largeop", "leftoverhang",
    "length", "linebreak", "linebreakmultchar", "linebreakstyle", "lineleading", "linethickness", "location",
    "longdivstyle", "lquote", "lspace", "macros", "mathbackground", "mathcolor", "mathsize", "mathvariant", "maxsize",
    "maxwidth", "minlabelspacing", "minsize", "mode", "movablelimits", "mslinethickness", "name", "notation",
    "nonce", "numalign", "open", "other", "overflow", "position", "rightoverhang", "role", "rowalign", "rowlines",
    "rowspacing", "rowspan", "rquote", "rspace", "scope", "scriptlevel", "scriptminsize", "scriptsizemultiplier",
    "selection", "separator", "separators", "shift", "side", "src", "stackalign", "stretchy", "style",
    "subscriptshift", "superscriptshift", "symmetric", "tabindex", "title", "type", "valign", "width", "xlink:href",
    "xlink:show", "xlink:type",
];

fn listed(list: &[&str], name: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether SVG has this element and a reader can show it safely.
pub(crate) fn is_svg(name: &str) -> bool {
    listed(SVG, name)
}

/// Whether MathML has this element.
pub(crate) fn is_mathml(name: &str) -> bool {
    listed(MATHML, name)
}

fn common(name: &str) -> bool {
    ["aria-", "data-", "xml:", "xmlns"]
        .iter()
        .any(|p| name.len() >= p.len() && name.as_bytes()[..p.len()].eq_ignore_ascii_case(p.as_bytes()))
}

/// Whether SVG has this attribute.
pub(crate) fn is_svg_attribute(name: &str) -> bool {
    common(name) || listed(SVG_ATTRIBUTES, name)
}

/// Whether MathML has this attribute.
pub(crate) fn is_mathml_attribute(name: &str) -> bool {
    common(name) || listed(MATHML_ATTRIBUTES, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_elements_is_sorted() {
        assert!(ELEMENTS.windows(2).all(|w| w[0].name < w[1].name));
    }

    #[test]
    fn names_are_found_in_any_case() {
        assert!(element("ScRiPt").unwrap().unsafe_);
        assert!(element("scriptingnews").is_none());
        assert!(is_svg("linearGradient") && !is_svg("script") && is_svg_attribute("viewBox"));
    }
}
