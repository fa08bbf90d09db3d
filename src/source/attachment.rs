//! Media of a record: addresses made absolute, local files found, credit lines read.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Component, Path, PathBuf};

use lofty::config::ParseOptions;
use lofty::file::AudioFile as _;
use lofty::probe::Probe;
use url::Url;

use super::context::{Compiled, Context, folder_of};
use super::derive::UnitContext;
use super::media::mime_of;
use super::node::Step;
use super::record::Fault;
use super::value::ToldBy;
use crate::article::media::Window;
use crate::article::{Address, Media, Medium, address};
use crate::body::path_of;
use crate::credit::{self, PictureKind};
use crate::diagnostic::Severity;

/// What is known of the record that media belong to.
pub(super) struct Holder<'p> {
    /// Where in the record they stand.
    pub(super) at: &'p [Step],
    /// Language of the record, and so of credit lines.
    pub(super) language: Option<&'p str>,
    /// The record's address.
    pub(super) page: Option<&'p Address>,
}

/// Makes an address of a record absolute.
type Resolve<'r> = &'r dyn Fn(&str) -> Option<Address>;

/// Completes the media of a record.
pub(super) fn attach(
    about: &UnitContext<'_>,
    media: &mut Vec<Media>,
    resolve: Resolve<'_>,
    holder: &Holder<'_>,
    faults: &mut Vec<Fault>,
) {
    for (i, m) in media.iter_mut().enumerate() {
        m.take_largest();
        locate(about, m, (resolve, holder.page), &|code, message| at_media(holder.at, i, code, message), faults);
        for rendition in &mut m.renditions {
            if let Some(url) = resolve(&rendition.url) {
                rendition.url = url;
            }
        }
        m.renditions.retain(|r| r.url.is_web());
        if let Some(film) = &mut m.film {
            film.resolve(resolve);
        }
        for url in [&mut m.license, &mut m.copyright_url] {
            *url = url.take().and_then(|url| resolve(&url));
        }
        about.site.read_credit(m, holder.language);
    }
    if media.len() < 2 {
        return;
    }
    // Of two with one address the one that is held back stands.
    let mut seen: Vec<(Option<Address>, Window)> = Vec::new();
    for m in &*media {
        match seen.iter_mut().find(|(url, _)| *url == m.url) {
            Some((_, window)) => window.narrow(m.window),
            None => seen.push((m.url.clone(), m.window)),
        }
    }
    media.retain_mut(|m| {
        let Some(url) = &m.url else { return true };
        let Some(first) = seen.iter().position(|(known, _)| known.as_ref() == Some(url)) else { return false };
        m.window = seen.swap_remove(first).1;
        true
    });
}

impl UnitContext<'_> {
    /// The address of a file beside the record that the site's generator names when it builds the site: found there, or as
    /// the config says it.
    pub(super) fn built(&self, page: Option<&Address>, named: &str) -> Option<String> {
        let base = path_of(self.site.address());
        if let Some(docs) = &self.around.docs {
            return Some(format!("{base}{}", self.served(docs, &self.beside(named)?)?));
        }
        let assets = self.around.assets.as_ref().filter(|_| is_relative(named))?;
        let found = assets.find(self.site.output(), named, self.inner_path(page));
        let of_config = || Some(public_address(self, &self.beside(named)?)?.to_string());
        found.map(|found| format!("{base}{found}")).or_else(of_config)
    }

    /// The address below the site's of a file in a folder that is served as it is, but for the folder of posts.
    fn served(&self, docs: &str, file: &str) -> Option<String> {
        let below = |path: &str| path.strip_prefix(docs)?.strip_prefix('/').map(str::to_owned);
        let inner = below(file)?;
        let blog = below(self.facts.path).and_then(|page| page.find("posts/").map(|at| page[..at].to_owned()));
        let of_post =
            blog.and_then(|blog| Some(format!("{blog}{}", inner.strip_prefix(&*blog)?.strip_prefix("posts/")?)));
        let path = of_post.unwrap_or(inner);
        let parts = path.split('/').map(|part| percent_encoding::utf8_percent_encode(part, PART).to_string());
        Some(format!("/{}", parts.collect::<Vec<_>>().join("/")))
    }

    /// Whether a file beside the record has no address that is known: its generator would give it another name, and the
    /// site that was built has none such.
    pub(super) fn is_lost(&self, page: Option<&Address>, named: &str) -> bool {
        let Some(assets) = &self.around.assets else { return false };
        let plain = named.split(['?', '#']).next().unwrap_or(named);
        let file = self.beside(named).map(|file| self.site.root.join(file));
        file.is_some_and(|file| !assets.serves(self.site.output(), &file, plain, self.inner_path(page)))
    }

    /// What is said of such a file, and what to do.
    pub(super) fn not_built(&self, named: &str) -> (String, String) {
        let place = self.around.assets.as_ref().map(|assets| assets.place(self.site.output())).unwrap_or_default();
        let place = place.strip_prefix(self.site.root()).unwrap_or(&place);
        let message = format!(
            "`{named}` is left out: the site that is built has no file of this name in `{}`, so that its address is not known",
            place.display()
        );
        let help = "build the site before its feeds, or give the folder of the pictures an address by `media-url` of the source";
        (message, help.to_owned())
    }

    /// The path of a page below the site's address.
    fn inner_path<'p>(&self, page: Option<&'p Address>) -> &'p str {
        let page = page.map_or("", |page| path_of(page));
        page.strip_prefix(path_of(self.site.address())).unwrap_or(page)
    }

    /// The path of a file beside the record that an address names.
    fn beside(&self, named: &str) -> Option<String> {
        let path = Path::new(folder_of(self.facts.path)).join(named.split(['?', '#']).next().unwrap_or(named));
        let path = plain(&path).filter(|_| is_relative(named))?;
        self.site.root.join(&path).is_file().then_some(path)
    }
}

/// The code of a picture whose address the site that is built does not tell.
pub(super) const NOT_BUILT: &str = "picture-not-built";

/// Whether an address is relative to the page that names it.
fn is_relative(named: &str) -> bool {
    !named.is_empty() && !named.starts_with(['/', '#', '?']) && !named.contains(':')
}

impl Context {
    /// The caption of a picture and the credit line at its end, where there is one that says what it is.
    pub fn credit_in(&self, caption: &str, language: Option<&str>) -> Option<(Option<String>, String)> {
        let options = credit::Options {
            caption: true,
            language: language.or(self.language.as_deref()),
            lexicon: &self.lexicon,
            recase: self.recase,
        };
        let read = credit::parse(caption, &options);
        if read.label.is_none() || read.parts.is_empty() {
            return None;
        }
        let words = read.caption.filter(|words| words.len() < caption.len() && caption.starts_with(words));
        let line = caption[words.map_or(0, str::len)..].trim_start_matches([' ', '(', '[', '|', '/', '\u{A0}']);
        let line = line.trim_end_matches([')', ']', ' ']);
        let words = words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
        (!line.is_empty()).then(|| (words, line.to_owned()))
    }

    /// Reads the credit line of a picture, unless its parts are known already.
    pub fn read_credit(&self, m: &mut Media, language: Option<&str>) {
        let Some(line) = m.credit_line.as_deref() else { return };
        let options = credit::Options {
            caption: false,
            language: language.or(self.language.as_deref()),
            lexicon: &self.lexicon,
            recase: self.recase,
        };
        let read = credit::parse(line, &options);
        m.labelled = Some(read.is_labelled());
        if m.credits.is_empty() {
            m.credits = read.credits();
        }
        if m.kind == PictureKind::Unknown {
            m.kind = read.kind;
        }
        if m.license.is_none() {
            m.license = read.license.and_then(|address| address.parse().ok());
        }
    }
}

/// Finds the local file of a media object and its public address.
fn locate(
    about: &UnitContext<'_>,
    m: &mut Media,
    (resolve, page): (Resolve<'_>, Option<&Address>),
    fault: &dyn Fn(&'static str, String) -> Fault,
    faults: &mut Vec<Fault>,
) {
    let written = m.url.take_if(|named| !address::is_surely_address(named));
    let mut is_lost = false;
    if let Some(named) = &written {
        let local = !is_absolute(named) && m.file.is_none();
        let path = named.split(['?', '#']).next().unwrap_or(named);
        let found = if local { existing(about, path, &mut m.absent) } else { None };
        m.url = about.built(page, named).and_then(|built| resolve(&built));
        if m.url.is_some() {
            m.file = found.or(m.file.take());
        } else if found.is_some() {
            m.file = found;
            is_lost = about.is_lost(page, named);
            if is_lost {
                let (message, help) = about.not_built(named);
                faults.push(Fault { help: Some(help), ..fault(NOT_BUILT, message) });
            }
        } else {
            m.url = resolve(named).filter(Address::is_web);
            if m.url.is_none() {
                let shown: String = address::without_credentials(named).chars().take(80).collect();
                faults.push(fault("bad-record-url", format!("{shown:?} is no web address")));
            }
        }
    } else if m.url.is_none()
        && let Some(file) = &m.file
    {
        let found = existing(about, file, &mut m.absent);
        if found.is_none() {
            let message = format!("`{file}` is no picture, sound, film or document in a folder for such");
            faults.push(fault("missing-media-file", message));
        }
        m.file = found;
    }
    let Some(file) = m.file.clone() else { return };
    if m.url.is_none() {
        m.url = public_address(about, &file).or_else(|| {
            let relative = written.as_deref().unwrap_or(&file);
            resolve(relative).filter(|address| !is_lost && address.is_web())
        });
    }
    let path = about.site.root.join(&file);
    let open = || opened(about.site, about.source, &file);
    if m.size.is_none() {
        m.size = open().and_then(|file| file.metadata().ok()).map(|meta| meta.len());
    }
    if m.mime.is_none() {
        m.mime = mime_of(&file).map(str::to_owned);
        m.medium = m.mime.as_deref().and_then(Medium::of_type).unwrap_or(m.medium);
    }
    if m.medium == Medium::Image
        && (m.width.is_none() || m.height.is_none())
        && let Some(size) = open().and_then(|file| imagesize::reader_size(BufReader::new(file)).ok())
    {
        (m.width, m.height) = (u32::try_from(size.width).ok(), u32::try_from(size.height).ok());
    }
    if matches!(m.medium, Medium::Audio | Medium::Video) && m.duration.is_none() {
        m.duration = open().and_then(duration);
    }
    m.file = path.to_str().map(str::to_owned);
}

/// How long sound or film lasts, in seconds.
fn duration(file: File) -> Option<f64> {
    let options = ParseOptions::new().read_tags(false).read_cover_art(false);
    let probe = Probe::new(BufReader::new(file)).options(options).guess_file_type().ok()?;
    let duration = probe.read().ok()?.properties().duration();
    (!duration.is_zero()).then_some(duration.as_secs_f64())
}

fn at_media(at: &[Step], index: usize, code: &'static str, message: String) -> Fault {
    let mut path = at.to_vec();
    path.push(Step::Index(index as u32));
    Fault { severity: Severity::Warning, code, message, help: None, path, told_by: ToldBy::Load }
}

fn is_absolute(address: &str) -> bool {
    address.starts_with("//") || Url::parse(address).is_ok()
}

/// A file named in a record, relative to the config's folder: looked for beside the record, then
/// from the config's folder. Only a picture, sound, film or document in a folder that the config
/// names for such is one: nothing else of the machine is told from what is not there. Where it was
/// not is added to `absent`.
fn existing(about: &UnitContext<'_>, named: &str, absent: &mut Vec<String>) -> Option<String> {
    let root = &about.site.root;
    let trimmed = named.trim_start_matches('/');
    let beside = Path::new(folder_of(about.facts.path)).join(named);
    let candidates = [Some(beside).filter(|_| !named.starts_with('/')), Some(PathBuf::from(trimmed))];
    candidates.into_iter().flatten().find_map(|path| {
        let path = plain(&path)?;
        match opened(about.site, about.source, &path) {
            Some(mut file) => {
                let mut head = Vec::with_capacity(HEAD);
                let read = Read::by_ref(&mut file).take(HEAD as u64).read_to_end(&mut head);
                (read.is_ok() && is_media(&head)).then_some(path)
            }
            None => {
                absent.extend(root.join(&path).to_str().map(str::to_owned));
                None
            }
        }
    })
}

/// Opens a picture by its plain path from the config's folder, within the first folder for pictures
/// that has it: neither a hidden file nor one of ours, by its name or where a link leads.
pub(super) fn opened(site: &Context, source: &Compiled, path: &str) -> Option<File> {
    source.pictures.iter().find_map(|(below, folder)| {
        let inner = if below.is_empty() { path } else { path.strip_prefix(below.as_str())?.strip_prefix('/')? };
        let inner = Path::new(inner);
        let file = folder.open(inner).ok()?;
        let resolved = folder.resolved(inner)?;
        let whole = folder.path().join(&resolved);
        let own = site.own.iter().any(|own| own.canonicalize().is_ok_and(|own| whole.starts_with(own)));
        (!own && !is_hidden(inner) && !is_hidden(&resolved)).then_some(file)
    })
}

/// Whether a path goes through a name that begins with a dot.
fn is_hidden(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."))
}

/// Bytes of a file that tell what it is.
const HEAD: usize = 8 << 10;

/// Whether the first bytes of a file are those of a picture, sound, film or document that feeds name.
fn is_media(head: &[u8]) -> bool {
    use infer::MatcherType::{Audio, Image, Video};
    // Some formats are told by two or three letters, with which a text may begin.
    let is_text = !head.iter().any(|byte| *byte < b' ' && !b"\t\n\r\x0c\x1b".contains(byte));
    let known = infer::get(head).is_some_and(|kind| {
        let is_binary = matches!(kind.matcher_type(), Image | Audio | Video) && !is_text;
        is_binary || kind.mime_type() == "application/pdf"
    });
    known || is_svg(head)
}

/// Whether a file is an SVG picture: its root element is, behind declarations and comments.
fn is_svg(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{FEFF}').trim_start();
    loop {
        rest = match rest {
            _ if rest.starts_with("<?") => rest.find("?>").map_or("", |end| &rest[end + 2..]),
            _ if rest.starts_with("<!--") => rest.find("-->").map_or("", |end| &rest[end + 3..]),
            _ if rest.starts_with("<!DOCTYPE svg") => rest.find('>').map_or("", |end| &rest[end + 1..]),
            _ => {
                return rest
                    .strip_prefix("<svg")
                    .is_some_and(|rest| rest.starts_with([' ', '>', '\t', '\n', '\r', '/']));
            }
        }
        .trim_start();
    }
}

/// A path without `.` and `..`, with `/` between its parts.
fn plain(path: &Path) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::ParentDir => {
                parts.pop()?;
            }
            _ => {}
        }
    }
    Some(parts.join("/"))
}

/// The public address of a local file, by the source's `media-url`.
fn public_address(about: &UnitContext<'_>, file: &str) -> Option<Address> {
    about.source.media_url.iter().find_map(|(folder, url)| {
        let rest = if folder.is_empty() || folder == "." {
            file
        } else {
            file.strip_prefix(folder.as_str())?.strip_prefix('/')?
        };
        let base = address::in_site(url, about.site.site_url.as_ref())?;
        let path = rest.split('/').map(|part| percent_encoding::utf8_percent_encode(part, PART).to_string());
        format!("{base}{}", path.collect::<Vec<_>>().join("/")).parse().ok()
    })
}

/// What a part of a path keeps in an address: RFC 3986's unreserved characters.
const PART: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
