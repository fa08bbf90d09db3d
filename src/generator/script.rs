//! Literals of configs that are programs, in JavaScript, TypeScript or Python: picked out, never run.
//!
//! What is assigned, exported, returned or handed to a call is taken as far as it is written out: texts, numbers,
//! truth values, lists and tables of them. Names stand for what was assigned to them before; all else is nothing.

use serde_json::{Map, Value};

/// How deep values nest that are looked into.
const DEEPEST: usize = 32;

/// What a config says, as far as it is written out.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// What names stand for; `default` is what a module exports, `return` what its function returns.
    names: Map<String, Value>,
    /// Calls with what is handed to them.
    calls: Vec<(String, Vec<Value>)>,
}

impl Script {
    /// Reads the text of a config.
    pub(super) fn of(text: &str) -> Self {
        let mut reader = Reader { tokens: tokens(text), at: 0, room: ROOM, script: Self::default() };
        reader.all();
        reader.script
    }

    /// What a name, or names of nested tables with dots between them, stand for.
    pub(super) fn value(&self, path: &str) -> Option<&Value> {
        let mut parts = path.split('.');
        let first = self.names.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part)).filter(|value| !value.is_null())
    }

    /// All that names stand for.
    pub(super) fn all(&self) -> Value {
        Value::Object(self.names.clone())
    }

    /// The text that a name stands for.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        self.value(path)?.as_str().map(str::to_owned)
    }

    /// What is handed to the calls of a name.
    pub(super) fn calls(&self, name: &str) -> impl Iterator<Item = &[Value]> {
        self.calls.iter().filter(move |(called, _)| called == name).map(|(_, values)| values.as_slice())
    }

    /// The value of a key, wherever in the config its table stands: the first in the order of the names.
    pub(super) fn anywhere(&self, key: &str) -> Option<&Value> {
        let calls = self.calls.iter().flat_map(|(_, values)| values);
        self.names.values().chain(calls).find_map(|value| within(value, key, 0))
    }
}

/// The value of a key in a value or what it holds.
pub(super) fn within<'v>(value: &'v Value, key: &str, depth: usize) -> Option<&'v Value> {
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::Object(members) => {
            let own = members.get(key).filter(|value| !value.is_null());
            own.or_else(|| members.values().find_map(|value| within(value, key, depth + 1)))
        }
        Value::Array(values) => values.iter().find_map(|value| within(value, key, depth + 1)),
        _ => None,
    }
}

/// Most values that are written again where names stand: names of names of lists would grow without end.
const ROOM: usize = 100_000;

/// What is left of a number of values beside those of one; nothing where it has more.
fn left_of(room: usize, value: &Value) -> Option<usize> {
    let room = room.checked_sub(1)?;
    match value {
        Value::Array(values) => values.iter().try_fold(room, left_of),
        Value::Object(members) => members.values().try_fold(room, left_of),
        _ => Some(room),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Text(String),
    Number(f64),
    /// A regular expression with its flags.
    Regex(String, String),
    /// A text that is made when the program runs.
    Made,
    Mark(char),
}

/// The words of a text; comments are none.
fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("//") || c == '#' {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if let Some((token, end)) = regex(rest, out.last()) {
            out.push(token);
            rest = &rest[end..];
        } else if matches!(c, '"' | '\'' | '`') {
            let (token, end) = quoted(rest, c);
            // Texts that stand side by side are one.
            match (out.last_mut(), token) {
                (Some(Token::Text(before)), Token::Text(more)) => before.push_str(&more),
                (_, token) => out.push(token),
            }
            rest = &rest[end..];
        } else if c.is_alphabetic() || matches!(c, '_' | '$') {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(rest.len());
            let (name, after) = rest.split_at(end);
            rest = after;
            // Python's prefixes of texts.
            if after.starts_with(['"', '\'']) && matches!(name.to_lowercase().as_str(), "r" | "u" | "b" | "f") {
                let quote = after.chars().next().unwrap_or('"');
                let raw = if name.eq_ignore_ascii_case("r") { raw(after, quote) } else { None };
                let (token, end) = raw.unwrap_or_else(|| quoted(after, quote));
                out.push(if name.eq_ignore_ascii_case("f") { Token::Made } else { token });
                rest = &after[end..];
            } else {
                out.push(Token::Name(name.to_owned()));
            }
        } else if c.is_ascii_digit() {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_'))).unwrap_or(rest.len());
            out.push(rest[..end].replace('_', "").parse().map_or(Token::Made, Token::Number));
            rest = &rest[end..];
        } else {
            if !c.is_whitespace() {
                out.push(Token::Mark(c));
            }
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// A regular expression, which stands where a value begins, and where it ends.
fn regex(text: &str, before: Option<&Token>) -> Option<(Token, usize)> {
    let begins = match before {
        Some(Token::Mark(mark)) => matches!(mark, '[' | ',' | '(' | ':' | '=' | '!' | '&' | '|' | '?' | '{' | ';'),
        Some(Token::Name(name)) => name == "return",
        other => other.is_none(),
    };
    let inner = text.strip_prefix('/').filter(|_| begins)?;
    let line = inner.split('\n').next()?;
    let (mut escaped, mut in_class) = (false, false);
    let end = line.char_indices().find_map(|(at, c)| {
        let ends = c == '/' && !escaped && !in_class;
        in_class = !escaped && c == '[' || in_class && (escaped || c != ']');
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })?;
    let flags: String = line[end + 1..].chars().take_while(char::is_ascii_lowercase).collect();
    let whole = end + 2 + flags.len();
    Some((Token::Regex(line[..end].to_owned(), flags), whole))
}

/// A text in quotes on one line in which backslashes stand for themselves, and where it ends.
fn raw(text: &str, quote: char) -> Option<(Token, usize)> {
    let inner = &text[quote.len_utf8()..];
    let end = inner.match_indices(quote).find(|(at, _)| !inner[..*at].ends_with('\\'))?.0;
    let is_one = end > 0 && !inner[..end].contains('\n');
    is_one.then(|| (Token::Text(inner[..end].to_owned()), end + 2 * quote.len_utf8()))
}

/// A text in quotes, and where it ends.
fn quoted(text: &str, quote: char) -> (Token, usize) {
    let triple = format!("{quote}{quote}{quote}");
    if quote != '`' && text.starts_with(&triple) {
        let end = text[3..].find(&triple).map_or(text.len(), |end| end + 3);
        return (Token::Text(text[3..end].to_owned()), (end + 3).min(text.len()));
    }
    let mut out = String::new();
    let mut chars = text.char_indices().skip(1);
    let mut made = false;
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, 't')) => out.push('\t'),
                Some((_, other)) => out.push(other),
                None => break,
            },
            _ if c == quote => {
                return (if made { Token::Made } else { Token::Text(out) }, at + c.len_utf8());
            }
            '\n' if quote != '`' => return (Token::Made, at),
            // Where the config lies is where everything is relative to.
            '$' if quote == '`' && text[at..].starts_with("${__dirname}") => {
                out.push('.');
                (&mut chars).take("{__dirname}".len()).for_each(|_| ());
            }
            '$' if quote == '`' && text[at..].starts_with("${") => made = true,
            c => out.push(c),
        }
    }
    (Token::Made, text.len())
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    /// How many values may yet be written again where their names stand.
    room: usize,
    script: Script,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn is(&self, ahead: usize, mark: char) -> bool {
        self.peek(ahead) == Some(&Token::Mark(mark))
    }

    fn name(&self, ahead: usize) -> Option<&str> {
        match self.peek(ahead) {
            Some(Token::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// All that is assigned, exported, returned or called, at any depth of the program.
    fn all(&mut self) {
        while self.at < self.tokens.len() {
            let name = self.name(0).map(str::to_owned);
            match name.as_deref() {
                Some("return") => self.named("return", 1),
                Some("default") if self.at > 0 && self.name(0) == Some("default") && !self.is(1, ':') => {
                    self.named("default", 1);
                }
                Some("exports") if self.is(1, '=') => self.named("default", 2),
                Some(name) if self.is(1, '=') && !self.is(2, '=') && !self.is(2, '>') => self.named(name, 2),
                // `const config: Config = {…}`
                Some(name) if self.is(1, ':') && self.name(2).is_some() && self.is(3, '=') => self.named(name, 4),
                Some(_) if self.is(1, '(') => drop(self.value(0)),
                _ => self.at += 1,
            }
        }
    }

    /// Takes a value that begins some tokens ahead under a name; the first that is one counts.
    fn named(&mut self, name: &str, ahead: usize) {
        self.at += ahead;
        // `AUTHOR = SITENAME = "Ann Bee"`
        if let Some(next) = self.name(0).map(str::to_owned)
            && self.is(1, '=')
            && !self.is(2, '=')
            && !self.is(2, '>')
        {
            self.named(&next, 2);
            self.assign(name, self.script.names.get(&next).cloned().unwrap_or_default());
            return;
        }
        let value = self.value(0);
        if name == "return" && value.is_object() {
            // A program returns much before what it is asked for.
            self.script.calls.push((name.to_owned(), vec![value.clone()]));
        }
        self.assign(name, value);
    }

    /// Puts down what a name stands for: the first value, or of a constant the last.
    fn assign(&mut self, name: &str, value: Value) {
        let known = self.script.names.get(name).is_some_and(|known| !known.is_null());
        let later = name.chars().next().is_some_and(char::is_uppercase);
        if !value.is_null() && (!known || later) {
            self.script.names.insert(name.to_owned(), value);
        }
    }

    /// The value that begins here.
    fn value(&mut self, depth: usize) -> Value {
        if depth > DEEPEST {
            self.at += 1;
            return Value::Null;
        }
        let mut value = match self.peek(0).cloned() {
            Some(Token::Text(text)) => self.taken(Value::String(text)),
            Some(Token::Regex(pattern, flags)) => {
                let members = [("regex".to_owned(), pattern.into()), ("flags".to_owned(), flags.into())];
                self.taken(Value::Object(Map::from_iter(members)))
            }
            Some(Token::Number(number)) => {
                let whole = (number.fract() == 0.0).then_some(number as i64);
                self.taken(whole.map_or_else(|| number.into(), Value::from))
            }
            Some(Token::Mark('[')) => self.list(']', depth),
            Some(Token::Mark('(')) => self.list(')', depth),
            Some(Token::Mark('{')) => self.table(depth),
            Some(Token::Mark('-')) if matches!(self.peek(1), Some(Token::Number(_))) => {
                self.at += 1;
                let number = self.value(depth + 1);
                number.as_i64().map_or(Value::Null, |number| (-number).into())
            }
            Some(Token::Name(name)) => self.word(&name, depth),
            _ => self.taken(Value::Null),
        };
        // `{…} satisfies Config`, `… as const`
        if matches!(self.name(0), Some("satisfies" | "as")) {
            self.at += 2;
        }
        // `process.env.URL || "https://…"`: what counts where the other is not set.
        while let Some(ahead) = self.alternative() {
            self.at += ahead;
            let other = self.value(depth + 1);
            value = if value.is_null() { other } else { value };
        }
        // What is calculated is not known.
        if matches!(self.peek(0), Some(Token::Mark('+' | '?' | '%' | '*' | '.' | '|' | '&'))) {
            self.skip(depth + 1);
            return Value::Null;
        }
        value
    }

    /// How long the word is that stands between a value and the one in its place.
    fn alternative(&self) -> Option<usize> {
        let twice = |mark| self.is(0, mark) && self.is(1, mark);
        match () {
            () if twice('|') || twice('?') => Some(2),
            () if self.name(0) == Some("or") => Some(1),
            () => None,
        }
    }

    /// What was assigned to a name.
    fn recall(&mut self, name: &str) -> Value {
        let Some(value) = self.script.names.get(name) else { return Value::Null };
        let Some(left) = left_of(self.room, value) else { return Value::Null };
        self.room = left;
        value.clone()
    }

    fn taken(&mut self, value: Value) -> Value {
        self.at += 1;
        value
    }

    /// What a word stands for: a truth value, what was assigned to it, or what it is called with.
    fn word(&mut self, name: &str, depth: usize) -> Value {
        match name {
            "true" | "True" => return self.taken(true.into()),
            "false" | "False" => return self.taken(false.into()),
            "null" | "None" | "undefined" => return self.taken(Value::Null),
            "new" | "await" => {
                self.at += 1;
                return self.value(depth + 1);
            }
            _ => {}
        }
        let mut called = name.to_owned();
        self.at += 1;
        while self.is(0, '.') && self.name(1).is_some() {
            self.name(1).unwrap_or_default().clone_into(&mut called);
            self.at += 2;
        }
        if !self.is(0, '(') {
            return if called == name { self.recall(name) } else { Value::Null };
        }
        let Value::Array(values) = self.arguments(depth) else { return Value::Null };
        // `defineConfig({…})`, `new URL("…")`: what they are made of.
        // A variable of the environment is not known, what stands in its place is.
        let first = match called.as_str() {
            "getenv" | "get" if called != name => values.get(1).cloned(),
            _ => values.iter().find(|value| value.is_object() || value.is_string()).cloned(),
        };
        self.script.calls.push((called, values));
        first.unwrap_or_default()
    }

    fn arguments(&mut self, depth: usize) -> Value {
        match self.list(')', depth) {
            Value::Array(values) => Value::Array(values),
            one => Value::Array(vec![one]),
        }
    }

    /// Values up to a mark; in parentheses one without a comma is that value.
    fn list(&mut self, close: char, depth: usize) -> Value {
        self.at += 1;
        let mut values = Vec::new();
        let mut comma = close == ']';
        while self.at < self.tokens.len() && !self.is(0, close) {
            let before = self.at;
            if self.is(0, ',') {
                comma = true;
                self.at += 1;
                continue;
            }
            values.push(self.value(depth + 1));
            self.pass_to_comma(close, depth);
            if self.at == before {
                self.at += 1;
            }
        }
        self.at += 1;
        match (comma, values.len()) {
            (false, 1) => values.remove(0),
            _ => Value::Array(values),
        }
    }

    /// Goes on to the next comma, or the mark that closes.
    fn pass_to_comma(&mut self, close: char, depth: usize) {
        if self.at < self.tokens.len() && !self.is(0, ',') && !self.is(0, close) {
            self.skip(depth + 1);
        }
    }

    fn table(&mut self, depth: usize) -> Value {
        self.at += 1;
        let mut members = Map::new();
        while self.at < self.tokens.len() && !self.is(0, '}') {
            let before = self.at;
            let key = match self.peek(0).cloned() {
                Some(Token::Text(key)) => Some(key),
                // A name that stands for a text: keys of Python are values.
                Some(Token::Name(key)) => {
                    let stands = self.script.names.get(&key).and_then(Value::as_str);
                    let constant = key.chars().all(|c| c.is_uppercase() || c == '_');
                    Some(stands.filter(|_| constant).map_or(key.clone(), str::to_owned))
                }
                _ => None,
            };
            match key {
                Some(key) if self.is(1, ':') => {
                    self.at += 2;
                    let value = self.value(depth + 1);
                    members.insert(key, value);
                }
                // `{ title }`
                Some(key) if self.is(1, ',') || self.is(1, '}') => {
                    self.at += 1;
                    let value = self.recall(&key);
                    members.insert(key, value);
                }
                Some(key) if self.name(0) == Some("return") || key == "return" => drop(self.taken(Value::Null)),
                _ => {}
            }
            self.pass_to_comma('}', depth);
            if self.is(0, ',') || self.at == before {
                self.at += 1;
            }
        }
        self.at += 1;
        Value::Object(members)
    }

    /// Whether a word begins a statement: it declares, returns, or something is assigned to it.
    fn begins_statement(&self, word: &str) -> bool {
        matches!(word, "const" | "let" | "var" | "return" | "export" | "module")
            || (self.is(1, '=') && !self.is(2, '=') && !self.is(2, '>'))
    }

    /// Passes over what is no literal, up to the comma or mark that ends it.
    fn skip(&mut self, within: usize) {
        let mut depth = 0_usize;
        let start = self.at;
        while let Some(token) = self.peek(0) {
            match token {
                // Not everybody ends a statement.
                Token::Name(word) if depth == 0 && self.at > start && self.begins_statement(word) => return,
                Token::Mark('(' | '[' | '{') => depth += 1,
                Token::Mark(')' | ']' | '}') if depth == 0 => return,
                Token::Mark(')' | ']' | '}') => depth -= 1,
                Token::Mark(',' | ';') if depth == 0 => return,
                // Calls within it are looked at all the same.
                Token::Name(_) if self.is(1, '(') && within < DEEPEST => {
                    let name = self.name(0).unwrap_or_default().to_owned();
                    self.at += 1;
                    if let Value::Array(values) = self.arguments(within + 1) {
                        self.script.calls.push((name, values));
                    }
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn literals_of_javascript_are_picked_out_and_nothing_is_run() {
        let script = Script::of(
            "// title: 'no'\nimport {themes} from 'prism';\nconst lang = 'de';\n/** @type {Config} */\n\
             const config: Config = {\n  title: \"It's a \\\"site\\\"\", /* c */ url: `https://c.example`, baseUrl: '/', lang,\n\
             made: `a${x}`, sum: 1 + 2, trailingSlash: false, limit: -1, fn: () => { return 3 },\n\
             presets: [['classic', /** x */ ({ blog: { path: 'news', feedOptions: { type: ['rss', 'atom'], limit: 5 } } })]],\n\
             metadataBase: new URL('https://n.example'), at: require('./x')('y'), path: `${__dirname}/content/blog`,\n} satisfies Config;\nexport default config;\n",
        );
        let text = |path: &str| script.text(&format!("default.{path}"));
        assert_eq!(text("title").as_deref(), Some("It's a \"site\""));
        assert_eq!((text("url").as_deref(), text("lang").as_deref()), (Some("https://c.example"), Some("de")));
        assert_eq!((text("made"), script.value("default.sum")), (None, None));
        assert_eq!(script.value("default.trailingSlash"), Some(&json!(false)));
        assert_eq!(script.value("default.limit"), Some(&json!(-1)));
        assert_eq!(text("metadataBase").as_deref(), Some("https://n.example"));
        assert_eq!(text("path").as_deref(), Some("./content/blog"));
        assert_eq!(script.anywhere("feedOptions"), Some(&json!({"type": ["rss", "atom"], "limit": 5})));
    }

    #[test]
    fn calls_and_returns_are_picked_out_wherever_they_stand() {
        let script = Script::of(
            "export default async function (config) {\n  if (x > 1) config.addPlugin(feed, { type: 'atom', collection: { name: 'posts', limit: 10 } });\n\
             const blog = defineCollection({ loader: glob({ base: './src/content/blog', pattern: '**/*.md' }) });\n\
             return { dir: { input: 'src' } };\n}\n",
        );
        let plugin = script.calls("addPlugin").next().unwrap();
        assert_eq!(plugin[1]["collection"]["limit"], json!(10));
        assert_eq!(script.calls("glob").next().unwrap()[0]["base"], json!("./src/content/blog"));
        assert_eq!(script.text("return.dir.input").as_deref(), Some("src"));
    }

    #[test]
    fn statements_without_marks_between_them_are_told_apart() {
        let script = Script::of(
            "const live = process.env.NODE_ENV === 'production'\nexport const url = process.env.URL || 'https://c.example'\n\
             export default function (config) {\n  Object.keys(all).forEach((name) => {\n    config.addFilter(name, all[name])\n  })\n\
             config.addCollection('a', (api) => {\n    return api.all().filter((item) => item.draft ?? 'no')\n  })\n\
             return {\n    dir: { input: 'src' }\n  }\n}\n",
        );
        assert_eq!(script.text("url").as_deref(), Some("https://c.example"));
        assert_eq!(script.anywhere("dir"), Some(&json!({"input": "src"})));
    }

    #[test]
    fn literals_of_python_are_picked_out() {
        let script = Script::of(
            "# SITENAME = 'no'\nSITENAME = u'Ann\\'s' \" site\"\nSITEURL = ''\nSITEURL = 'https://c.example'\nDEFAULT_LANG = \"en\"\n\
             TRANSLATIONS = {\n    DEFAULT_LANG: '',\n    'es': './es',\n}\nPOSTS = (\n    ('posts/*.md', 'posts', 'post.tmpl'),\n    (r'posts/*.txt', 'posts', 'post.tmpl'),\n)\n\
             PRETTY_URLS = False\nFEED_ALL_ATOM = None\nLIMIT = 10\nDOC = \"\"\"a\nb\"\"\"\nURL = SITEURL + '/x'\n",
        );
        assert_eq!(script.text("SITENAME").as_deref(), Some("Ann's site"));
        assert_eq!(script.text("SITEURL").as_deref(), Some("https://c.example"));
        assert_eq!(script.value("TRANSLATIONS"), Some(&json!({"en": "", "es": "./es"})));
        assert_eq!(script.value("POSTS").unwrap()[1], json!(["posts/*.txt", "posts", "post.tmpl"]));
        assert_eq!(script.value("PRETTY_URLS"), Some(&json!(false)));
        assert_eq!((script.value("FEED_ALL_ATOM"), script.value("URL")), (None, None));
        assert_eq!(script.value("LIMIT"), Some(&json!(10)));
        let chain = Script::of(
            "URL = SITE + '/x'\nAUTHOR = NAME = 'Ann'\nHOST = os.environ.get('HOST', 'c.example')\nX = os.getenv('X')\n",
        );
        assert_eq!((chain.text("AUTHOR").as_deref(), chain.text("NAME").as_deref()), (Some("Ann"), Some("Ann")));
        assert_eq!((chain.text("HOST").as_deref(), chain.value("X")), (Some("c.example"), None));
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "[\\[\\](){}:;,.=+a-z'\"`$/*#\\\\ \n-]{0,200}") {
            let _ = Script::of(&text);
        }
    }

    #[test]
    fn depth_and_length_cost_no_more_than_their_letters() {
        for mark in ["(", "[", "{a:", "f(", "x={", "a.b(", "+f("] {
            let _ = Script::of(&mark.repeat(100_000));
        }
    }
}
