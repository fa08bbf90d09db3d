//! SmartNews.

use super::places::{FEEDS, ITEMS};
use super::{Element, Vocabulary, element, optional, required, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::SNF],
    title: "SmartFormat 2.1",
    url: "https://publishers.smartnews.com/hc/en-us/articles/360036526213",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("logo", FEEDS).once().unchecked().spec("snf:logo"),
    element("darkModeLogo", FEEDS).once().unchecked().spec("snf:darkModeLogo"),
    element("analytics", ITEMS).once().holds(&types::TEXT).spec("snf:analytics"),
    element("advertisement", ITEMS).once().unchecked().spec("snf:advertisement"),
    element("relatedLink", ITEMS)
        .attributes(list![
            required("title", &types::TEXT),
            required("link", &types::URI),
            optional("thumbnail", &types::URI)
        ])
        .spec("snf:relatedLink"),
    element("video", ITEMS).unchecked().spec("snf:video"),
];
