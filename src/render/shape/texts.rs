//! What the templates of a feed see of an article, and what they give.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::article::further::{Further, member};
use crate::article::{Article, Media, Role, id, markup};
use crate::body::Prepared;
use crate::render::{Site, moment};

/// How much of the body's text templates see, in characters.
const TEXT: usize = 2_000;

/// What templates see.
pub(super) struct Texts {
    pub(super) environment: Environment<'static>,
    values: Value,
    pub(super) url: Option<String>,
}

/// What reads templates.
pub(super) fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    // What a record does not have is empty, however deep.
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_auto_escape_callback(|name| if name == HTML { AutoEscape::Html } else { AutoEscape::None });
    environment.add_filter("slug", |text: &str| id::slug(text));
    environment.add_filter("urlencode", |text: &str| utf8_percent_encode(text, ENCODED).to_string());
    environment
}

impl Texts {
    pub(super) fn new(article: &Article, body: &Prepared, site: &Site) -> Self {
        let environment = environment();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let authors: Vec<String> = article.authors.iter().map(|author| author.name.trim().to_owned()).collect();
        let date = |at: Option<crate::article::Timestamp>| at.map(moment::rfc3339).unwrap_or_default();
        let values = context! {
            site => context! { title => &site.title, url => &site.url, language => &site.language },
            id => &*article.id,
            title => &article.title,
            subtitle => text(&article.subtitle),
            summary => body.summary.clone().or_else(|| article.summary.clone()).unwrap_or_default(),
            section => text(&article.section),
            tags => &article.tags,
            authors => authors,
            byline => text(&article.byline),
            dateline => text(&article.dateline),
            text => markup::text(&body.html).chars().take(TEXT).collect::<String>(),
            language => text(&article.language),
            source => &*article.source,
            published => date(article.published),
            updated => date(article.updated),
            record => further(&article.further),
        };
        Self { environment, values, url: article.url.as_deref().map(str::to_owned) }
    }

    fn rendered(&self, name: &str, template: &str) -> Option<String> {
        let values = context! { url => self.url.as_deref().unwrap_or_default(), ..self.values.clone() };
        self.environment.render_named_str(name, template, values).ok()
    }

    /// A template of plain text; nothing where it cannot be rendered.
    pub(super) fn plain(&self, template: Option<&str>) -> Option<String> {
        self.rendered("text", template?).as_deref().map(on_one_line)
    }

    /// The same of a template that is filled for a picture.
    pub(super) fn of_media(&self, template: Option<&str>, media: &Media) -> Option<String> {
        let text = |text: Option<&str>| text.unwrap_or_default().trim().to_owned();
        let names = |role: &dyn Fn(&Role) -> bool| -> Vec<String> {
            let named = media.credits.iter().filter(|credit| role(&credit.role) && !credit.name.trim().is_empty());
            named.map(|credit| credit.name.trim().to_owned()).collect()
        };
        let media = context! {
            agency => names(&|role| *role == Role::Agency).join(", "),
            alt => text(media.alt.as_deref()),
            caption => text(media.caption.as_deref()),
            copyright => text(media.copyright.as_deref()),
            credit_line => text(media.credit_line.as_deref()),
            credits => names(&|_| true),
            kind => format!("{:?}", media.kind).to_lowercase(),
            license => text(media.license.as_deref()),
            photographer => names(&|role| matches!(role, Role::Photographer | Role::Illustrator)).join(", "),
        };
        let url = self.url.as_deref().unwrap_or_default();
        let values = context! { media, url, ..self.values.clone() };
        self.environment.render_named_str("text", template?, values).ok().as_deref().map(on_one_line)
    }

    /// A template of HTML, in which values are escaped.
    pub(super) fn html(&self, template: Option<&str>) -> Option<String> {
        self.rendered(HTML, template?).map(|html| html.trim().to_owned())
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a record has besides, as templates see it.
fn further(further: &Further) -> Value {
    Value::from_pairs(further.0.iter().map(|(name, value)| (name.clone(), of_record(value))))
}

fn of_record(value: &serde_json::Value) -> Value {
    match value {
        // Nothing is written where there is nothing.
        serde_json::Value::Null => Value::UNDEFINED,
        serde_json::Value::Array(_) => Value::from_object(Several(value.clone())),
        serde_json::Value::Object(members) => {
            Value::from_pairs(members.iter().map(|(name, value)| (name.clone(), of_record(value))))
        }
        serde_json::Value::Bool(is) => Value::from(*is),
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(whole) => Value::from(whole),
            None => number.as_f64().map_or(Value::UNDEFINED, Value::from),
        },
    }
}

/// A list of a record. A name asks all its items for it, as conditions do.
#[derive(Debug)]
struct Several(serde_json::Value);

impl Object for Several {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str() {
            Some(name) => member(&self.0, name).as_ref().map(of_record),
            None => self.0.get(key.as_usize()?).map(of_record),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.as_array().map_or(0, Vec::len))
    }

    fn render(self: &Arc<Self>, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, item) in self.0.as_array().into_iter().flatten().enumerate() {
            f.write_str(if n == 0 { "" } else { ", " })?;
            write!(f, "{}", of_record(item))?;
        }
        Ok(())
    }
}

/// What stands in a part of an address by its number: all but what RFC 3986 does not reserve.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The name under which templates are HTML.
const HTML: &str = "html";
