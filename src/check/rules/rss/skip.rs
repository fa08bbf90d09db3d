//! Hours and days in which readers need not ask for the feed.

use crate::check::document::tree::Tree;
use crate::check::findings::Findings;
use crate::check::module::{Context, Module};
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::number;
use crate::check::vocabulary::{Judged, Version};
use crate::diagnostic::{Severity, suggestion};

const HOURS: Spec = Spec { section: "RSS 2.0, <skipHours>", url: "https://www.rssboard.org/skip-hours-days" };

pub(crate) static HOUR: Rule = Rule {
    code: "invalid-hour",
    severity: Severity::Error,
    summary: "An hour that is not 0 to 23",
    why: "Readers skip no hour they do not know, and ask all the more.",
    help: "Write a whole number from 0 to 23, in UTC",
    spec: HOURS,
    w3c: Some("InvalidHour"),
    bad: Example::Channel("<skipHours><hour>25</hour></skipHours>"),
    good: Example::Channel("<skipHours><hour>23</hour></skipHours>"),
};

static MIDNIGHT: Rule = Rule {
    code: "hour-24",
    severity: Severity::Warning,
    summary: "Midnight written as hour 24",
    why: "RSS 0.91 counted from 1 to 24, RSS 2.0 from 0 to 23: readers of today may not know 24.",
    help: "Write 0",
    spec: HOURS,
    w3c: Some("UseZeroForMidnight"),
    bad: Example::Channel("<skipHours><hour>24</hour></skipHours>"),
    good: Example::Channel("<skipHours><hour>0</hour></skipHours>"),
};

pub(crate) static DAY: Rule = Rule {
    code: "invalid-day",
    severity: Severity::Error,
    summary: "A day that is no English weekday",
    why: "Readers skip no day they do not know.",
    help: "Write Monday, Tuesday, Wednesday, Thursday, Friday, Saturday or Sunday",
    spec: HOURS,
    w3c: Some("InvalidDay"),
    bad: Example::Channel("<skipDays><day>Mon</day></skipDays>"),
    good: Example::Channel("<skipDays><day>Monday</day></skipDays>"),
};

static REPEATED: Rule = Rule {
    code: "repeated-skip",
    severity: Severity::Error,
    summary: "An hour or day that is skipped twice",
    why: "One of the two was meant as another.",
    help: "Remove or correct it",
    spec: HOURS,
    w3c: Some("DuplicateValue"),
    bad: Example::Channel("<skipHours><hour>1</hour><hour>1</hour></skipHours>"),
    good: Example::Channel("<skipHours><hour>1</hour><hour>2</hour></skipHours>"),
};

static TOO_MANY_HOURS: Rule = Rule {
    code: "too-many-hours",
    severity: Severity::Error,
    summary: "More than 24 hours to skip",
    why: "A day has 24.",
    help: "Leave out what is repeated",
    spec: HOURS,
    w3c: Some("NotEnoughHoursInTheDay"),
    bad: Example::Channel(
        "<skipHours><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour><hour>0</hour></skipHours>",
    ),
    good: Example::Channel("<skipHours><hour>0</hour></skipHours>"),
};

static TOO_MANY_DAYS: Rule = Rule {
    code: "too-many-days",
    severity: Severity::Error,
    summary: "More than 7 days to skip",
    why: "A week has 7.",
    help: "Leave out what is repeated",
    spec: HOURS,
    w3c: Some("EightDaysAWeek"),
    bad: Example::Channel(
        "<skipDays><day>Monday</day><day>Monday</day><day>Monday</day><day>Monday</day><day>Monday</day><day>Monday</day><day>Monday</day><day>Monday</day></skipDays>",
    ),
    good: Example::Channel("<skipDays><day>Monday</day></skipDays>"),
};

pub(in crate::check::rules) static MODULE: Module = Module {
    head: Some(head),
    ..Module::new("rss-skip", &[&HOUR, &MIDNIGHT, &DAY, &REPEATED, &TOO_MANY_HOURS, &TOO_MANY_DAYS])
};

/// An hour.
pub(crate) fn hour(judged: &mut Judged<'_, '_, '_, '_>) {
    match number::integer(judged.text()) {
        Ok(0..=23) => {}
        // RSS 0.91 counts from 1 to 24, and the two after it leave all of it valid.
        Ok(24) if Version::of(judged.cx) < Version::V0_94 => {}
        // Beside a 0 it is one that is repeated, which is told of.
        Ok(24)
            if judged.node.parent().is_some_and(|list| list.children().any(|hour| hour.value().trimmed() == "0")) => {}
        Ok(24) => {
            judged.report_all(&MIDNIGHT, "is 24");
        }
        Ok(_) => {
            judged.report_all(&HOUR, "is not 0 to 23");
        }
        Err((_, fault)) => {
            judged.fault(&HOUR, &fault);
        }
    }
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A day.
pub(crate) fn day(judged: &mut Judged<'_, '_, '_, '_>) {
    if !DAYS.contains(&judged.text()) {
        let near = suggestion(judged.text(), DAYS);
        let entry = judged.report_all(&DAY, "is no English weekday");
        if let Some(near) = near {
            entry.help(format!("Did you mean {near}?"));
        }
    }
}

fn head(_cx: &Context<'_>, head: &Tree, findings: &mut Findings<'_>) {
    let Some(channel) = head.root().and_then(|root| root.child(Ns::NONE, "channel")) else { return };
    for (list, part, most, rule) in [("skipHours", "hour", 24, &TOO_MANY_HOURS), ("skipDays", "day", 7, &TOO_MANY_DAYS)]
    {
        for list in channel.children_named(Ns::NONE, list) {
            let mut seen: Vec<String> = Vec::new();
            for (i, child) in list.children_named(Ns::NONE, part).enumerate() {
                if i == most {
                    findings.report(rule, child.name_spot(), format!("<{}> has more than {most} entries", list.name()));
                }
                let value = child.value();
                // 24 and 0 are the same hour, and so are 7 and 07.
                let text = match value.trimmed().parse::<u32>() {
                    Ok(hour) => (hour % 24).to_string(),
                    Err(_) => value.trimmed().to_owned(),
                };
                if text.is_empty() {
                    continue;
                }
                if seen.contains(&text) {
                    findings.report(&REPEATED, value.trimmed_span(), "This was skipped already").value(value.trimmed());
                } else if seen.len() < most {
                    seen.push(text);
                }
            }
        }
    }
}
