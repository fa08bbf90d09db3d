//! XMP packets: the RDF/XML subset of XMP part 1 (ISO 16684-1 §7), read into properties.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::{Fields, Licensor};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";
const CORE: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
const EXT: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const PLUS: &str = "http://ns.useplus.org/ldf/xmp/1.0/";
/// Deeper than any property of the standard nests.
const MAX_DEPTH: usize = 64;

/// Reads a packet; one that breaks off gives what stands before.
pub(super) fn read(packet: &[u8]) -> Fields {
    let text = match encoding_rs::Encoding::for_bom(packet) {
        Some((encoding, _)) => encoding.decode(packet).0,
        None => String::from_utf8_lossy(packet),
    };
    let root = tree(&text);
    let mut properties = Vec::new();
    collect(&root, &mut properties);
    let find = |ns: &str, local: &str| properties.iter().find(|p| p.ns == ns && p.local == local);
    let one = |ns: &str, local: &str| find(ns, local).and_then(|p| p.value.text());
    let all = |ns: &str, local: &str| find(ns, local).map(|p| p.value.texts()).unwrap_or_default();
    let members = |ns: &str, local: &str, member: &str| -> Vec<Option<String>> {
        let list = find(ns, local).map(|p| p.value.structures()).unwrap_or_default();
        list.iter().map(|s| s.iter().find(|m| m.local == member).and_then(|m| m.value.text())).collect()
    };
    let names = |local: &str, member: &str| members(PLUS, local, member).into_iter().flatten().collect();
    let licensors = members(PLUS, "Licensor", "LicensorName").into_iter().zip(members(PLUS, "Licensor", "LicensorURL"));
    Fields {
        creators: all(DC, "creator"),
        credit_line: one(PHOTOSHOP, "Credit"),
        source: one(PHOTOSHOP, "Source"),
        copyright: one(DC, "rights"),
        copyright_owners: names("CopyrightOwner", "CopyrightOwnerName"),
        suppliers: names("ImageSupplier", "ImageSupplierName"),
        licensors: licensors.map(|(name, url)| Licensor { name, url }).collect(),
        web_statement: one(RIGHTS, "WebStatement"),
        usage_terms: one(RIGHTS, "UsageTerms"),
        description: one(DC, "description"),
        headline: one(PHOTOSHOP, "Headline"),
        alt: one(CORE, "AltTextAccessibility"),
        extended_description: one(CORE, "ExtDescrAccessibility"),
        keywords: all(DC, "subject"),
        date_created: one(PHOTOSHOP, "DateCreated"),
        digital_source_type: one(EXT, "DigitalSourceType"),
        data_mining: one(PLUS, "DataMining"),
        ai_system: one(EXT, "AISystemUsed"),
        ai_version: one(EXT, "AISystemVersionUsed"),
        ai_prompt: one(EXT, "AIPromptInformation"),
        ai_prompt_writer: one(EXT, "AIPromptWriterName"),
    }
}

#[derive(Debug, Default)]
struct Element {
    ns: String,
    local: String,
    attributes: Vec<(String, String, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn attribute(&self, ns: &str, local: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, l, _)| n == ns && l == local).map(|(_, _, v)| v.as_str())
    }

    fn is(&self, ns: &str, local: &str) -> bool {
        self.ns == ns && self.local == local
    }
}

#[derive(Debug)]
struct Property {
    ns: String,
    local: String,
    value: Value,
}

#[derive(Debug)]
enum Value {
    Text(String),
    /// The values of an array, each with its language.
    Array(Vec<(Option<String>, Value)>),
    Structure(Vec<Property>),
}

impl Value {
    /// The text; of a language alternative the default one, of another array the first.
    fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => (!text.is_empty()).then(|| text.clone()),
            Self::Array(values) => {
                let default = values.iter().find(|(lang, _)| lang.as_deref() == Some("x-default"));
                default.or(values.first()).and_then(|(_, v)| v.text())
            }
            Self::Structure(_) => None,
        }
    }

    fn texts(&self) -> Vec<String> {
        match self {
            Self::Array(values) => values.iter().filter_map(|(_, v)| v.text()).collect(),
            other => other.text().into_iter().collect(),
        }
    }

    fn structures(&self) -> Vec<&[Property]> {
        match self {
            Self::Structure(members) => vec![members],
            Self::Array(values) => values.iter().flat_map(|(_, v)| v.structures()).collect(),
            Self::Text(_) => Vec::new(),
        }
    }
}

/// The elements of a packet. Malformed XML ends the reading, not the program.
fn tree(text: &str) -> Element {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut open = vec![Element::default()];
    let close = |open: &mut Vec<Element>| {
        if open.len() > 1
            && let Some(done) = open.pop()
            && let Some(parent) = open.last_mut()
        {
            parent.children.push(done);
        }
    };
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => {
                if open.len() > MAX_DEPTH {
                    break;
                }
                open.push(element(&reader, &start));
            }
            Event::Empty(start) => {
                open.push(element(&reader, &start));
                close(&mut open);
            }
            Event::End(_) => close(&mut open),
            Event::Text(t) => append(&mut open, &t.xml10_content()),
            Event::CData(t) => append(&mut open, &t.xml10_content()),
            Event::GeneralRef(r) => {
                let resolved = match r.resolve_char_ref() {
                    Ok(Some(c)) => Cow::Owned(c.to_string()),
                    _ => Cow::Borrowed(quick_xml::escape::resolve_predefined_entity(&r.xml10_content()).unwrap_or("")),
                };
                append(&mut open, &resolved);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default()
}

fn append(open: &mut [Element], text: &str) {
    if let Some(top) = open.last_mut() {
        top.text.push_str(text);
    }
}

fn element(reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Element {
    let namespace = |r: ResolveResult<'_>| match r {
        ResolveResult::Bound(ns) => ns.as_ref().to_owned(),
        _ => String::new(),
    };
    let (ns, local) = reader.resolver().resolve_element(start.name());
    let attributes = start
        .attributes()
        .flatten()
        .filter(|a| a.key.as_namespace_binding().is_none())
        .filter_map(|a| {
            let (ns, local) = reader.resolver().resolve_attribute(a.key);
            let value = a.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
            Some((namespace(ns), local.as_ref().to_owned(), value.trim().to_owned()))
        })
        .collect();
    Element { ns: namespace(ns), local: local.as_ref().to_owned(), attributes, ..Element::default() }
}

/// The properties of every `rdf:Description` that is not itself a value.
fn collect(element: &Element, properties: &mut Vec<Property>) {
    for child in &element.children {
        if child.is(RDF, "Description") {
            properties.extend(members(child));
        } else {
            collect(child, properties);
        }
    }
}

fn members(element: &Element) -> Vec<Property> {
    let attributes = element
        .attributes
        .iter()
        .filter(|(ns, _, _)| ns != RDF && ns != XML)
        .map(|(ns, local, value)| Property { ns: ns.clone(), local: local.clone(), value: Value::Text(value.clone()) });
    let children =
        element.children.iter().map(|c| Property { ns: c.ns.clone(), local: c.local.clone(), value: value(c) });
    attributes.chain(children).collect()
}

fn value(element: &Element) -> Value {
    if let Some(uri) = element.attribute(RDF, "resource") {
        return Value::Text(uri.to_owned());
    }
    if element.attribute(RDF, "parseType") == Some("Resource") {
        return Value::Structure(members(element));
    }
    match element.children.first() {
        Some(array) if array.ns == RDF && matches!(array.local.as_str(), "Seq" | "Bag" | "Alt") => Value::Array(
            array.children.iter().map(|li| (li.attribute(XML, "lang").map(str::to_owned), value(li))).collect(),
        ),
        Some(description) if description.is(RDF, "Description") => Value::Structure(members(description)),
        None if element.attributes.iter().any(|(ns, _, _)| ns != RDF && ns != XML) => {
            Value::Structure(members(element))
        }
        _ => Value::Text(element.text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(inner: &str) -> String {
        format!(
            "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
             <rdf:RDF xmlns:rdf='{RDF}' xmlns:dc='{DC}' xmlns:photoshop='{PHOTOSHOP}' xmlns:plus='{PLUS}'>{inner}\
             </rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
        )
    }

    #[test]
    fn properties_are_read_as_attributes_elements_arrays_and_alternatives() {
        let fields = read(
            packet(
                "<rdf:Description photoshop:Credit='Varga &amp; Sons'><dc:creator><rdf:Seq><rdf:li>Ilse Varga</rdf:li>\
                 <rdf:li>Jo Nesset</rdf:li></rdf:Seq></dc:creator><dc:rights><rdf:Alt><rdf:li xml:lang='de'>Rechte</rdf:li>\
                 <rdf:li xml:lang='x-default'>© Varga</rdf:li></rdf:Alt></dc:rights><photoshop:Headline>A &lt; B</photoshop:Headline>\
                 </rdf:Description>",
            )
            .as_bytes(),
        );
        assert_eq!(fields.credit_line.as_deref(), Some("Varga & Sons"));
        assert_eq!(fields.creators, ["Ilse Varga", "Jo Nesset"]);
        assert_eq!(fields.copyright.as_deref(), Some("© Varga"));
        assert_eq!(fields.headline.as_deref(), Some("A < B"));
    }

    #[test]
    fn licensors_are_read_in_both_forms_of_structures() {
        for li in [
            "<rdf:li rdf:parseType='Resource'><plus:LicensorName>L</plus:LicensorName><plus:LicensorURL>https://l.example/</plus:LicensorURL></rdf:li>",
            "<rdf:li><rdf:Description plus:LicensorName='L' plus:LicensorURL='https://l.example/'/></rdf:li>",
            "<rdf:li plus:LicensorName='L' plus:LicensorURL='https://l.example/'/>",
        ] {
            let fields = read(
                packet(&format!(
                    "<rdf:Description><plus:Licensor><rdf:Seq>{li}</rdf:Seq></plus:Licensor></rdf:Description>"
                ))
                .as_bytes(),
            );
            let expected = Licensor { name: Some("L".into()), url: Some("https://l.example/".into()) };
            assert_eq!(fields.licensors, [expected], "{li}");
        }
    }

    #[test]
    fn a_packet_that_breaks_off_gives_what_stands_before() {
        let whole = packet("<rdf:Description photoshop:Credit='C'><dc:creator>x");
        let cut = &whole[..whole.find("<dc:creator>").unwrap()];
        assert_eq!(read(cut.as_bytes()).credit_line.as_deref(), Some("C"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(<rdf:li|</|>|<a b='|'|&amp;|&#x|;|[a-z<>&'\"/]){0,60}") {
            read(packet(&text).as_bytes());
            read(text.as_bytes());
        }
    }
}
