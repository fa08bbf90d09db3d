//! DCMI Metadata Terms.

use super::places::DESCRIBED;
use super::{Element, Vocabulary, element, types};
use crate::check::namespace::Ns;

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::DCTERMS],
    title: "DCMI Metadata Terms",
    url: "https://www.dublincore.org/specifications/dublin-core/dcmi-terms/",
    elements: ELEMENTS,
};

/// A term whose value is described nowhere.
const fn free(name: &'static str) -> Element {
    element(name, DESCRIBED).unchecked()
}

const ELEMENTS: &[Element] = &[
    free("abstract").once(),
    free("accessRights"),
    free("accrualMethod"),
    free("accrualPeriodicity"),
    free("accrualPolicy"),
    free("alternative"),
    free("audience"),
    free("available"),
    free("bibliographicCitation"),
    free("conformsTo"),
    free("contributor"),
    free("coverage"),
    element("created", DESCRIBED).once().holds(&types::W3CDTF).spec("created"),
    free("creator"),
    free("date"),
    free("dateAccepted").once(),
    free("dateCopyrighted").once(),
    free("dateSubmitted").once(),
    free("description"),
    free("educationLevel"),
    free("extent").once(),
    free("format"),
    free("hasFormat"),
    free("hasPart"),
    free("hasVersion"),
    free("identifier"),
    free("instructionalMethod"),
    free("isFormatOf"),
    free("isPartOf"),
    free("isReferencedBy"),
    free("isReplacedBy"),
    free("isRequiredBy"),
    free("isVersionOf"),
    element("issued", DESCRIBED).once().holds(&types::W3CDTF).spec("issued"),
    free("language"),
    free("license"),
    free("mediator").once(),
    free("medium"),
    element("modified", DESCRIBED).once().holds(&types::W3CDTF).spec("modified"),
    free("provenance"),
    free("publisher"),
    free("references"),
    free("relation"),
    free("replaces"),
    free("requires"),
    free("rights"),
    free("rightsHolder"),
    free("source"),
    free("spatial"),
    free("subject"),
    free("tableOfContents").once(),
    free("temporal"),
    free("title"),
    free("type"),
    free("valid"),
];
