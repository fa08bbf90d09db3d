//! The W3C basic geo vocabulary.

use super::places::{self, FEEDS_AND_ITEMS};
use super::{Element, Parent, Type, Vocabulary, element, need, types};
use crate::check::namespace::Ns;
use crate::check::rules::geo;

const PLACES: &[Parent] =
    &[places::CHANNEL, places::ITEM, places::FEED, places::ENTRY, places::SOURCE, (Ns::GEO, "Point")];

static LATITUDE: Type = Type::judged("latitude", geo::latitude, "54.3", ("91", &geo::LATITUDE));
static LONGITUDE: Type = Type::judged("longitude", geo::longitude, "10.1", ("181", &geo::LONGITUDE));
static ALTITUDE: Type = Type::judged("height in metres", geo::height, "12", ("high", &geo::HEIGHT));

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::GEO],
    title: "W3C basic geo vocabulary",
    url: "https://www.w3.org/2003/01/geo/",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("lat", PLACES).once().holds(&LATITUDE).spec("geo:lat"),
    element("long", PLACES).once().holds(&LONGITUDE).spec("geo:long"),
    element("alt", PLACES).once().holds(&ALTITUDE).spec("geo:alt"),
    element("lat_long", PLACES).once().holds(&types::TEXT).spec("geo:lat_long"),
    Element {
        open: true,
        ..element("Point", FEEDS_AND_ITEMS)
            .contains(list![need(Ns::GEO, "lat", &geo::PART), need(Ns::GEO, "long", &geo::PART)])
    }
    .spec("geo:Point"),
];
