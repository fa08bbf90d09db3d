//! What lies in the components of an item: its stories, and the pictures of each.

use super::{MAX_PARTS, folded, formal, named, text_of};
use crate::article::Medium;
use crate::source::element::{attribute, child, children, local, members, says_note};
use crate::source::media::mime_of;
use crate::source::node::{Node, Step};

/// Deeper than any item nests its components.
const MAX_DEPTH: usize = 60;

/// What a text is for, by the role of its component; others are texts of the story.
const ROLES: [(&str, Part); 28] = [
    ("title", Part::Title),
    ("headline", Part::Title),
    ("head", Part::Title),
    ("subtitle", Part::Subtitle),
    ("subheadline", Part::Subtitle),
    ("subhead", Part::Subtitle),
    ("lead", Part::Summary),
    ("abstract", Part::Summary),
    ("summary", Part::Summary),
    ("teaser", Part::Summary),
    ("standfirst", Part::Summary),
    ("chapeau", Part::Summary),
    ("caption", Part::Caption),
    ("legend", Part::Caption),
    ("synopsis", Part::Caption),
    ("contact", Part::Foot),
    ("stylesheet", Part::Silent),
    ("script", Part::Silent),
    ("logo", Part::Silent),
    ("ticker", Part::Silent),
    ("advisory", Part::Silent),
    ("advisoryline", Part::Silent),
    ("note", Part::Silent),
    ("comment", Part::Silent),
    ("correction", Part::Silent),
    ("byline", Part::Silent),
    ("dateline", Part::Silent),
    ("shotlist", Part::Silent),
];

/// Roles of components that hold several things side by side.
const LISTS: [&str; 5] = ["contentlist", "list", "photos", "pictures", "gallery"];

/// What a content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Text of the story.
    Body,
    /// Text that stands below it, wherever it comes.
    Foot,
    /// Its headline.
    Title,
    /// Its second headline.
    Subtitle,
    /// What it says, in short.
    Summary,
    /// What is said below a picture.
    Caption,
    /// A file of a picture, sound or video.
    File(Medium),
    /// Nothing that is shown.
    Silent,
}

/// A content, and the components in which it lies.
#[derive(Debug)]
pub(super) struct Piece<'n> {
    pub(super) content: &'n Node<'n>,
    /// From the outermost in.
    pub(super) path: Vec<&'n Node<'n>>,
    pub(super) part: Part,
    /// The innermost item that it lies in, and which component is the first of that.
    pub(super) item: &'n Node<'n>,
    first: usize,
    /// Where the components stand in the item.
    steps: Vec<Step>,
}

impl Piece<'_> {
    fn lies_in(&self, component: &Node<'_>) -> bool {
        self.path.iter().any(|above| std::ptr::eq(*above, component))
    }

    /// The word of the nearest role.
    fn role(&self) -> String {
        self.path.iter().rev().find_map(|component| role(component)).unwrap_or_default()
    }
}

/// Texts under one headline.
#[derive(Debug)]
pub(super) struct Story {
    /// Its texts, in their order.
    pub(super) texts: Vec<usize>,
    /// How many components above them its headline stands in.
    head: usize,
}

/// A picture, sound or video: files of one thing.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) files: Vec<usize>,
    /// The component that is the picture's, among those of its files; none where it is the story's.
    pub(super) own: Option<usize>,
    /// The story that it belongs to.
    pub(super) story: Option<usize>,
}

/// An item, taken apart.
pub(super) struct Item<'n> {
    pub(super) node: &'n Node<'n>,
    pub(super) pieces: Vec<Piece<'n>>,
    pub(super) stories: Vec<Story>,
    pub(super) pictures: Vec<Picture>,
}

impl<'n> Item<'n> {
    pub(super) fn of(node: &'n Node<'n>) -> Self {
        let mut walk = Walk { pieces: Vec::new(), path: Vec::new(), steps: vec![Step::key("NewsItem")] };
        walk.item(node, 0);
        let mut item = Self { node, pieces: walk.pieces, stories: Vec::new(), pictures: Vec::new() };
        item.tell_stories();
        item.find_pictures();
        item
    }

    /// Whether it is a picture, sound or video alone.
    pub(super) fn is_picture(&self) -> bool {
        self.stories.is_empty() && !self.pictures.is_empty()
    }

    /// Items that it says to belong to it.
    pub(super) fn references(&self) -> impl Iterator<Item = &'n str> {
        let management = child(self.node, "NewsManagement").into_iter();
        let with = management.flat_map(|management| children(management, "AssociatedWith"));
        let mut held = Vec::new();
        references(self.node, &mut held, 0);
        with.chain(held).filter_map(|other| attribute(other, "NewsItem"))
    }

    /// Texts of one headline are a story.
    fn tell_stories(&mut self) {
        let mut heads: Vec<*const Node<'_>> = Vec::new();
        for (n, piece) in self.pieces.iter().enumerate().filter(|(_, piece)| piece.part == Part::Body) {
            let own = (piece.first..piece.path.len()).rev().find(|i| headline(piece.path[*i]).is_some());
            let head = own.unwrap_or(piece.first);
            let address = piece.path.get(head).map_or(std::ptr::from_ref(piece.item), |at| std::ptr::from_ref(*at));
            match heads.iter().position(|known| *known == address) {
                Some(known) => self.stories[known].texts.push(n),
                None => {
                    heads.push(address);
                    self.stories.push(Story { texts: vec![n], head });
                }
            }
        }
    }

    fn holds_text(&self, component: &Node<'_>) -> bool {
        self.pieces.iter().any(|piece| piece.part == Part::Body && piece.lies_in(component))
    }

    /// Files in a component that is no story's are one picture, unless each is described by itself.
    fn find_pictures(&mut self) {
        let mut known: Vec<(*const Node<'_>, Vec<usize>)> = Vec::new();
        for (n, piece) in self.pieces.iter().enumerate() {
            if !matches!(piece.part, Part::File(_)) {
                continue;
            }
            let mut own = piece.path.len().saturating_sub(1);
            while own > piece.first
                && !self.holds_text(piece.path[own])
                && !self.stands_apart(piece.path[own - 1], piece.path[own])
            {
                own -= 1;
            }
            let Some(component) = piece.path.get(own).copied() else { continue };
            let is_own = !self.holds_text(component);
            let address = if is_own { std::ptr::from_ref(component) } else { std::ptr::from_ref(piece.content) };
            // Files of equal roles in components of their own are different pictures.
            let innermost = |n: usize| self.pieces[n].path.last().map(|at| std::ptr::from_ref::<Node<'_>>(at));
            let other = |files: &[usize]| {
                files.iter().any(|m| self.pieces[*m].role() == piece.role() && innermost(*m) != innermost(n))
            };
            match known.iter_mut().find(|(at, files)| *at == address && !other(files)) {
                Some((_, files)) => files.push(n),
                None => known.push((address, vec![n])),
            }
        }
        self.pictures = known
            .into_iter()
            .map(|(address, files)| {
                let piece = &self.pieces[files[0]];
                let own = piece.path.iter().position(|at| std::ptr::eq(*at, address));
                Picture { story: self.story_of(piece), own, files }
            })
            .collect();
    }

    /// Whether a component of another is a thing of its own, and no part of what the other is.
    fn stands_apart(&self, above: &Node<'_>, component: &Node<'_>) -> bool {
        let described = |other: &&Node<'_>| {
            ["NewsLines", "AdministrativeMetadata", "RightsMetadata"].iter().any(|name| child(other, name).is_some())
                || self.pieces.iter().any(|piece| piece.part == Part::Caption && piece.lies_in(other))
        };
        let shows = |other: &&Node<'_>| {
            self.pieces.iter().any(|piece| matches!(piece.part, Part::File(_)) && piece.lies_in(other))
        };
        let mut others = children(above, "NewsComponent").filter(|other| !std::ptr::eq(*other, component));
        self.holds_text(above)
            || role(above).is_some_and(|role| LISTS.contains(&&*role))
            || others.any(|other| shows(&other) && described(&other))
    }

    /// The story that is nearest to a piece: the first in the innermost component that holds one.
    fn story_of(&self, piece: &Piece<'_>) -> Option<usize> {
        let within = |component: &Node<'_>| {
            self.stories.iter().position(|story| story.texts.iter().any(|n| self.pieces[*n].lies_in(component)))
        };
        piece.path.iter().rev().find_map(|component| within(component))
    }

    /// Texts of a part that belong to a story.
    pub(super) fn of_story(&self, story: usize, part: Part) -> impl Iterator<Item = &Piece<'n>> {
        self.pieces.iter().filter(move |piece| {
            piece.part == part && !self.is_of_picture(piece) && self.story_of(piece) == Some(story)
        })
    }

    fn is_of_picture(&self, piece: &Piece<'_>) -> bool {
        let component = |picture: &Picture| Some(self.pieces[picture.files[0]].path[picture.own?]);
        self.pictures.iter().filter_map(component).any(|own| piece.lies_in(own))
    }

    /// Texts of a part that belong to a picture.
    pub(super) fn of_picture(&self, picture: &Picture, part: Part) -> impl Iterator<Item = &Piece<'n>> {
        let own = picture.own.map(|own| self.pieces[picture.files[0]].path[own]);
        self.pieces.iter().filter(move |piece| piece.part == part && own.is_some_and(|own| piece.lies_in(own)))
    }

    /// Where in the item the component of a story stands.
    pub(super) fn steps(&self, story: usize) -> Vec<Step> {
        let Story { texts, head } = &self.stories[story];
        let piece = &self.pieces[texts[0]];
        piece.steps.iter().take(piece.steps.len() - 2 * (piece.path.len() - head - 1)).cloned().collect()
    }
}

fn references<'n>(node: &'n Node<'n>, found: &mut Vec<&'n Node<'n>>, depth: usize) {
    for component in children(node, "NewsComponent") {
        if depth > MAX_DEPTH || found.len() > MAX_PARTS {
            return;
        }
        found.extend(children(component, "NewsItemRef"));
        references(component, found, depth + 1);
    }
}

/// The headline of a component.
pub(super) fn headline(component: &Node<'_>) -> Option<String> {
    children(component, "NewsLines").flat_map(|lines| named(lines, "HeadLine")).find_map(text_of)
}

fn role(component: &Node<'_>) -> Option<String> {
    children(component, "Role").find_map(formal).map(folded)
}

/// A walk over the components of an item.
struct Walk<'n> {
    pieces: Vec<Piece<'n>>,
    path: Vec<&'n Node<'n>>,
    steps: Vec<Step>,
}

impl<'n> Walk<'n> {
    fn item(&mut self, item: &'n Node<'n>, depth: usize) {
        let first = self.path.len();
        self.visit(item, (item, first), depth);
    }

    fn visit(&mut self, node: &'n Node<'n>, item: (&'n Node<'n>, usize), depth: usize) {
        let mut number = 0;
        for (name, child) in members(node).iter().filter(|(_, child)| matches!(child, Node::Table(_))) {
            if depth > MAX_DEPTH || self.pieces.len() > MAX_PARTS {
                return;
            }
            match local(name) {
                "NewsComponent" => {
                    self.path.push(child);
                    self.steps.extend([Step::key("NewsComponent"), Step::Index(number)]);
                    number += 1;
                    self.visit(child, item, depth + 1);
                    self.path.pop();
                    self.steps.truncate(self.steps.len() - 2);
                }
                "NewsItem" if !self.path.is_empty() => self.item(child, depth + 1),
                "ContentItem" if !self.path.is_empty() => {
                    let role = self.path.iter().rev().find_map(|component| role(component)).unwrap_or_default();
                    let (path, steps) = (self.path.clone(), self.steps.clone());
                    let part = part(child, &role);
                    self.pieces.push(Piece { content: child, path, part, item: item.0, first: item.1, steps });
                }
                _ => {}
            }
        }
    }
}

/// What a content is: by the type of its medium, else by its MIME type, its file or its format.
fn part(content: &Node<'_>, role: &str) -> Part {
    let text = || {
        let known = ROLES.iter().find(|(name, _)| *name == role).map(|(_, part)| *part);
        if says_note(role) { Part::Silent } else { known.unwrap_or(Part::Body) }
    };
    let said = |name: &str| children(content, name).find_map(formal).map(str::to_ascii_lowercase).unwrap_or_default();
    let mime = said("MimeType");
    let of_mime = |mime: &str| match Medium::of_type(mime) {
        Some(Medium::Document) | None => None,
        Some(medium) => Some(Part::File(medium)),
    };
    let file = attribute(content, "Href");
    match &*said("MediaType") {
        "text" => return if file.is_some() { Part::Silent } else { text() },
        kind if kind.starts_with("photo") || matches!(kind, "image" | "picture" | "graphic" | "animation") => {
            return Part::File(Medium::Image);
        }
        "video" => return Part::File(Medium::Video),
        "audio" | "sound" => return Part::File(Medium::Audio),
        _ => {}
    }
    if mime.starts_with("text/css") {
        return Part::Silent;
    }
    let by_file = file.and_then(mime_of).and_then(of_mime);
    match (of_mime(&mime).or(by_file), file) {
        (Some(part), _) => part,
        (None, Some(_)) => Part::Silent,
        (None, None) if said("Format") == "css" => Part::Silent,
        (None, None) => text(),
    }
}
