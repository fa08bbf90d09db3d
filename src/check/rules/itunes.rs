//! Apple Podcasts.

mod podcast;

use crate::check::module::Module;
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::time;
use crate::check::vocabulary::Judged;
use crate::diagnostic::{Severity, suggestion};

use super::words::one_of;
use podcast::REQUIREMENTS;

pub(super) static MODULE: Module = Module {
    item: Some(podcast::item),
    memory: Some(|| Box::<podcast::Podcast>::default()),
    ..Module::new(
        "itunes",
        &[
            &CATEGORY,
            &OLD_CATEGORY,
            &DURATION,
            &EXPLICIT,
            &OLD_EXPLICIT,
            &BLANKS,
            &YES,
            &YES_NO,
            &EPISODE_TYPE,
            &CHANNEL_TYPE,
            &TOO_LONG,
            &KEYWORDS,
            &NO_OWNER_EMAIL,
            &podcast::MISSING,
            &podcast::NO_EMAIL,
            &podcast::ENCODING,
            &podcast::FORMAT,
            &podcast::COVER,
            &FLAG,
        ],
    )
};

/// Apple's categories: each line a category, a colon, its subcategories.
const CATEGORIES: &str = include_str!("itunes/categories.txt");
/// Categories that Apple gave up in 2019 or before.
const OLD_CATEGORIES: &str = include_str!("itunes/old_categories.txt");

pub(crate) static CATEGORY: Rule = Rule {
    code: "invalid-itunes-category",
    severity: Severity::Error,
    summary: "A category that Apple Podcasts does not have",
    why: "The show is listed under no category.",
    help: "Choose a category and subcategory of Apple's list",
    spec: REQUIREMENTS,
    w3c: Some("InvalidItunesCategory"),
    bad: Example::Channel(r#"<itunes:category text="Weather"/>"#),
    good: Example::Channel(r#"<itunes:category text="News"/>"#),
};

pub(crate) static OLD_CATEGORY: Rule = Rule {
    code: "obsolete-itunes-category",
    severity: Severity::Warning,
    summary: "A category that Apple Podcasts gave up",
    why: "Apple maps it to another category, or to none.",
    help: "Choose a category of the present list",
    spec: REQUIREMENTS,
    w3c: Some("ObsoleteItunesCategory"),
    bad: Example::Channel(r#"<itunes:category text="Games &amp; Hobbies"/>"#),
    good: Example::Channel(r#"<itunes:category text="Leisure"/>"#),
};

pub(crate) static DURATION: Rule = Rule {
    code: "invalid-itunes-duration",
    severity: Severity::Error,
    summary: "A duration that cannot be read",
    why: "Apps show no length, or a wrong one.",
    help: "Write seconds, or hours, minutes and seconds: 4500 or 1:15:00",
    spec: REQUIREMENTS,
    w3c: Some("InvalidDuration"),
    bad: Example::Item("<itunes:duration>75 minutes</itunes:duration>"),
    good: Example::Item("<itunes:duration>1:15:00</itunes:duration>"),
};

pub(crate) static EXPLICIT: Rule = Rule {
    code: "invalid-itunes-explicit",
    severity: Severity::Error,
    summary: "itunes:explicit that is neither true nor false",
    why: "Apps take other words for no answer, and may hide the show.",
    help: "Write true or false",
    spec: REQUIREMENTS,
    w3c: Some("InvalidTrueFalse"),
    bad: Example::Item("<itunes:explicit>maybe</itunes:explicit>"),
    good: Example::Item("<itunes:explicit>false</itunes:explicit>"),
};

pub(crate) static OLD_EXPLICIT: Rule = Rule {
    code: "outdated-itunes-explicit",
    severity: Severity::Warning,
    summary: "itunes:explicit in the words Apple used before: yes, no, clean, explicit",
    why: "Apple has true and false today; apps that are newer than the old words take them for no answer.",
    help: "Write true or false",
    spec: REQUIREMENTS,
    w3c: Some("InvalidTrueFalse"),
    bad: Example::Item("<itunes:explicit>clean</itunes:explicit>"),
    good: Example::Item("<itunes:explicit>false</itunes:explicit>"),
};

pub(crate) static BLANKS: Rule = Rule {
    code: "white-space-around-itunes-word",
    severity: Severity::Warning,
    summary: "White space around a word of Apple's",
    why: "Programs that compare the text as it stands do not know it.",
    help: "Write the word directly between the tags",
    spec: REQUIREMENTS,
    w3c: None,
    bad: Example::Item("<itunes:explicit> false </itunes:explicit>"),
    good: Example::Item("<itunes:explicit>false</itunes:explicit>"),
};

pub(crate) static YES: Rule = Rule {
    code: "invalid-itunes-block",
    severity: Severity::Error,
    summary: "itunes:block without yes or no",
    why: "Only Yes hides the episode; anything else does nothing.",
    help: "Write Yes, or leave it out",
    spec: REQUIREMENTS,
    w3c: Some("InvalidYesNoClean"),
    bad: Example::Item("<itunes:block></itunes:block>"),
    good: Example::Item("<itunes:block>Yes</itunes:block>"),
};

pub(crate) static YES_NO: Rule = Rule {
    code: "invalid-yes-or-no",
    severity: Severity::Error,
    summary: "Neither yes nor no where one of them is needed",
    why: "Programs take any other word as no.",
    help: "Write yes or no",
    spec: REQUIREMENTS,
    w3c: Some("InvalidYesNo"),
    bad: Example::Channel("<itunes:complete>done</itunes:complete>"),
    good: Example::Channel("<itunes:complete>Yes</itunes:complete>"),
};

pub(crate) static EPISODE_TYPE: Rule = Rule {
    code: "invalid-itunes-episode-type",
    severity: Severity::Error,
    summary: "An episode type that is not one of the three",
    why: "Apps show the episode as a full one.",
    help: "Write full, trailer or bonus",
    spec: REQUIREMENTS,
    w3c: Some("InvalidItunesEpisodeType"),
    bad: Example::Item("<itunes:episodeType>extra</itunes:episodeType>"),
    good: Example::Item("<itunes:episodeType>bonus</itunes:episodeType>"),
};

pub(crate) static CHANNEL_TYPE: Rule = Rule {
    code: "invalid-itunes-type",
    severity: Severity::Error,
    summary: "A show that is neither episodic nor serial",
    why: "Apps order the episodes by it.",
    help: "Write episodic or serial",
    spec: REQUIREMENTS,
    w3c: Some("InvalidItunesChannelType"),
    bad: Example::Channel("<itunes:type>weekly</itunes:type>"),
    good: Example::Channel("<itunes:type>episodic</itunes:type>"),
};

pub(crate) static TOO_LONG: Rule = Rule {
    code: "itunes-text-too-long",
    severity: Severity::Error,
    summary: "A text that is longer than Apple Podcasts takes",
    why: "The rest is cut off.",
    help: "Shorten it: summaries to 4000 characters, all else to 255",
    spec: REQUIREMENTS,
    w3c: Some("TooLong"),
    bad: Example::Item(
        "<itunes:subtitle>The storm that crossed the coast on Tuesday has closed the harbour for a whole day, and the ferries to the islands stay where they are until the wind has gone down, which the weather service does not expect before the end of the week, or even of the next one, it says.</itunes:subtitle>",
    ),
    good: Example::Item("<itunes:subtitle>A storm closed the harbour</itunes:subtitle>"),
};

pub(crate) static KEYWORDS: Rule = Rule {
    code: "itunes-keywords-without-commas",
    severity: Severity::Warning,
    summary: "Keywords that are divided by blanks",
    why: "They count as one keyword.",
    help: "Put commas between the keywords",
    spec: REQUIREMENTS,
    w3c: Some("InvalidKeywords"),
    bad: Example::Item("<itunes:keywords>wind rain storm</itunes:keywords>"),
    good: Example::Item("<itunes:keywords>wind, rain, storm</itunes:keywords>"),
};

pub(crate) static NO_OWNER_EMAIL: Rule = Rule {
    code: "missing-owner-email",
    severity: Severity::Warning,
    summary: "An owner without an e-mail address",
    why: "Directories check the ownership of a show by it.",
    help: "Add itunes:email",
    spec: REQUIREMENTS,
    w3c: Some("MissingElement"),
    bad: Example::Channel("<itunes:owner><itunes:name>Jane</itunes:name></itunes:owner>"),
    good: Example::Channel("<itunes:owner><itunes:email>jane@example.org</itunes:email></itunes:owner>"),
};

pub(crate) static FLAG: Rule = Rule {
    code: "invalid-flag",
    severity: Severity::Error,
    summary: "Neither 1 nor 0 where one of them is needed",
    why: "Microsoft Start takes any other value as no.",
    help: "Write 1 or 0",
    spec: Spec {
        section: "MSN Partner Hub, metadata",
        url: "https://support.microsoft.com/en-us/msn/partner-hub/msn-feed-item-metadata-requirements",
    },
    w3c: None,
    bad: Example::Item("<mi:hasSyndicationRights>yes</mi:hasSyndicationRights>"),
    good: Example::Item("<mi:hasSyndicationRights>1</mi:hasSyndicationRights>"),
};

/// Whether a list has this category, within another one when that is named.
fn listed(list: &str, parent: Option<&str>, name: &str) -> bool {
    list.lines().filter(|line| !line.starts_with('#')).any(|line| {
        let (top, subs) = line.split_once(':').unwrap_or((line, ""));
        match parent {
            None => top == name,
            Some(parent) => top == parent && subs.split(';').any(|s| s.trim() == name),
        }
    })
}

/// The `text` of a category.
pub(crate) fn category(judged: &mut Judged<'_, '_, '_, '_>) {
    let parent = judged.node.parent().filter(|p| p.ns() == Ns::ITUNES);
    let parent = parent.and_then(|p| p.attribute("text")).map(|a| a.value().into_text());
    let name = judged.text().trim().to_owned();
    if listed(CATEGORIES, parent.as_deref(), &name) {
        return;
    }
    if listed(OLD_CATEGORIES, parent.as_deref(), &name) {
        judged.report_all(&OLD_CATEGORY, "is a category that Apple gave up");
        return;
    }
    let near = suggestion(&name, CATEGORIES.lines().map(|l| l.split(':').next().unwrap_or_default()));
    let entry = judged.report_all(&CATEGORY, "is no category of Apple Podcasts");
    if let Some(near) = near.filter(|_| parent.is_none()) {
        entry.help(format!("Did you mean \"{near}\"?"));
    }
}

/// Whether a text is one of these words in any case; tells of white space around it.
fn is_word(judged: &mut Judged<'_, '_, '_, '_>, words: &[&str]) -> bool {
    let known = words.iter().any(|word| judged.text().eq_ignore_ascii_case(word));
    if known && judged.node.ns() == Ns::ITUNES && judged.whole() != judged.text() {
        judged.report_all(&BLANKS, "has white space around it");
    }
    known
}

/// `itunes:block`
pub(crate) fn block(judged: &mut Judged<'_, '_, '_, '_>) {
    yes_no(judged, &YES);
}

/// `itunes:complete`, `itunes:isClosedCaptioned`
pub(crate) fn complete(judged: &mut Judged<'_, '_, '_, '_>) {
    yes_no(judged, &YES_NO);
}

/// `app:draft`, `podcast:locked`
pub(crate) fn lower_yes_no(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["yes", "no"], &YES_NO);
}

fn yes_no(judged: &mut Judged<'_, '_, '_, '_>, rule: &'static Rule) {
    if !is_word(judged, &["yes", "no"]) {
        judged.report_all(rule, "is neither yes nor no");
    }
}

/// `itunes:explicit`
pub(crate) fn explicit(judged: &mut Judged<'_, '_, '_, '_>) {
    if is_word(judged, &["yes", "no", "clean", "explicit"]) {
        judged.report_all(&OLD_EXPLICIT, "is a word of Apple's earlier lists");
    } else if !is_word(judged, &["true", "false"]) {
        judged.report_all(&EXPLICIT, "is neither true nor false");
    }
}

/// `itunes:duration`
pub(crate) fn duration(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Err(fault) = time::duration(judged.text()) {
        judged.fault(&DURATION, &fault);
    }
}

/// `itunes:episodeType`
pub(crate) fn episode_type(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["full", "trailer", "bonus"], &EPISODE_TYPE);
}

/// `itunes:type`
pub(crate) fn channel_type(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["episodic", "serial"], &CHANNEL_TYPE);
}

fn within(judged: &mut Judged<'_, '_, '_, '_>, most: usize) {
    let length = judged.text().chars().count();
    if length > most {
        judged.report_all(&TOO_LONG, &format!("has {length} characters; {most} are the most"));
    }
}

/// `itunes:keywords`
pub(crate) fn keywords(judged: &mut Judged<'_, '_, '_, '_>) {
    within(judged, 255);
    if judged.text().contains(' ') && !judged.text().contains(',') {
        judged.report_all(&KEYWORDS, "is divided by blanks instead of commas");
    }
}

/// All texts that have no limit of their own.
pub(crate) fn short(judged: &mut Judged<'_, '_, '_, '_>) {
    within(judged, 255);
}

/// `itunes:summary`
pub(crate) fn summary(judged: &mut Judged<'_, '_, '_, '_>) {
    within(judged, 4000);
}

/// `mi:hasSyndicationRights`
pub(crate) fn flag(judged: &mut Judged<'_, '_, '_, '_>) {
    one_of(judged, &["1", "0"], &FLAG);
}
