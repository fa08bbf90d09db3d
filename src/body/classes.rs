//! What the classes of an element say of how it shows. Themes and frameworks spell the same names in many ways
//! (`sr-only`, `u-sr-only`, `srOnly_x3f`), so that names are read by what they are made of.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Parts of the names of classes that may decide what is shown; mostly none of a body has any.
#[rustfmt::skip]
const TELLING: [&str; 80] = [
    "hid", "sr-", "-sr", "sronly", "for-sr", "screen", "reader", "assist", "a11y", "offscreen", "off-screen", "invisible", "none",
    "nodisplay", "no-display", "print", "rss", "feed", "anchor", "headerlink", "header-link", "hash", "direct-link", "permalink",
    "heading-link", "octicon", "self-link", "gutter", "lineno", "linenum", "line-num", "line_num", "blob-num", "nums", "-ln", "lnt",
    "copy", "clip", "toolbar", "mejs-", "vjs-", "plyr", "jw-", "kg-audio", "kg-video", "kg-bookmark", "shaka-", "flowplayer",
    "aplayer", "dplayer", "xgplayer", "ytp-", "bmpui-", "katex", "math", "mjx", "mjpage", "latex", "material-", "wp-block-embed",
    "wp-block-file", "sharedaddy", "sd-sharing", "jp-related", "addtoany", "a2a_", "addthis", "shareaholic", "heateor", "editsection",
    "margin-toggle", "sidenote", "marginnote", "embed", "youtube", "video", "player", "tweet", "instagram-media", "fb-",
];

static AUTOMATON: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(TELLING).ok());

/// Whether one of these classes may decide what is shown.
pub(super) fn tell(classes: &str) -> bool {
    AUTOMATON.as_ref().is_none_or(|automaton| automaton.is_match(classes))
        || classes
            .split_ascii_whitespace()
            .any(|class| matches!(class, "lang" | "ln" | "sr" | "vh" | "hide" | "codepen"))
}

/// The classes of one element.
#[derive(Clone, Debug, Default)]
pub(super) struct Classes {
    /// Each in small letters, without dashes and underscores.
    flat: Vec<String>,
    written: Vec<String>,
}

/// What is never shown to those who look, in whatever words; parts of names.
#[rustfmt::skip]
const UNSEEN: [&str; 25] = [
    "visuallyhidden", "visualhidden", "vishidden", "hiddenvisually", "visuallyhide", "hidevisually", "sronly", "screenreader",
    "readeronly", "readertext", "assistivetext", "accessiblyhidden", "accessiblehidden", "hiddenaccessible", "a11yhidden", "a11yonly",
    "a11ytext", "a11yhide", "elementinvisible", "elementhidden", "offscreen", "ariahidden", "nodisplay", "displaynone", "invisible",
];

/// Whole names of the same.
#[rustfmt::skip]
const HIDDEN: [&str; 20] = [
    "hidden", "hide", "dnone", "ishidden", "uhidden", "jshidden", "ukhidden", "elhidden", "uhide", "jshide", "ishide", "vh", "vhide", "sr",
    "srtext", "forsr", "showforsr", "texthide", "elementorscreenonly", "noexcerpthidden",
];

/// Words that show something again on wide screens, after the name of a width.
const SHOWN_AGAIN: [&str; 11] = [
    "block",
    "flex",
    "inline",
    "inline-block",
    "inline-flex",
    "grid",
    "inline-grid",
    "table",
    "table-cell",
    "not-sr-only",
    "visible",
];

/// Names of widths, as frameworks have them.
const WIDTHS: [&str; 14] =
    ["xs", "sm", "md", "lg", "xl", "2xl", "xxl", "3xl", "tablet", "desktop", "wide", "screen", "laptop", "landscape"];

/// How classes of links begin or end that headings have to themselves.
#[rustfmt::skip]
const ANCHORS: [&str; 19] = [
    "anchor", "headerlink", "hashlink", "headinglink", "headlinehash", "headinghash", "directlink", "permalink", "selflink",
    "octiconlink", "subheadinganchor", "autolink", "tocanchor", "linkicon", "headinganchor", "headeranchor", "copylink",
    "linkanchor", "headerpermalink",
];

/// Parts of the names of the numbers beside lines of code.
#[rustfmt::skip]
const NUMBERS: [&str; 14] = [
    "lineno", "linenum", "linenr", "blobnum", "crayonnum", "hljsln", "rougegutter", "gutter", "codelinenumber", "hllnum", "lnum",
    "gialloln", "linenumbersrows", "linenodiv",
];

/// How the classes of players' interfaces begin.
#[rustfmt::skip]
const PLAYERS: [&str; 17] = [
    "mejs-", "vjs-", "plyr__", "jw-", "kg-audio-player", "kg-video-player", "kg-video-overlay", "kg-audio-hide",
    "kg-audio-thumbnail", "shaka-", "flowplayer__", "fp-", "aplayer-", "dplayer-", "xgplayer-", "ytp-", "bmpui-",
];

/// What plugins hang to a text for those who would share it, edit it, or read on.
#[rustfmt::skip]
const WIDGETS: [&str; 14] = [
    "sharedaddy", "sdsharing", "jprelatedposts", "addtoany", "a2akit", "addthis", "shareaholic", "heateorsss", "mweditsection",
    "sharebuttons", "sharingbuttons", "socialsharing", "kgbookmarkicon", "wpblockfilebutton",
];

impl Classes {
    /// Reads the value of `class`.
    pub(super) fn read(value: &str) -> Self {
        let written: Vec<String> = value.split_ascii_whitespace().map(str::to_owned).collect();
        let flat =
            |class: &String| class.chars().filter(|c| !matches!(c, '-' | '_')).collect::<String>().to_lowercase();
        Self { flat: written.iter().map(flat).collect(), written }
    }

    /// Whether one of the names is this one.
    pub(super) fn is(&self, name: &str) -> bool {
        self.written.iter().any(|class| class == name)
    }

    fn any(&self, says: impl Fn(&str) -> bool) -> bool {
        self.flat.iter().any(|class| says(class))
    }

    /// Whether one of the names begins with these letters.
    pub(super) fn begins(&self, start: &str) -> bool {
        self.written.iter().any(|class| class.starts_with(start))
    }

    /// Whether a name, without dashes, has these letters.
    pub(super) fn has(&self, part: &str) -> bool {
        self.any(|class| class.contains(part))
    }

    /// Whether they hide an element from those who look.
    pub(super) fn hide(&self) -> bool {
        let hidden = self.any(|class| {
            !class.contains(':')
                && !class.starts_with("not")
                && (HIDDEN.contains(&class) || UNSEEN.iter().any(|part| class.contains(part)) || is_for_others(class))
        });
        hidden && !self.written.iter().any(|class| is_shown_again(class))
    }

    /// Whether they are of a link that a heading has to itself.
    pub(super) fn are_of_anchor(&self) -> bool {
        self.any(|class| ANCHORS.iter().any(|part| class.starts_with(part) || class.ends_with(part)))
    }

    /// Whether they are of the numbers beside lines of code.
    pub(super) fn are_of_numbers(&self) -> bool {
        self.any(|class| {
            matches!(class, "ln" | "lno" | "lnt" | "lntd" | "linenos")
                || NUMBERS.iter().any(|part| class.contains(part))
        })
    }

    /// Whether they are of what copies something, or says that it did.
    pub(super) fn are_of_copying(&self) -> bool {
        self.written.iter().any(|class| {
            let words = class.split(|c: char| !c.is_ascii_alphabetic());
            words.into_iter().any(|word| {
                let word = word.to_ascii_lowercase();
                matches!(&*word, "copy" | "copied" | "clipboard" | "copybtn" | "copybutton" | "copycode" | "clip")
                    || word.starts_with("copybutton")
            }) || class.starts_with("copyButton")
        })
    }

    /// Whether they are of a player's interface.
    pub(super) fn are_of_player(&self) -> bool {
        PLAYERS.iter().any(|player| self.begins(player))
    }

    /// Whether they are of what is hung to a text and none of it.
    pub(super) fn are_of_widget(&self) -> bool {
        self.any(|class| WIDGETS.iter().any(|part| class.starts_with(part)))
    }

    /// Whether the text is the name of an icon.
    pub(super) fn are_of_icon(&self) -> bool {
        self.begins("material-icons") || self.begins("material-symbols")
    }
}

/// Whether a class is for paper, or keeps something out of feeds.
fn is_for_others(class: &str) -> bool {
    let paper =
        matches!(class, "printonly" | "onlyprint" | "showforprint" | "visibleprint" | "showonprint" | "forprint")
            || class.starts_with("visibleprint")
            || class.ends_with("printonly");
    let feeds = ["rss", "feed"].iter().any(|feed| {
        ["no", "hide", "hidein", "hidefrom", "exclude", "excludefrom", "skip", "ignore", "notin"].iter().any(|word| {
            class.strip_prefix(word).is_some_and(|rest| rest == *feed || rest.strip_suffix('s') == Some(feed))
        }) || class
            .strip_prefix(feed)
            .is_some_and(|rest| matches!(rest, "hidden" | "hide" | "exclude" | "ignore" | "skip"))
    });
    paper || feeds
}

/// Whether a class shows on wide screens what another hides: `md:block`, `d-md-block`, `visible-lg`.
fn is_shown_again(class: &str) -> bool {
    let width = |word: &str| WIDTHS.contains(&word) || word.starts_with("min-");
    let by_variant = class
        .rsplit_once(':')
        .is_some_and(|(variants, shown)| SHOWN_AGAIN.contains(&shown) && variants.split(':').all(width));
    let by_part = class
        .strip_prefix("d-")
        .and_then(|rest| rest.split_once('-'))
        .is_some_and(|(at, shown)| width(at) && SHOWN_AGAIN.contains(&shown));
    by_variant || by_part || class.strip_prefix("visible-").is_some_and(width)
}

/// Whether a style hides an element from those who look.
pub(super) fn style_hides(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let rules: Vec<(&str, &str)> = style
        .split(';')
        .filter_map(|rule| rule.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim().trim_end_matches("!important").trim()))
        .collect();
    let value = |name: &str| rules.iter().rev().find(|(n, _)| *n == name).map(|(_, value)| *value);
    let is = |name: &str, wanted: &[&str]| value(name).is_some_and(|value| wanted.contains(&value));
    let measure = |name: &str| value(name).and_then(number);
    let nought = |name: &str| measure(name).is_some_and(|n| (0.0..=1.0).contains(&n) && n.fract() == 0.0);
    let apart = is("position", &["absolute", "fixed"]);
    let far = ["left", "top", "right", "bottom", "margin-left", "text-indent"]
        .iter()
        .any(|side| measure(side).is_some_and(|n| n <= -900.0) && (apart || side.contains('-')));
    let cut = value("clip").is_some_and(|clip| {
        clip.strip_prefix("rect(").is_some_and(|sides| {
            sides
                .trim_end_matches(')')
                .split([',', ' '])
                .filter(|side| !side.is_empty())
                .all(|side| side == "auto" || number(side).is_some_and(|n| (0.0..=1.0).contains(&n)))
        })
    });
    // Nothing of it is left, wherever it stands.
    let clipped = is("clip-path", &["inset(50%)", "inset(100%)", "inset(100% 0 0 0)", "circle(0)"]);
    let folded = (nought("height") || nought("max-height"))
        && ["overflow", "overflow-y"].iter().any(|name| is(name, &["hidden", "clip"]))
        && !["padding-bottom", "padding-top"].iter().any(|name| measure(name).is_some_and(|n| n > 0.0));
    is("display", &["none"])
        || is("visibility", &["hidden", "collapse"])
        || is("mso-hide", &["all"])
        || measure("font-size") == Some(0.0)
        || far
        || (cut && apart)
        || clipped
        || folded
}

/// Whether a style makes an element wholly transparent; scripts make what they move in opaque again.
pub(super) fn is_transparent(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        name.trim() == "opacity" && value.trim().trim_end_matches("!important").trim().parse() == Ok(0.0_f32)
    })
}

/// The number that a measure begins with.
fn number(value: &str) -> Option<f32> {
    let end = value.find(|c: char| !c.is_ascii_digit() && !matches!(c, '-' | '.')).unwrap_or(value.len());
    value[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_hide_are_known_in_all_spellings() {
        for class in [
            "sr-only",
            "visually-hidden",
            "u-sr-only",
            "srOnly_x1",
            "VisuallyHidden",
            "visuallyHidden__3kF",
            "screen-reader-text",
            "show-for-sr",
            "usa-sr-only",
            "slds-assistive-text",
            "bx--visually-hidden",
            "MuiBox-visuallyHidden",
            "ui-helper-hidden-accessible",
            "pf-u-screen-reader",
            "a11y-only",
            "hidden-visually",
            "is-vishidden",
            "hidden",
            "d-none",
            "uk-hidden",
            "print-only",
            "visible-print-block",
            "d-none d-print-block",
            "no-rss",
            "hide-in-feeds",
            "rss-hidden",
            "sr-only focus:not-sr-only",
            "hidden print:block",
            "invisible",
            "text-hide",
        ] {
            assert!(Classes::read(class).hide() && tell(class), "{class}");
        }
        for class in [
            "hidden-xs",
            "hidden-print",
            "no-print",
            "d-print-none",
            "overflow-hidden",
            "d-none d-md-block",
            "hidden md:block",
            "sr-only md:not-sr-only",
            "not-sr-only",
            "sm:hidden",
            "md:sr-only",
            "accessibility",
            "collapse",
            "lead",
            "feed",
            "entry-print",
            "newsletter",
            "screenshot",
            "reader",
            "hidden-gem",
            "feedback",
            "hide-on-mobile",
            "visible",
        ] {
            assert!(!Classes::read(class).hide(), "{class}");
        }
    }

    #[test]
    fn styles_that_hide_are_told_from_those_that_set() {
        for style in [
            "display:none",
            "DISPLAY : NONE !important",
            "visibility: hidden",
            "font-size:0",
            "position:absolute;left:-9999px",
            "text-indent:-9999px",
            "position:absolute;clip:rect(0 0 0 0)",
            "clip-path: inset(50%); position:absolute",
            "clip-path: inset(50%)",
            "max-height:0;overflow:hidden",
            "height:1px;overflow:hidden;width:1px",
            "mso-hide:all",
        ] {
            assert!(style_hides(style), "{style}");
        }
        for style in [
            "display:block",
            "height:0;padding-bottom:56%;overflow:hidden",
            "font-size:0.8em",
            "left:-4px;position:absolute",
            "max-height:300px;overflow:hidden",
            "margin-left:-20px",
            "opacity:0.5",
            "clip-path: inset(10%)",
            "clip:rect(0,100px,100px,0);position:absolute",
            "overflow:hidden",
            "font-size:00.5em",
            "height:0.5em;overflow:hidden",
        ] {
            assert!(!style_hides(style), "{style}");
        }
        assert!(is_transparent("opacity: 0") && !is_transparent("opacity:0.4"));
    }
}
