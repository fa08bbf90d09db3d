//! Places on the earth.

use crate::check::module::Module;
use crate::check::namespace::Ns;
use crate::check::rule::{Example, Rule, Spec};
use crate::check::value::number;
use crate::check::vocabulary::Judged;
use crate::diagnostic::Severity;

pub(super) static MODULE: Module = Module::new("geo", &[&POINT, &LIST, &COMMA, &LATITUDE, &LONGITUDE, &HEIGHT, &PART]);

pub(crate) static POINT: Rule = Rule {
    code: "invalid-point",
    severity: Severity::Error,
    summary: "A point that is not latitude and longitude",
    why: "Maps show it nowhere, or in the sea.",
    help: "Write latitude, a blank, longitude: 54.32 10.14",
    spec: Spec { section: "GeoRSS Simple", url: "https://docs.ogc.org/cs/17-002r1/17-002r1.html" },
    w3c: Some("InvalidCoord"),
    bad: Example::Item("<georss:point>54.32</georss:point>"),
    good: Example::Item("<georss:point>54.32 10.14</georss:point>"),
};

pub(crate) static LIST: Rule = Rule {
    code: "invalid-coordinates",
    severity: Severity::Error,
    summary: "Coordinates that make no line, polygon or box",
    why: "Maps draw nothing.",
    help: "Write pairs of latitude and longitude: two or more for a line, four or more for a polygon, the last equal to the first",
    spec: Spec { section: "GeoRSS Simple", url: "https://docs.ogc.org/cs/17-002r1/17-002r1.html" },
    w3c: Some("InvalidCoordList"),
    bad: Example::Item("<georss:line>54.3 10.1 54.4</georss:line>"),
    good: Example::Item("<georss:line>54.3 10.1 54.4 10.2</georss:line>"),
};

pub(crate) static COMMA: Rule = Rule {
    code: "comma-in-coordinates",
    severity: Severity::Warning,
    summary: "Coordinates divided by a comma",
    why: "Programs that follow the specification read no number.",
    help: "Divide latitude and longitude by a blank",
    spec: Spec { section: "GeoRSS Simple", url: "https://docs.ogc.org/cs/17-002r1/17-002r1.html" },
    w3c: Some("CoordComma"),
    bad: Example::Item("<georss:point>54.32,10.14</georss:point>"),
    good: Example::Item("<georss:point>54.32 10.14</georss:point>"),
};

pub(crate) static LATITUDE: Rule = Rule {
    code: "invalid-latitude",
    severity: Severity::Error,
    summary: "A latitude that is no number from -90 to 90",
    why: "Maps show it nowhere.",
    help: "Write degrees as a decimal number",
    spec: Spec { section: "W3C basic geo vocabulary", url: "https://www.w3.org/2003/01/geo/" },
    w3c: Some("InvalidLatitude"),
    bad: Example::Item("<geo:lat>91</geo:lat>"),
    good: Example::Item("<geo:lat>54.32</geo:lat>"),
};

pub(crate) static LONGITUDE: Rule = Rule {
    code: "invalid-longitude",
    severity: Severity::Error,
    summary: "A longitude that is no number from -180 to 180",
    why: "Maps show it nowhere.",
    help: "Write degrees as a decimal number",
    spec: Spec { section: "W3C basic geo vocabulary", url: "https://www.w3.org/2003/01/geo/" },
    w3c: Some("InvalidLongitude"),
    bad: Example::Item("<geo:long>181</geo:long>"),
    good: Example::Item("<geo:long>10.14</geo:long>"),
};

pub(crate) static PART: Rule = Rule {
    code: "incomplete-geo-point",
    severity: Severity::Warning,
    summary: "A point without its latitude or longitude",
    why: "Half a place is none: nothing is shown on the map.",
    help: "Add geo:lat and geo:long",
    spec: Spec { section: "W3C basic geo vocabulary, geo:Point", url: "https://www.w3.org/2003/01/geo/" },
    w3c: Some("MissingElement"),
    bad: Example::Item("<title>Storm</title><geo:Point><geo:lat>54.3</geo:lat></geo:Point>"),
    good: Example::Item("<title>Storm</title><geo:Point><geo:lat>54.3</geo:lat><geo:long>10.1</geo:long></geo:Point>"),
};

pub(crate) static HEIGHT: Rule = Rule {
    code: "invalid-height",
    severity: Severity::Error,
    summary: "A height that is no number",
    why: "Maps ignore it.",
    help: "Write metres as a decimal number",
    spec: Spec { section: "W3C basic geo vocabulary", url: "https://www.w3.org/2003/01/geo/" },
    w3c: Some("InvalidFloatUnit"),
    bad: Example::Item("<geo:alt>high</geo:alt>"),
    good: Example::Item("<geo:alt>12.5</geo:alt>"),
};

/// Why a text is not a list of points, or the points. Those of GML may have a height.
fn points(judged: &Judged<'_, '_, '_, '_>) -> Result<Vec<(f64, f64)>, &'static str> {
    let text = judged.text();
    let mut numbers = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()) {
        numbers.push(number::signed_decimal(word).map_err(|_| "holds something that is no number")?);
    }
    let named = [Some(judged.node), judged.node.parent()]
        .into_iter()
        .flatten()
        .find_map(|node| node.attribute("srsDimension"))
        .and_then(|dimension| dimension.value().trimmed().parse().ok());
    let dimension = match named {
        Some(3) => 3,
        // Three numbers alone are one place with its height.
        None if judged.node.ns() == Ns::GML && numbers.len() % 2 == 1 && numbers.len() % 3 == 0 => 3,
        _ => 2,
    };
    if numbers.is_empty() || numbers.len() % dimension != 0 {
        return Err("is no list of pairs of latitude and longitude");
    }
    let pairs: Vec<_> = numbers.chunks(dimension).map(|place| (place[0], place[1])).collect();
    if pairs.iter().any(|(latitude, longitude)| latitude.abs() > 90.0 || longitude.abs() > 180.0) {
        return Err("has a latitude beyond 90 or a longitude beyond 180 degrees");
    }
    Ok(pairs)
}

fn note_comma(judged: &mut Judged<'_, '_, '_, '_>) {
    if let Some(at) = judged.text().find(',') {
        judged.report(&COMMA, at..at + 1, "has a comma between its numbers");
    }
}

/// `georss:point`, `gml:pos`
pub(crate) fn point(judged: &mut Judged<'_, '_, '_, '_>) {
    match points(judged) {
        Ok(points) if points.len() == 1 => note_comma(judged),
        Ok(_) => {
            judged.report_all(&POINT, "is more than one point");
        }
        Err(reason) => {
            judged.report_all(&POINT, reason);
        }
    }
}

/// `georss:line`, `georss:box`, `gml:posList` of a line
pub(crate) fn line(judged: &mut Judged<'_, '_, '_, '_>) {
    match points(judged) {
        Ok(points) if points.len() >= 2 => note_comma(judged),
        Ok(_) => {
            judged.report_all(&LIST, "has less than two points");
        }
        Err(reason) => {
            judged.report_all(&LIST, reason);
        }
    }
}

/// `georss:polygon`, `gml:posList` of a ring
pub(crate) fn polygon(judged: &mut Judged<'_, '_, '_, '_>) {
    match points(judged) {
        Ok(points) if points.len() >= 4 && points.first() == points.last() => note_comma(judged),
        Ok(points) if points.len() < 4 => {
            judged.report_all(&LIST, "has less than four points");
        }
        Ok(_) => {
            judged.report_all(&LIST, "does not end where it begins");
        }
        Err(reason) => {
            judged.report_all(&LIST, reason);
        }
    }
}

fn degrees(judged: &mut Judged<'_, '_, '_, '_>, most: f64, rule: &'static Rule) {
    if !number::signed_decimal(judged.text()).is_ok_and(|n| n.abs() <= most) {
        judged.report_all(rule, &format!("is no number from -{most} to {most}"));
    }
}

/// `geo:lat`
pub(crate) fn latitude(judged: &mut Judged<'_, '_, '_, '_>) {
    degrees(judged, 90.0, &LATITUDE);
}

/// `geo:long`
pub(crate) fn longitude(judged: &mut Judged<'_, '_, '_, '_>) {
    degrees(judged, 180.0, &LONGITUDE);
}

/// `geo:alt`, `georss:elev`
pub(crate) fn height(judged: &mut Judged<'_, '_, '_, '_>) {
    if number::signed_decimal(judged.text()).is_err() {
        judged.report_all(&HEIGHT, "is no number of metres");
    }
}
