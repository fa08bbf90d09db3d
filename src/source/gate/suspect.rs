//! Values under names that are no gate's and look like one's: they count where they would close it.

use super::word::{self, standing};
use super::{Gate, Gates, Likeness, flag, fold, phrase, unwrapped};
use crate::article::{Hold, Status};
use crate::diagnostic::Severity;
use crate::source::moment;
use crate::source::node::{Node, Path};
use crate::source::value::Reader;

impl Gate {
    /// Reads a value under a name that only looks like a gate's: it counts where it would close one.
    pub(in crate::source) fn read_suspect(self, like: Likeness, node: &Node<'_>, r: &mut Reader, gates: &mut Gates) {
        let table =
            if let (Self::Word | Self::Place, Node::Table(_)) = (self, node) { word::standing_of(node) } else { None };
        let node = unwrapped(node);
        if self.is_unsaid(node) {
            return;
        }
        let mut found = Gates::default();
        let known = r.faults.len();
        let spoken = matches!(like, Likeness::Said | Likeness::Doubtful);
        match (self, flag_like(node, spoken).filter(|_| table.is_none()), table.or_else(|| standing(node))) {
            (Self::Secret | Self::Elsewhere | Self::Built | Self::Excluded | Self::Template, ..) => {
                return self.read(node, r, gates, Severity::Warning);
            }
            (Self::Layout, ..) => {
                self.read(node, r, &mut found, Severity::Warning);
                gates.is_page |= found.is_page;
            }
            (Self::Readers | Self::Tier | Self::Told, ..) => self.read(node, r, &mut found, Severity::Warning),
            (Self::From | Self::Until, ..) if !spoken => self.read(node, r, &mut found, Severity::Warning),
            (Self::From | Self::Until | Self::FromWhere | Self::UntilWhere, Some(_), _) => {}
            (Self::From | Self::Until | Self::FromWhere | Self::UntilWhere, ..) => {
                let node = moment::within(node);
                if is_moment(node, r) {
                    self.read(node, r, &mut found, Severity::Warning);
                } else if self.is_late(like, node) {
                    if like == Likeness::Said {
                        return self.read(node, r, gates, Severity::Warning);
                    }
                    found.close(Hold::Doubtful);
                }
            }
            // Where a gate's word only stands somewhere in a name a number is a count.
            _ if like == Likeness::Within && node.number().is_some() => {}
            (_, Some(flag), _) if !matches!(self, Self::Word | Self::Place) && (self == Self::Open) != flag => {
                found.say(Status::Draft);
            }
            // Drupal's status, in a table of its own.
            (Self::Word | Self::Place, Some(false), _) if node.bool() == Some(false) => found.say(Status::Draft),
            (_, None, Some(standing)) => found.stand(standing),
            // Several marks, each of which may close: `["breaking", "draft"]`.
            (Self::Word, None, None) if matches!(node, Node::List(marks) if marks.len() > 1) => {
                let Node::List(marks) = node else { return };
                marks.iter().filter_map(standing).for_each(|standing| found.stand(standing));
            }
            // Who may read it, in words that nobody here knows. A number is a count or a price.
            (Self::Members, None, None)
                if node.text().map_or(matches!(node, Node::Table(_)), |text| !phrase::is_amount(&text))
                    && !word::is_for_all(node) =>
            {
                found.close(Hold::Members);
            }
            (Self::Open, None, None) if like == Likeness::Said && is_moment(node, r) => {
                Self::From.read(node, r, &mut found, Severity::Warning);
            }
            (Self::Open, None, None)
                if spoken
                    && node.text().is_some_and(|text| {
                        phrase::is_not_yet(&text, like == Likeness::Doubtful)
                            || like == Likeness::Said && phrase::tells_time(&text)
                    }) =>
            {
                found.close(Hold::Doubtful);
            }
            // A name that can mean nothing else, with words that say neither yes nor no. A status in numbers is
            // another's: `200`.
            (Self::Closed | Self::Gone | Self::Word, None, None)
                if like == Likeness::Said
                    && !counts(node, r)
                    && (self != Self::Word || node.text().is_some() && node.number().is_none()) =>
            {
                return self.read(node, r, gates, Severity::Warning);
            }
            _ => {}
        }
        r.faults.truncate(known);
        let later = found.embargo.is_some() || found.expires.is_some();
        if !found.is_held() && !later {
            return;
        }
        gates.take(&found);
        // What says so in plain words is meant so.
        if like == Likeness::Said {
            return;
        }
        let what = if later { "it is kept to" } else { "the record is held back" };
        let message =
            format!("`{}` is no field of a record, but looks like one that holds it back: {what}", Path(&r.path));
        let help = "write `draft`, `status`, `embargo` or `expires` if that is meant, else another name";
        r.fault(Severity::Warning, "held-in-doubt", message, Some(help.into()));
    }
}

/// True or false, alone in a table too, and of names that say what they mean with a letter wrong.
fn flag_like(node: &Node<'_>, spoken: bool) -> Option<bool> {
    let sole = match node {
        Node::Table(members) if members.len() == 1 => &members[0].1,
        other => other,
    };
    // A cross under a name that only resembles a gate's is something else.
    let flag =
        |node: &Node<'_>| flag(node).filter(|_| spoken || node.text().is_none_or(|text| phrase::tick(&text).is_none()));
    flag(sole).or_else(|| {
        let folded = fold(&sole.text().filter(|text| spoken && text.len() <= 8)?);
        let near = |word: &str| strsim::damerau_levenshtein(word, &folded) == 1;
        if near("false") { Some(false) } else { near("true").then_some(true) }
    })
}

impl Gate {
    /// Whether a value that is no date, under a name that only looks like a moment's, still says that it is not yet so,
    /// or not any more. A number counts something.
    fn is_late(self, like: Likeness, node: &Node<'_>) -> bool {
        let Some(text) = node.text() else {
            return like == Likeness::Said && matches!(self, Self::From | Self::Until);
        };
        // Where it is kept: `archivedAt` of schema.org.
        if text.contains("://") {
            return false;
        }
        // `deletedAt: yesterday`: when is not known, but that it is gone is.
        let gone = self == Self::UntilWhere && like == Likeness::Said;
        let place = matches!(self, Self::FromWhere | Self::UntilWhere) && !gone;
        node.number().is_none() && (!place || phrase::is_not_yet(&text, false) || phrase::tells_time(&text))
    }
}

/// Whether a value counts something: `killed: 12`.
fn counts(node: &Node<'_>, r: &mut Reader) -> bool {
    let is_count =
        node.number().is_some_and(|n| n.abs() < 1e6) || node.text().is_some_and(|text| phrase::is_amount(&text));
    is_count && !is_moment(node, r)
}

/// Whether a value is a moment, and no number that counts.
fn is_moment(node: &Node<'_>, r: &mut Reader) -> bool {
    let known = r.faults.len();
    let dated = node.text().is_some_and(|text| text.len() >= 8) && r.date(node, Severity::Warning).is_some();
    r.faults.truncate(known);
    dated
}
