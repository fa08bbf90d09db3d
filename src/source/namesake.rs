//! Articles that have one id by mistake: tables of a content system that each count from one, translations.

use super::{Context, Listing};
use crate::article::{Article, Location, Stub, TermKind};
use crate::diagnostic::Diagnostic;

/// Pairs of records that are read to see whether they are one article: of agencies' versions there are many.
const MOST: usize = 400;

/// Letters of a word by which titles are compared.
const TELLING: usize = 4;

/// What is said of records that stand behind a newer one of their id, but are of another article than that: in pairs of
/// what stands and what does not.
pub(crate) fn namesakes(
    site: &Context,
    listings: &[Listing],
    stubs: &[Stub],
    replaced: &[(u32, u32)],
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut like = Vec::new();
    for (stands, gone) in replaced.iter().map(|(a, b)| (&stubs[*a as usize], &stubs[*b as usize])) {
        if is_of_two_languages(stands, gone) {
            found.push(of_languages(stands, gone, listings));
        } else if stands.published != gone.published && like.len() < MOST {
            like.push((stands, gone));
        }
    }
    let at: Vec<Location> = like.iter().flat_map(|(stands, gone)| [stands.at, gone.at]).collect();
    let loaded = super::load(site, listings, &at);
    for ((stands, gone), read) in like.iter().zip(loaded.chunks(2)) {
        if let [Some(one), Some(other)] = [&read[0].article, &read[1].article]
            && are_two(one, other)
        {
            found.push(of_titles((stands, one), (gone, other), listings));
        }
    }
    found
}

fn is_of_two_languages(one: &Stub, other: &Stub) -> bool {
    let language =
        |stub: &Stub| stub.terms.iter().find(|term| term.kind() == TermKind::Language).map(|term| term.value());
    matches!((language(one), language(other)), (Some(one), Some(other)) if one != other)
}

/// Whether two versions have neither address nor title in common; a title is changed, and the address with it, but few
/// then share no word.
fn are_two(one: &Article, other: &Article) -> bool {
    one.url.is_some() && other.url.is_some() && one.url != other.url && !share_a_word(&one.title, &other.title)
}

fn share_a_word(one: &str, other: &str) -> bool {
    let words = |title: &str| -> Vec<String> {
        let words = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|word| word.chars().count() >= TELLING || !word.is_ascii()).collect()
    };
    let (one, other) = (words(one), words(other));
    one.is_empty() || other.is_empty() || one.iter().any(|word| other.contains(word))
}

/// Where a record lies, in words.
fn place(stub: &Stub, listings: &[Listing]) -> String {
    let Some(place) = listings.get(usize::from(stub.at.source)).map(|listing| listing.place(stub)) else {
        return String::new();
    };
    match place.span {
        Some(span) => format!(", in {}:{}", place.file, span.line),
        None => format!(", in {}", place.file),
    }
}

fn told(gone: &Stub, listings: &[Listing], message: String, help: &str) -> Diagnostic {
    let told = Diagnostic::warning("shared-id", message).help(help);
    match listings.get(usize::from(gone.at.source)) {
        Some(listing) => told.at(listing.place(gone)),
        None => told,
    }
}

fn of_languages(stands: &Stub, gone: &Stub, listings: &[Listing]) -> Diagnostic {
    let message = format!(
        "the id `{}` is that of a newer record in another language{}, which alone stands",
        gone.id,
        place(stands, listings)
    );
    let help = "give each language its own id: `map = { id = \"{{ id }}-{{ language }}\" }` in the source, with the \
                record's own names";
    told(gone, listings, message, help)
}

fn of_titles(stands: (&Stub, &Article), gone: (&Stub, &Article), listings: &[Listing]) -> Diagnostic {
    let message = format!(
        "the id `{}` of “{}” is that of a newer article with another address, “{}”{}, which alone stands",
        gone.0.id,
        gone.1.title,
        stands.1.title,
        place(stands.0, listings)
    );
    let help = "give each its own id: where two tables count alike, `map = { id = \"videos-{{ id }}\" }` in a source of \
                its own for one of them";
    told(gone.0, listings, message, help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_one_article_share_a_word() {
        for (one, other, shared) in [
            ("Ferry back in service", "The ferry is late", true),
            ("Ferry back", "FERRY: late", true),
            ("A b c", "Council votes", true),
            ("船が戻る", "船が戻る (2)", true),
            ("Harbour wall opens", "Film: council votes", false),
            ("Paris and Rome", "Oslo and Bonn", false),
        ] {
            assert_eq!(share_a_word(one, other), shared, "{one} {other}");
        }
    }
}
