//! OpenSearch results.

use super::places::FEEDS;
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::OPENSEARCH, Ns::OPENSEARCH10],
    title: "OpenSearch 1.1",
    url: "https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("totalResults", FEEDS).once().holds(&types::NON_NEGATIVE).spec("<totalResults>"),
    element("startIndex", FEEDS).once().holds(&types::INTEGER).spec("<startIndex>"),
    element("itemsPerPage", FEEDS).once().holds(&types::NON_NEGATIVE).spec("<itemsPerPage>"),
    element("Query", FEEDS).unchecked().spec("<Query>"),
];
