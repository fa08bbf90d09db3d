//! Whatever goes missing or changes between an article and what others read of it is noticed.

use feedwright::article::{Article, Film, Media, Medium, Rendition};
use feedwright::body::Prepared;
use feedwright::config::Format;
use feedwright::feed::Options;
use feedwright::render::{self, Site, Takedown};
use quick_xml::events::Event;

use crate::formats::{article, body, config, document, head, options};

/// All that players are told.
fn film() -> Film {
    let told = serde_json::json!({
        "thumbnails": [{"url": "https://courier.example/still.jpg", "width": 640, "height": 360}],
        "player": {"url": "https://courier.example/play/", "width": 640, "height": 360},
        "subtitles": [{"url": "https://courier.example/talk.vtt", "language": "de"}],
        "transcript": "Stand <back> & watch.",
        "restriction": {"allow": ["DE", "NO"]},
        "community": {"average": 4.5, "count": 12, "views": 3400, "favorites": 7, "tags": ["quay"]},
    });
    serde_json::from_value(told).unwrap()
}

/// An article with something in every field that is rendered.
fn rich() -> Article {
    let mut article = article();
    article.authors.truncate(2);
    article.byline = Some("By two".into());
    article.dateline = Some("HARBOUR".into());
    article.correction = Some("It was a Tuesday.".into());
    article.expires = article.updated;
    let mut media = article.media[0].clone();
    media.title = Some("On the quay".into());
    media.keywords = vec!["quay".into(), "talks".into()];
    media.license = Some("https://creativecommons.org/licenses/by/4.0/".parse().unwrap());
    media.rating = Some("nonadult".into());
    media.hash = Some(("md5".into(), "d41d8cd98f00b204e9800998ecf8427e".into()));
    media.digital_source_type = Some("trainedAlgorithmicMedia".into());
    media.data_mining = Some("http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED".into());
    media.licensor = Some("Nordlicht".into());
    media.syndication_rights = Some(true);
    media.renditions = vec![Rendition {
        name: Some("thumbnail".into()),
        url: "https://courier.example/img/harbour-320.jpg?a=1&b=2".parse().unwrap(),
        mime: Some("image/jpeg".into()),
        width: Some(320),
        height: Some(180),
        size: Some(4567),
        ..Rendition::default()
    }];
    let sound = Media {
        url: Some("https://courier.example/talk.mp3".parse().unwrap()),
        mime: Some("audio/mpeg".into()),
        medium: Medium::Audio,
        size: Some(99),
        duration: Some(61.0),
        credit_line: Some("Sound: Bo Lind".into()),
        film: Some(Box::new(film())),
        ..Media::default()
    };
    let unaddressed = Media { url: None, caption: Some("Unseen".into()), ..media.clone() };
    article.media = vec![media, sound, unaddressed];
    article
}

/// A document in which the second of three items was changed.
struct Changed {
    what: String,
    document: String,
}

/// Documents of XML with each element of an item left out, and each text and attribute left out or changed.
fn changes_of_xml(document: &str, item: &str) -> Vec<Changed> {
    let begins = |at: &usize| document[at + 1 + item.len()..].starts_with([' ', '>']);
    let opening = format!("<{item}");
    let mut starts = document.match_indices(&opening).map(|(at, _)| at).filter(begins);
    let start = starts.nth(1).expect("a second item");
    let close = format!("</{item}>");
    let end = start + document[start..].find(&close).expect("its end") + close.len();
    let fragment = &document[start..end];
    let mut changes = Vec::new();
    let mut change = |what: String, from: usize, to: usize, with: &str| {
        let document = [&document[..start + from], with, &document[start + to..]].concat();
        changes.push(Changed { what, document });
    };
    let mut reader = quick_xml::Reader::from_str(fragment);
    let mut open: Vec<(String, usize, usize)> = Vec::new();
    loop {
        let from = reader.buffer_position() as usize;
        let event = reader.read_event().expect("XML");
        let to = reader.buffer_position() as usize;
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = tag.name().as_ref().to_owned();
                if !open.is_empty() {
                    let mut at = from;
                    while let Some(equals) = fragment[at..to].find("=\"") {
                        let value = at + equals + 2;
                        let over = value + fragment[value..].find('"').expect("the end of a value");
                        let begins = fragment[..value].rfind(' ').expect("a name");
                        let attribute = format!("{name} {}", &fragment[begins + 1..=over]);
                        change(format!("without {attribute}"), begins, over + 1, "");
                        change(format!("with another {attribute}"), value, value, "7");
                        at = over + 1;
                    }
                }
                if fragment[..to].ends_with("/>") {
                    change(format!("without {name}"), from, to, "");
                } else {
                    open.push((name, from, to));
                }
            }
            Event::End(_) => {
                let (name, begins, text) = open.pop().expect("a start");
                if open.is_empty() {
                    return changes;
                }
                change(format!("without {name}"), begins, to, "");
                if fragment[text..from].trim_start().starts_with("<![CDATA[") {
                    change(format!("with another text in {name}"), text + 9, text + 9, "7");
                } else if !fragment[text..from].trim().starts_with('<') {
                    change(format!("with another text in {name}"), text, text, "7");
                    change(format!("without the text of {name}"), text, from, "");
                }
                if ["category", "dc:creator", "author", "contributor", "link"].contains(&&*name)
                    || name.starts_with("media:")
                {
                    change(format!("with a second {name}"), begins, begins, &fragment[begins..to]);
                }
            }
            _ => {}
        }
    }
}

/// Documents of JSON with each member of an item left out, and each value changed. Every member stands on
/// a line of its own, and what it holds is indented more.
fn changes_of_json(document: &str) -> Vec<Changed> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines: Vec<&str> = document.lines().collect();
    let head = lines.iter().position(|line| line.contains("\"items\"")).expect("items");
    let items: Vec<usize> = (head..lines.len()).filter(|n| lines[*n] == "    {").collect();
    let end = items[1] + lines[items[1]..].iter().position(|line| line.starts_with("    }")).expect("its end");
    let mut changes = Vec::new();
    for n in items[1] + 1..end {
        let line = lines[n];
        if line.trim_start().starts_with(['}', ']']) {
            continue;
        }
        let opens = line.ends_with(['{', '[']);
        let last = if opens {
            n + 1 + lines[n + 1..].iter().position(|l| indent(l) == indent(line)).expect("its end")
        } else {
            n
        };
        let mut without: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
        without.drain(n..=last);
        if !lines[last].ends_with(',') {
            let before = without[n - 1].trim_end_matches(',').to_owned();
            without[n - 1] = before;
        }
        changes.push(Changed { what: format!("without {}", line.trim()), document: without.join("\n") });
        if !opens {
            let value = line.find("\": ").map_or(indent(line), |at| at + 3);
            let other = match &line[value..] {
                text if text.starts_with('"') => format!("\"7{}", &text[1..]),
                "true" | "true," => line[value..].replace("true", "false"),
                number => format!("7{number}"),
            };
            let mut with: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
            with[n] = format!("{}{other}", &line[..value]);
            changes.push(Changed { what: format!("with another {}", line.trim()), document: with.join("\n") });
        }
    }
    changes
}

/// What reads the same to everybody: defaults that are said, and what no reader keeps.
fn is_no_loss(format: Format, what: &str) -> bool {
    match format {
        Format::Rss | Format::Mrss => {
            let only_one = ["with a second link", "with a second author"].contains(&what);
            only_one || what.contains("isPermaLink=\"true\"") || what.ends_with(" updated")
        }
        Format::Atom => what.starts_with("without") && what.contains("rel=\"alternate\""),
        _ => false,
    }
}

/// Whether an item is one element or member of a document, of which parts can be left out by their lines.
fn is_flat(format: Format) -> bool {
    matches!(format, Format::Rss | Format::Atom | Format::Json | Format::Sitemap | Format::NewsSitemap | Format::Mrss)
}

#[test]
fn whatever_is_missing_or_changed_in_an_item_is_noticed() {
    let site = Site::new(&config());
    let prepared = Prepared { summary: Some("Delegates & friends".into()), ..body() };
    let items = [(article(), body()), (rich(), prepared), (article(), body())];
    let articles: Vec<(&Article, &Prepared)> = items.iter().map(|(article, body)| (article, body)).collect();
    for profiles in [&[][..], &["msn"], &["gunosy", "smartnews"], &["yahoo"]] {
        let profiles = profiles.iter().map(|name| (*name).to_owned()).collect();
        let options = Options { profiles, show_corrections: true, ..options() };
        for format in Format::ALL.into_iter().filter(|format| is_flat(*format)) {
            let document = document(format, &items, &options);
            let read_back = |document: &str| render::read_back(format, document, &articles, &options, &site);
            assert_eq!(read_back(&document), Ok(vec![]), "{format:?}");
            let changes = match format {
                Format::Rss | Format::Mrss => changes_of_xml(&document, "item"),
                Format::Atom => changes_of_xml(&document, "entry"),
                Format::Json => changes_of_json(&document),
                _ => changes_of_xml(&document, "url"),
            };
            assert!(changes.len() > if format.is_feed() { 80 } else { 12 }, "{format:?}: {}", changes.len());
            for Changed { what, document } in changes {
                let noticed = match read_back(&document) {
                    Ok(lost) => lost.iter().any(|loss| loss.item == Some(1)),
                    Err(_) => true,
                };
                assert_eq!(noticed, !is_no_loss(format, &what), "{format:?} {what}");
            }
        }
    }
}

#[test]
fn no_letter_of_an_item_changes_without_notice() {
    let site = Site::new(&config());
    let prepared = Prepared { summary: Some("Delegates & friends".into()), ..body() };
    let items = [(rich(), prepared), (article(), body())];
    let articles: Vec<(&Article, &Prepared)> = items.iter().map(|(article, body)| (article, body)).collect();
    for format in [Format::NewsmlG2, Format::Digest, Format::DigestText, Format::AppleNews, Format::Ninjs] {
        let document = document(format, &items, &options());
        let read_back = |document: &str| render::read_back(format, document, &articles, &options(), &site);
        assert_eq!(read_back(&document), Ok(vec![]), "{format:?}");
        let from = render::head(format, &head(&options())).len();
        let (mut changed, mut letters) = (document.clone().into_bytes(), 0);
        for at in (from..document.len() - render::foot(format, &options()).len()).step_by(7) {
            let letter = changed[at];
            if letter.is_ascii_alphabetic() {
                changed[at] = if letter == b'q' { b'z' } else { b'q' };
                let text = std::str::from_utf8(&changed).unwrap();
                let noticed = read_back(text).map_or(true, |lost| !lost.is_empty());
                assert!(noticed, "{format:?}: {}", &text[text.floor_char_boundary(at.saturating_sub(60))..=at]);
                (changed[at], letters) = (letter, letters + 1);
            }
        }
        assert!(letters > 20, "{format:?}: {letters}");
    }
}

#[test]
fn whatever_is_missing_or_changed_in_a_head_is_noticed() {
    let site = Site::new(&config());
    let mut head = head(&options());
    head.description = "All of it".into();
    head.image = Some("https://courier.example/logo.png".into());
    head.icon = Some("https://courier.example/icon.png".into());
    head.rights = Some("© Courier".into());
    head.published = Some(head.updated);
    head.ttl_minutes = Some(30);
    head.self_urls = Format::DEFAULT.map(|f| (f, format!("https://courier.example/feeds/top.{}", f.name()))).to_vec();
    head.options.profiles = vec!["msn".into()];
    let taken = Takedown {
        id: "urn:x:1".into(),
        url: Some("https://courier.example/gone/".into()),
        title: "Gone".into(),
        published: Some(head.updated),
        withdrawn: head.updated,
    };
    for format in Format::DEFAULT {
        let mut document = render::head(format, &head);
        render::takedown(format, &taken, &head.options, &site, &mut document);
        document.push_str(render::foot(format, &head.options));
        let taken = std::slice::from_ref(&taken);
        let read_back = |document: &str| render::read_back_around(format, document, &head, 0, taken, &site);
        assert_eq!(read_back(&document), Ok(vec![]), "{format:?}");
        let mut values = 0;
        // Whatever stands between two marks is a value: an address, a text, a date.
        for value in
            ["All of it", "logo.png", "icon.png", "© Courier", "top.", "Gone", "gone/", "urn:x:1", "feedwright<"]
        {
            for (at, _) in document.match_indices(value) {
                let before = document[..at].rfind(['<', '"']).map_or("", |from| &document[from..at]);
                if before.starts_with('<') && !before.contains('>') {
                    continue;
                }
                let changed = [&document[..at], "7", &document[at..]].concat();
                let noticed = read_back(&changed).map_or(true, |lost| !lost.is_empty());
                assert!(noticed, "{format:?} {value} in {changed}");
                values += 1;
            }
        }
        assert!(values > 5, "{format:?}");
    }
}
