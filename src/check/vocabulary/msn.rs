//! Microsoft Start.

use super::places::{ANYWHERE, ITEMS};
use super::{Element, Parent, Type, Vocabulary, element, types};
use crate::check::namespace::Ns;
use crate::check::rules::itunes;

const FOCAL: &[Parent] = &[(Ns::MI, "focalRegion")];

static FLAG: Type = Type::judged("1 or 0", itunes::flag, "1", ("yes", &itunes::FLAG));

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::MI],
    title: "MSN Partner Hub",
    url: "https://support.microsoft.com/en-us/msn/partner-hub/msn-feed-item-metadata-requirements",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("shortTitle", ITEMS).once().holds(&types::FILLED).spec("mi:shortTitle"),
    element("dateTimeWritten", ITEMS).once().holds(&types::TEXT).spec("mi:dateTimeWritten"),
    element("expirationDate", ITEMS).once().holds(&types::TEXT).spec("mi:expirationDate"),
    element("hasSyndicationRights", ANYWHERE).once().holds(&FLAG).spec("mi:hasSyndicationRights"),
    element("licenseId", ANYWHERE).once().holds(&types::TEXT).spec("mi:licenseId"),
    element("licensorName", ANYWHERE).once().holds(&types::FILLED).spec("mi:licensorName"),
    element("focalRegion", ANYWHERE).once().contains(&[]).spec("mi:focalRegion"),
    element("x1", FOCAL).once().holds(&types::NON_NEGATIVE).spec("mi:focalRegion"),
    element("y1", FOCAL).once().holds(&types::NON_NEGATIVE).spec("mi:focalRegion"),
    element("x2", FOCAL).once().holds(&types::NON_NEGATIVE).spec("mi:focalRegion"),
    element("y2", FOCAL).once().holds(&types::NON_NEGATIVE).spec("mi:focalRegion"),
];
