//! Licences: the Creative Commons module of RSS 2.0, and `cc:`.

use super::places::{ANYWHERE, DESCRIBED};
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::CREATIVE_COMMONS],
    title: "Creative Commons RSS module",
    url: "https://www.rssboard.org/creative-commons",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[element("license", DESCRIBED).holds(&types::URI).spec("<creativeCommons:license>")];

pub(super) static CC_VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::CC],
    title: "Creative Commons Rights Expression Language",
    url: "https://creativecommons.org/ns",
    elements: CC_ELEMENTS,
};

const CC_ELEMENTS: &[Element] = &[
    element("license", DESCRIBED).unchecked().spec("license"),
    element("License", DESCRIBED).unchecked().spec("License"),
    element("attributionName", ANYWHERE).unchecked().spec("attributionName"),
    element("attributionURL", ANYWHERE).unchecked().spec("attributionURL"),
    element("morePermissions", ANYWHERE).unchecked().spec("morePermissions"),
    element("deprecatedOn", ANYWHERE).unchecked().spec("deprecatedOn"),
    element("jurisdiction", ANYWHERE).unchecked().spec("jurisdiction"),
    element("legalcode", ANYWHERE).unchecked().spec("legalcode"),
    element("permits", ANYWHERE).unchecked().spec("permits"),
    element("prohibits", ANYWHERE).unchecked().spec("prohibits"),
    element("requires", ANYWHERE).unchecked().spec("requires"),
    element("useGuidelines", ANYWHERE).unchecked().spec("useGuidelines"),
    element("Work", ANYWHERE).unchecked().spec("Work"),
];
