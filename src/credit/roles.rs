//! Who did what: roles from what the names are and how they stand to each other.
//!
//! Slash order says nothing by itself: an agency beside the photographer is the one he shot for
//! wherever it stands, and houses that mostly pass on stand further out than the others.

use super::lexicon::{Class, fold};
use super::read::{Name, Reading, What};
use super::segments::Sep;
use super::words::{self, Cue};
use super::{PictureKind, Role};

/// A line with more names is no credit whose chains could be told; each gets the role of its class.
const MANY: usize = 60;

/// Gives every name of a reading its role.
pub(super) fn assign(text: &str, out: &mut Reading) {
    if out.names.len() > MANY {
        for name in &mut out.names {
            name.role = match name.what {
                What::Known(class) => class.role(),
                What::Person => Role::Photographer,
                _ => Role::Unknown,
            };
        }
        return;
    }
    lone_words(text, out);
    second_persons(text, out);
    sources(text, out);
    let acronym = |n: &Name| {
        let word = &text[n.range.clone()];
        !word.contains(char::is_whitespace)
            && word.chars().count() <= 6
            && word.chars().all(|c| c.is_uppercase() || c == '&' || c == '-')
    };
    let any_dealer = out.names.iter().any(|n| matches!(n.what, What::Known(c) if c.deals()));
    let any_person = any_person(out);
    let umbrella_first = out.names.first().is_some_and(|n| matches!(n.what, What::Known(Class::Umbrella)));
    let desk = |n: &Name| match n.what {
        What::Known(c) => c.deals(),
        What::Organisation(Cue::OrgPhoto | Cue::EndPhoto) => !out.handout && !press_service(&text[n.range.clone()]),
        What::Organisation(Cue::OrgMedia | Cue::EndMedia) if umbrella_first && !any_person => true,
        What::Organisation(_) => any_dealer && any_person && acronym(n),
        _ => false,
    };
    // What stands before a stock house without a photographer is one of its contributing agencies.
    let contributes = |i: usize| {
        let next = out.names.get(i + 1);
        matches!(out.names[i].what, What::Organisation(Cue::OrgMedia | Cue::EndMedia))
            && next.is_some_and(|n| matches!(n.what, What::Known(Class::Stock)) && n.chain() == out.names[i].chain())
            && !any_person
    };
    let is_desk: Vec<bool> = out.names.iter().enumerate().map(|(i, n)| desk(n) || contributes(i)).collect();
    let handout = out.handout && !out.names.iter().any(|n| n.what == What::Courtesy);

    let roles: Vec<Role> = (0..out.names.len())
        .map(|i| {
            let name = &out.names[i];
            match name.what {
                What::Person | What::Known(Class::Staff)
                    if matches!(name.kind(), PictureKind::Illustration | PictureKind::Graphic) =>
                {
                    Role::Illustrator
                }
                What::Person | What::Known(Class::Staff) => Role::Photographer,
                What::Single => Role::Unknown,
                What::Courtesy => Role::Courtesy,
                What::Handout => Role::Handout,
                What::Pool => Role::Pool,
                _ if is_desk[i] => desk_role(text, out, &is_desk, i, &acronym),
                What::Known(_) | What::Organisation(_) if name.sep == Sep::For => Role::Publisher,
                What::Known(Class::Publisher | Class::House) if !handout || any_person => Role::Publisher,
                What::Known(Class::Network) => Role::Source,
                What::Known(_) | What::Organisation(_) if handout && !any_person => Role::Handout,
                What::Known(class) => class.role(),
                What::Organisation(_) if press_service(&text[name.range.clone()]) => Role::Handout,
                // "Ilse Varga/HCN": a code beside a photographer is her paper's.
                What::Organisation(_)
                    if acronym(name)
                        && (any_person || out.names.len() == 1 && !name.is_labelled())
                        && name.range.len() <= 4 =>
                {
                    Role::Publisher
                }
                What::Organisation(_) if acronym(name) => Role::Source,
                What::Organisation(cue) => words::role_of(cue),
            }
        })
        .collect();
    for (name, role) in out.names.iter_mut().zip(roles) {
        name.role = role;
    }
    if out.names.iter().any(|n| n.role == Role::Handout) {
        out.handout = true;
    }
    if out.kind == PictureKind::Unknown && any_dealer {
        out.kind = PictureKind::Photo;
    }
}

/// Leaves out names that the line has already given, whole or cut off at its end.
pub(super) fn repeat(text: &str, out: &mut Reading) {
    if out.names.len() < 2 {
        return;
    }
    let mut seen = std::collections::HashSet::new();
    let mut last = String::new();
    out.names.retain(|name| {
        // "Jon P. Prell/dpa/Jon P Prell".
        let key = fold(&text[name.range.clone()]).replace('.', "");
        let cut_off = name.range.end == text.trim_end().len()
            && last.len() > key.len()
            && key.len() > 5
            && last.starts_with(&key)
            && last.len() - key.len() < 4;
        let new = seen.insert(key.clone()) && !cut_off;
        last = key;
        new
    });
}

/// Whether an organisation's name is that of a press service.
fn press_service(name: &str) -> bool {
    let low = fold(name);
    words::all(Cue::PressService).any(|p| low.contains(p))
}

/// Whether the desk `i` took the picture on or passes it on.
fn desk_role(text: &str, out: &Reading, is_desk: &[bool], i: usize, acronym: &impl Fn(&Name) -> bool) -> Role {
    let name = &out.names[i];
    let outerness = |n: &Name| match n.what {
        What::Known(class) => class.outerness(),
        _ => 1,
    };
    if matches!(name.what, What::Known(Class::Stock))
        || name.sep == Sep::Via && !name.is_labelled() && (i > 0 || out.pool || out.handout)
    {
        return Role::Distributor;
    }
    let stock = out.names.iter().any(|n| matches!(n.what, What::Known(Class::Stock)));
    let body = |n: &Name| {
        matches!(n.what, What::Known(Class::Source | Class::Network) | What::Organisation(Cue::OrgBody | Cue::EndBody))
    };
    let umbrella = matches!(name.what, What::Known(Class::Umbrella));
    // Getty Images sells iStock; REX is the desk behind Shutterstock's news pictures.
    let sells = umbrella && !fold(&text[name.range.clone()]).starts_with("rex");
    if out.handout || sells && stock {
        return Role::Distributor;
    }
    // Put together from several desks' pictures: each is there for its own.
    if out.kind == PictureKind::Composite && !any_person(out) {
        return Role::Agency;
    }
    // Names of one credit: a semicolon or another label parts two.
    // "Ilse Varga/AP, Jon Prell/Getty Images" are two credits.
    let pair = |k: usize| {
        k > 1
            && out.names[k].sep == Sep::Comma
            && out.names[k].what == What::Person
            && is_desk[k - 1]
            && out.names[..k - 1].iter().any(|n| n.what == What::Person)
            && is_desk.get(k + 1) == Some(&true)
    };
    let first = (0..=i)
        .rev()
        .find(|&k| {
            k == 0
                || pair(k)
                || out.names[k].sep == Sep::Semicolon
                || out.names[k].is_labelled() && is_new_credit(out, k)
        })
        .unwrap_or(0);
    let last = (i + 1..out.names.len())
        .find(|&k| pair(k) || out.names[k].sep == Sep::Semicolon || out.names[k].is_labelled() && is_new_credit(out, k))
        .unwrap_or(out.names.len());
    let person = (first..last)
        .filter(|&k| matches!(out.names[k].what, What::Person | What::Known(Class::Staff)))
        .min_by_key(|&k| k.abs_diff(i));
    // A body or paper whose picture it is stands before the desk.
    let giver = (first..i).any(|k| {
        let n = &out.names[k];
        let body = match n.what {
            What::Known(Class::Source | Class::Network | Class::Publisher) => {
                !(acronym(n)
                    && person.is_none_or(|p| p > i)
                    && !matches!(n.what, What::Known(Class::Source | Class::Network)))
            }
            What::Organisation(_) => !is_desk[k],
            What::Courtesy | What::Handout | What::Pool => true,
            _ => false,
        };
        body && n.sep != Sep::For && person.is_none_or(|p| p < k)
    });
    let other = |k: usize| !is_desk[k] && body(&out.names[k]) && out.names[k].sep != Sep::For;
    let others = umbrella && person.is_none() && (first..last).any(other);
    if giver || others {
        return Role::Distributor;
    }
    if matches!(name.sep, Sep::And | Sep::Semicolon) && person.is_none() {
        return Role::Agency;
    }
    let passed_on = |k: usize| k > 0 && out.names[k].sep == Sep::Via;
    let rivals = (first..last).filter(|&k| is_desk[k] && k != i && !passed_on(k));
    let distance = |k: usize| match person {
        Some(p) if out.names[p].chain() == out.names[k].chain() => p.abs_diff(k),
        // Without a person in its chain the desks stand from the inside outwards.
        _ => k - first + 1,
    };
    let mine = (outerness(name), distance(i));
    if rivals.into_iter().all(|k| mine <= (outerness(&out.names[k]), distance(k))) {
        Role::Agency
    } else {
        Role::Distributor
    }
}

fn any_person(out: &Reading) -> bool {
    out.names.iter().any(|n| n.what == What::Person)
}

/// Whether a labelled name opens another credit, and is not just the first behind the line's label.
fn is_new_credit(out: &Reading, k: usize) -> bool {
    k > 0
        && matches!(out.names[k].sep, Sep::Colon | Sep::Semicolon | Sep::Bar | Sep::Sentence | Sep::Comma)
        && out.names[..k].iter().any(Name::is_labelled)
}

/// Takes lone words for a contributor of a stock house, or for an organisation where nothing
/// else is named; beside an agency or paper they may be a surname, and stay unknown.
fn lone_words(text: &str, out: &mut Reading) {
    let stock = out.names.iter().any(|n| matches!(n.what, What::Known(Class::Stock)));
    let person = out.names.iter().any(|n| n.what == What::Person);
    let getty = out.names.iter().position(|n| {
        matches!(n.what, What::Known(Class::Umbrella)) && fold(&text[n.range.clone()]).starts_with("getty")
    });
    let company = out.names.iter().any(|n| {
        matches!(n.what, What::Known(c) if c.deals() || matches!(c, Class::Publisher | Class::House))
            || matches!(n.what, What::Organisation(_))
    });
    for i in 0..out.names.len() {
        if out.names[i].what != What::Single {
            continue;
        }
        let word = &text[out.names[i].range.clone()];
        let account = word.chars().next().is_some_and(char::is_lowercase)
            || word.contains('_')
            || word.chars().any(|c| c.is_ascii_digit());
        let opens = i == 0 && out.names.get(1).is_some_and(|n| n.chain() != out.names[0].chain());
        let via_next = out.names.get(i + 1).is_some_and(|n| n.sep == Sep::Via);
        out.names[i].what = if !person && !via_next && (stock || getty.is_some_and(|g| g < i || account)) {
            What::Person
        } else if person || !company || opens {
            What::Organisation(Cue::OrgBody)
        } else if via_next {
            What::Organisation(Cue::OrgPhoto)
        } else {
            What::Single
        };
    }
}

/// Of two persons in a chain the second is a firm: "Ilse Varga/Cover Story", "Ilse Varga (Cover Story)",
/// "Ilse Varga/BBC/Cover Story".
fn second_persons(text: &str, out: &mut Reading) {
    if out.kind == PictureKind::Composite {
        return;
    }
    let plural = out.label.clone().is_some_and(|l| {
        matches!(fold(&text[l]).as_str(), "photos" | "fotos" | "photographs" | "fotografías" | "fotografias" | "bilder")
    });
    for i in 1..out.names.len() {
        let (before, name) = (&out.names[i - 1], &out.names[i]);
        let first = (0..i).rev().take_while(|&k| out.names[k + 1].sep == Sep::Slash).last().unwrap_or(i);
        let behind = before.what == What::Person && matches!(name.sep, Sep::Slash | Sep::Open | Sep::Via)
            || out.names[first..i].iter().any(|n| n.what == What::Person);
        // "H. Maier" is a person wherever it stands, and so are those of "Fotos: …".
        let initial = text[name.range.clone()].chars().nth(1) == Some('.');
        if initial || plural {
            continue;
        }
        if name.what == What::Person && behind && !name.is_labelled() {
            out.names[i].what = What::Organisation(Cue::OrgMedia);
        }
    }
}

/// Behind "Source:" the names of a list that holds a body are bodies' names.
fn sources(text: &str, out: &mut Reading) {
    let source = out.label.clone().is_some_and(|l| words::is(Cue::SourceLabel, &text[l]));
    let body = out.names.iter().any(|n| matches!(n.what, What::Organisation(_)));
    let dealer = out.names.iter().any(|n| matches!(n.what, What::Known(_)));
    let slash = out.names.iter().any(|n| n.sep == Sep::Slash);
    if source && body && !dealer && !slash {
        for name in out.names.iter_mut().filter(|n| n.what == What::Person) {
            name.what = What::Organisation(Cue::OrgBody);
        }
    }
}
