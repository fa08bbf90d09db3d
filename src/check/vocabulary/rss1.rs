//! RSS 1.0, which is RDF, and RSS 0.90, its forerunner.
//!
//! What modules put into a channel, image, item or text input may stand there too: their rows name the
//! places of RSS 2.0, and [`places`](super::places) takes those of RSS 1.0 for the same.

use super::{Attr, Element, Parent, Vocabulary, element, need, types};
use crate::check::namespace::Ns;
use crate::check::rules::rss::parts::{DESCRIPTION, LINK, PART, TITLE};

const RDF: Parent = (Ns::RDF, "RDF");
const CHANNEL: Parent = (Ns::RSS1, "channel");
const IMAGE: Parent = (Ns::RSS1, "image");
const ITEM: Parent = (Ns::RSS1, "item");
const TEXT_INPUT: Parent = (Ns::RSS1, "textinput");

const ABOUT: &[Attr] = &[Attr { ns: Ns::RDF, name: "about", required: true, value: &types::IRI }];
const RESOURCE: &[Attr] = &[Attr { ns: Ns::RDF, name: "resource", required: true, value: &types::IRI }];

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::RSS1],
    title: "RSS 1.0",
    url: "https://web.resource.org/rss/1.0/spec",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("channel", &[RDF])
        .once()
        .contains(list![
            need(Ns::RSS1, "title", &TITLE),
            need(Ns::RSS1, "link", &LINK),
            need(Ns::RSS1, "description", &DESCRIPTION),
            need(Ns::RSS1, "items", &PART),
        ])
        .attributes(ABOUT)
        .spec("section 5.3"),
    element("image", &[RDF])
        .once()
        .contains(list![need(Ns::RSS1, "title", &TITLE), need(Ns::RSS1, "url", &PART), need(Ns::RSS1, "link", &LINK)])
        .attributes(ABOUT)
        .spec("section 5.4"),
    element("item", &[RDF])
        .contains(list![need(Ns::RSS1, "title", &TITLE), need(Ns::RSS1, "link", &LINK)])
        .attributes(ABOUT)
        .spec("section 5.5"),
    element("textinput", &[RDF])
        .once()
        .contains(list![
            need(Ns::RSS1, "title", &TITLE),
            need(Ns::RSS1, "description", &DESCRIPTION),
            need(Ns::RSS1, "name", &PART),
            need(Ns::RSS1, "link", &LINK),
        ])
        .attributes(ABOUT)
        .spec("section 5.6"),
    element("title", &[CHANNEL, IMAGE, ITEM, TEXT_INPUT]).once().holds(&types::FILLED).spec("section 5.5.1"),
    element("link", &[CHANNEL, IMAGE, ITEM, TEXT_INPUT]).once().holds(&types::URI).spec("section 5.5.2"),
    element("description", &[CHANNEL, TEXT_INPUT]).once().holds(&types::TEXT).spec("section 5.3.3"),
    element("description", &[ITEM]).once().holds(&types::HTML).spec("section 5.5.3"),
    element("url", &[IMAGE]).once().holds(&types::URI).spec("section 5.4.2"),
    element("name", &[TEXT_INPUT]).once().holds(&types::INPUT_NAME).spec("section 5.6.3"),
    element("image", &[CHANNEL]).once().attributes(RESOURCE).spec("section 5.3.4"),
    element("textinput", &[CHANNEL]).once().attributes(RESOURCE).spec("section 5.3.6"),
    element("items", &[CHANNEL]).once().contains(list![need(Ns::RDF, "Seq", &PART)]).spec("section 5.3.5"),
];

pub(super) static RSS090_VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::RSS090],
    title: "RSS 0.90",
    url: "https://www.rssboard.org/rss-0-9-0",
    elements: RSS090_ELEMENTS,
};

const OLD_CHANNEL: Parent = (Ns::RSS090, "channel");
const OLD_IMAGE: Parent = (Ns::RSS090, "image");
const OLD_ITEM: Parent = (Ns::RSS090, "item");
const OLD_TEXT_INPUT: Parent = (Ns::RSS090, "textinput");

const RSS090_ELEMENTS: &[Element] = &[
    element("channel", &[RDF]).once().contains(list![
        need(Ns::RSS090, "title", &TITLE),
        need(Ns::RSS090, "link", &LINK),
        need(Ns::RSS090, "description", &DESCRIPTION),
    ]),
    element("image", &[RDF]).once().contains(list![
        need(Ns::RSS090, "title", &TITLE),
        need(Ns::RSS090, "url", &PART),
        need(Ns::RSS090, "link", &LINK),
    ]),
    element("item", &[RDF]).contains(list![need(Ns::RSS090, "title", &TITLE), need(Ns::RSS090, "link", &LINK)]),
    element("textinput", &[RDF]).once().contains(list![
        need(Ns::RSS090, "title", &TITLE),
        need(Ns::RSS090, "description", &DESCRIPTION),
        need(Ns::RSS090, "name", &PART),
        need(Ns::RSS090, "link", &LINK),
    ]),
    element("title", &[OLD_CHANNEL, OLD_IMAGE, OLD_ITEM, OLD_TEXT_INPUT]).once().holds(&types::FILLED),
    element("link", &[OLD_CHANNEL, OLD_IMAGE, OLD_ITEM, OLD_TEXT_INPUT]).once().holds(&types::URI),
    element("description", &[OLD_CHANNEL, OLD_TEXT_INPUT]).once().holds(&types::TEXT),
    element("url", &[OLD_IMAGE]).once().holds(&types::URI),
    element("name", &[OLD_TEXT_INPUT]).once().holds(&types::INPUT_NAME),
];

pub(super) static RDF_VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::RDF],
    title: "RSS 1.0",
    url: "https://web.resource.org/rss/1.0/spec",
    elements: RDF_ELEMENTS,
};

/// The part of RDF that RSS 1.0 uses.
const RDF_ELEMENTS: &[Element] = &[
    element("RDF", &[]).contains(&[]).spec("section 5.2"),
    Element { open: true, ..element("Seq", &[(Ns::RSS1, "items")]).once().contains(&[]) }.spec("section 5.3.5"),
    // What each entry of the list leads to is looked at where the items are known.
    element("li", &[(Ns::RDF, "Seq")]).unchecked().spec("section 5.3.5"),
];
