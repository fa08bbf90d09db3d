//! Really Simple Licensing.

use super::places::FEEDS_AND_ITEMS;
use super::{Element, Parent, Type, Vocabulary, element, need, optional, required, types};
use crate::check::namespace::Ns;
use crate::check::rules::rsl;

const CONTENT: &[Parent] = &[(Ns::RSL, "content")];
const LICENSE: &[Parent] = &[(Ns::RSL, "license")];

static PERMIT: Type = Type::text("list of terms", super::Blank::Noted).with(rsl::terms, "search");
static PERMIT_TYPE: Type = Type::judged("usage, user or geo", rsl::permit_type, "usage", ("time", &rsl::PERMIT_TYPE));
static PAYMENT: Type = Type::judged("payment", rsl::payment, "free", ("later", &rsl::PAYMENT));

pub(super) static VOCABULARY: Vocabulary =
    Vocabulary { namespaces: &[Ns::RSL], title: "RSL 1.0", url: "https://rslstandard.org/rsl", elements: ELEMENTS };

const ELEMENTS: &[Element] = &[
    element("content", FEEDS_AND_ITEMS)
        .contains(list![need(Ns::RSL, "license", &rsl::NO_LICENSE)])
        .attributes(list![
            required("url", &types::URI_REFERENCE),
            optional("server", &types::URI),
            optional("encrypted", &types::BOOLEAN),
            optional("lastmod", &types::TEXT)
        ])
        .spec("<rsl:content>"),
    element("license", CONTENT).contains(&[]).spec("<rsl:license>"),
    element("permits", LICENSE).holds(&PERMIT).attributes(list![optional("type", &PERMIT_TYPE)]).spec("<rsl:permits>"),
    element("prohibits", LICENSE)
        .holds(&PERMIT)
        .attributes(list![optional("type", &PERMIT_TYPE)])
        .spec("<rsl:prohibits>"),
    element("payment", LICENSE).contains(&[]).attributes(list![optional("type", &PAYMENT)]).spec("<rsl:payment>"),
    element("legal", LICENSE).holds(&types::TEXT).attributes(list![optional("type", &types::TEXT)]).spec("<rsl:legal>"),
    element("standard", &[(Ns::RSL, "payment")]).holds(&types::URI).spec("<rsl:standard>"),
    element("custom", &[(Ns::RSL, "payment")]).holds(&types::URI).spec("<rsl:custom>"),
    element("amount", &[(Ns::RSL, "payment")])
        .holds(&types::DECIMAL)
        .attributes(list![required("currency", &types::TEXT)])
        .spec("<rsl:amount>"),
    element("accepts", &[(Ns::RSL, "payment")]).unchecked().spec("<rsl:accepts>"),
    element("schema", CONTENT).holds(&types::URI).spec("<rsl:schema>"),
    element("alternate", CONTENT)
        .holds(&types::URI)
        .attributes(list![optional("type", &types::MEDIA_TYPE)])
        .spec("<rsl:alternate>"),
    element("copyright", CONTENT).unchecked().spec("<rsl:copyright>"),
    element("terms", CONTENT).holds(&types::URI).spec("<rsl:terms>"),
];
