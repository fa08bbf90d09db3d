//! The part of GML that GeoRSS uses.

use super::{Element, Parent, Type, Vocabulary, element};
use crate::check::namespace::Ns;
use crate::check::rules::geo;

const WHERE: &[Parent] = &[(Ns::GEORSS, "where")];

static POS: Type = Type::judged("point", geo::point, "45.25 -71.92", ("45.25", &geo::POINT));
static LINE: Type = Type::judged("line", geo::line, "45.2 -110.4 46.4 -109.4", ("45.2 -110.4", &geo::LIST));
static RING: Type =
    Type::judged("polygon", geo::polygon, "45 -110 46 -109 43 -109 45 -110", ("45 -110 46 -109 43 -109", &geo::LIST));

pub(super) static VOCABULARY: Vocabulary = Vocabulary {
    namespaces: &[Ns::GML],
    title: "GML in GeoRSS",
    url: "https://docs.ogc.org/cs/17-002r1/17-002r1.html",
    elements: ELEMENTS,
};

const ELEMENTS: &[Element] = &[
    Element { open: true, ..element("Point", WHERE).contains(&[]) }.spec("<gml:Point>"),
    Element { open: true, ..element("LineString", WHERE).contains(&[]) }.spec("<gml:LineString>"),
    Element { open: true, ..element("Polygon", WHERE).contains(&[]) }.spec("<gml:Polygon>"),
    Element { open: true, ..element("Envelope", WHERE).contains(&[]) }.spec("<gml:Envelope>"),
    Element { open: true, ..element("exterior", &[(Ns::GML, "Polygon")]).contains(&[]) }.spec("<gml:Polygon>"),
    Element { open: true, ..element("LinearRing", &[(Ns::GML, "exterior")]).contains(&[]) }.spec("<gml:Polygon>"),
    Element { open: true, ..element("pos", &[(Ns::GML, "Point")]).once().holds(&POS) }.spec("<gml:pos>"),
    Element { open: true, ..element("posList", &[(Ns::GML, "LineString")]).once().holds(&LINE) }.spec("<gml:posList>"),
    Element { open: true, ..element("posList", &[(Ns::GML, "LinearRing")]).once().holds(&RING) }.spec("<gml:posList>"),
    Element { open: true, ..element("lowerCorner", &[(Ns::GML, "Envelope")]).once().holds(&POS) }
        .spec("<gml:Envelope>"),
    Element { open: true, ..element("upperCorner", &[(Ns::GML, "Envelope")]).once().holds(&POS) }
        .spec("<gml:Envelope>"),
];
