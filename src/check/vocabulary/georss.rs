//! GeoRSS Simple and the GML in it.

use super::places::FEEDS_AND_ITEMS;
use super::{Element, Type, Vocabulary, element, types};
use crate::check::namespace::Ns;
use crate::check::rules::{geo, numbers};

static POINT: Type = Type::judged("point", geo::point, "45.25 -71.92", ("45.25", &geo::POINT));
static LINE: Type = Type::judged("line", geo::line, "45.2 -110.4 46.4 -109.4", ("45.2 -110.4", &geo::LIST));
static POLYGON: Type =
    Type::judged("polygon", geo::polygon, "45 -110 46 -109 43 -109 45 -110", ("45 -110 46 -109 43 -109", &geo::LIST));
static BOX: Type = Type::judged("box", geo::line, "42.9 -71.0 43.0 -69.8", ("42.9 -71.0", &geo::LIST));
static ELEVATION: Type = Type::judged("height in metres", geo::height, "313", ("high", &geo::HEIGHT));
static RADIUS: Type = Type::judged("number of metres", numbers::decimal, "500", ("wide", &numbers::DECIMAL));

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::GEORSS],
    title: "GeoRSS",
    url: "https://docs.ogc.org/cs/17-002r1/17-002r1.html",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    element("point", FEEDS_AND_ITEMS).holds(&POINT).spec("<georss:point>"),
    element("line", FEEDS_AND_ITEMS).holds(&LINE).spec("<georss:line>"),
    element("polygon", FEEDS_AND_ITEMS).holds(&POLYGON).spec("<georss:polygon>"),
    element("box", FEEDS_AND_ITEMS).holds(&BOX).spec("<georss:box>"),
    element("circle", FEEDS_AND_ITEMS).holds(&types::TEXT).spec("<georss:circle>"),
    element("where", FEEDS_AND_ITEMS).contains(&[]).spec("<georss:where>"),
    element("featureTypeTag", FEEDS_AND_ITEMS).holds(&types::TEXT).spec("<georss:featuretypetag>"),
    element("featuretypetag", FEEDS_AND_ITEMS).holds(&types::TEXT).spec("<georss:featuretypetag>"),
    element("relationshipTag", FEEDS_AND_ITEMS).holds(&types::TEXT).spec("<georss:relationshiptag>"),
    element("relationshiptag", FEEDS_AND_ITEMS).holds(&types::TEXT).spec("<georss:relationshiptag>"),
    element("featureName", FEEDS_AND_ITEMS).holds(&types::TEXT).spec("<georss:featurename>"),
    element("featurename", FEEDS_AND_ITEMS).holds(&types::TEXT).spec("<georss:featurename>"),
    element("elev", FEEDS_AND_ITEMS).holds(&ELEVATION).spec("<georss:elev>"),
    element("floor", FEEDS_AND_ITEMS).holds(&types::INTEGER).spec("<georss:floor>"),
    element("radius", FEEDS_AND_ITEMS).holds(&RADIUS).spec("<georss:radius>"),
];
