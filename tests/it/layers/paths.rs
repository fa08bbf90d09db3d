//! The paths that a source file names, each in full: in `use` trees, expressions, types, patterns,
//! attributes and the arguments of macros. Comments, texts and visibilities name nothing.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

/// A path that is named somewhere.
#[derive(Debug)]
pub(super) struct Named {
    /// Its parts, from the crate's root (`crate`) or that of another crate.
    pub path: Vec<String>,
    /// Whether it stands for all that is in it.
    pub glob: bool,
    /// The line.
    pub line: usize,
    /// Whether it is compiled for tests only.
    pub in_tests: bool,
}

impl Named {
    /// Whether the path is this one, lies in it, or takes all of something that holds it.
    pub(super) fn reaches(&self, path: &str) -> bool {
        let other: Vec<&str> = path.split("::").collect();
        let common = self.path.iter().zip(&other).take_while(|(a, b)| a == b).count();
        common == other.len() || (self.glob && common == self.path.len())
    }
}

/// What a file names.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Its paths, in the order in which they are found.
    pub paths: Vec<Named>,
    /// The methods it calls outside tests, with their lines.
    pub methods: Vec<(String, usize)>,
}

/// Reads a file of the crate; the path tells which module it is.
pub(super) fn named(path: &str, text: &str) -> Names {
    let file = syn::parse_file(text).unwrap_or_else(|e| panic!("{path}:{}: {e}", e.span().start().line));
    let module = path.trim_start_matches("src/").trim_end_matches(".rs").split('/');
    let module: Vec<String> = std::iter::once("crate").chain(module).map(str::to_owned).collect();
    let mut reader = Reader {
        module,
        imported: BTreeMap::new(),
        collecting: true,
        in_tests: false,
        quoted: false,
        names: Names::default(),
    };
    // What a name was imported as must be known before the first path that begins with it; and an
    // import may begin with another's name.
    for _ in 0..3 {
        reader.visit_file(&file);
    }
    reader.collecting = false;
    reader.visit_file(&file);
    reader.names
}

struct Reader {
    /// The module that is being read.
    module: Vec<String>,
    /// What names stand for that a `use` brings in, anywhere in the file.
    imported: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Whether only imports are looked at.
    collecting: bool,
    in_tests: bool,
    /// Whether texts may name something: those of attributes do, as `serde`'s `with`.
    quoted: bool,
    names: Names,
}

impl Reader {
    /// A path as it is written, in full: once for each thing that its first part was imported as.
    fn resolve(&self, written: &[String], absolute: bool) -> Vec<Vec<String>> {
        let Some(first) = written.first() else { return Vec::new() };
        let of = |head: &[String], rest: &[String]| [head, rest].concat();
        match first.as_str() {
            "crate" => vec![written.to_vec()],
            // The library by the name that other crates know it by.
            "feedwright" => vec![of(&["crate".to_owned()], &written[1..])],
            "self" | "super" => {
                let ups = written.iter().skip_while(|part| *part == "self").take_while(|part| *part == "super").count();
                let selves = written.iter().take_while(|part| *part == "self").count();
                let up = self.module.len().saturating_sub(ups).max(1);
                vec![of(&self.module[..up], &written[selves + ups..])]
            }
            _ if absolute => vec![written.to_vec()],
            name => match self.imported.get(name) {
                Some(all) => all.iter().map(|head| of(head, &written[1..])).collect(),
                None => vec![written.to_vec()],
            },
        }
    }

    fn name(&mut self, written: &[String], absolute: bool, glob: bool, span: Span) {
        if self.collecting {
            return;
        }
        for path in self.resolve(written, absolute) {
            self.names.paths.push(Named { path, glob, line: span.start().line, in_tests: self.in_tests });
        }
    }

    fn import(&mut self, written: &[String], alias: &str, absolute: bool, span: Span) {
        if self.collecting {
            // `use fs::File` after `use std::fs` may be met first: resolved again in the next round.
            for path in self.resolve(written, absolute) {
                if path.first().is_none_or(|first| first != alias) || path.len() == 1 {
                    self.imported.entry(alias.to_owned()).or_default().insert(path);
                }
            }
        }
        self.name(written, absolute, false, span);
    }

    fn use_tree(&mut self, tree: &UseTree, prefix: &mut Vec<String>, absolute: bool) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(path.ident.to_string());
                self.use_tree(&path.tree, prefix, absolute);
                prefix.pop();
            }
            UseTree::Name(name) => self.leaf(&name.ident, &name.ident, prefix, absolute),
            UseTree::Rename(rename) => self.leaf(&rename.ident, &rename.rename, prefix, absolute),
            UseTree::Glob(glob) => self.name(prefix, absolute, true, glob.star_token.spans[0]),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, prefix, absolute);
                }
            }
        }
    }

    fn leaf(&mut self, ident: &syn::Ident, alias: &syn::Ident, prefix: &[String], absolute: bool) {
        let mut written = prefix.to_vec();
        if ident != "self" || written.is_empty() {
            written.push(ident.to_string());
        }
        let alias = if alias == "self" { written.last().cloned().unwrap_or_default() } else { alias.to_string() };
        self.import(&written, &alias, absolute, ident.span());
    }

    /// The paths in tokens that nobody has parsed: arguments of macros, their definitions, attributes.
    fn tokens(&mut self, tokens: TokenStream, prefix: &[String]) {
        let mut written: Vec<String> = prefix.to_vec();
        let mut absolute = false;
        // How many colons stand directly before what comes next.
        let mut colons = 0;
        let mut start = Span::call_site();
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    absolute |= written.is_empty() && colons == 1;
                    colons += 1;
                    continue;
                }
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.end(&mut written, prefix, &mut absolute, start);
                    }
                    if written.len() == prefix.len() {
                        start = ident.span();
                    }
                    written.push(ident.to_string());
                }
                TokenTree::Group(group) => {
                    let inside = colons == 2 && group.delimiter() == Delimiter::Brace;
                    let head = if inside { written.clone() } else { Vec::new() };
                    self.end(&mut written, prefix, &mut absolute, start);
                    self.tokens(group.stream(), &head);
                }
                TokenTree::Punct(punct) if punct.as_char() == '*' && colons == 2 => {
                    self.name(&written, absolute, true, punct.span());
                    written = prefix.to_vec();
                }
                TokenTree::Literal(literal) => {
                    self.end(&mut written, prefix, &mut absolute, start);
                    let text = literal.to_string();
                    if self.quoted
                        && let Ok(path) = syn::parse_str::<syn::Path>(text.trim_matches('"'))
                    {
                        self.path(&path, literal.span());
                    }
                }
                TokenTree::Punct(_) => self.end(&mut written, prefix, &mut absolute, start),
            }
            colons = 0;
        }
        self.end(&mut written, prefix, &mut absolute, start);
    }

    /// Ends a path among tokens. A word alone is a path only where something stands before it.
    fn end(&mut self, written: &mut Vec<String>, prefix: &[String], absolute: &mut bool, start: Span) {
        if written.len() > prefix.len() && written.len() > 1 {
            self.name(written, *absolute, false, start);
        }
        *written = prefix.to_vec();
        *absolute = false;
    }

    fn path(&mut self, path: &syn::Path, span: Span) {
        let written: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        // A word alone is a variable, or was named in full by the `use` that brought it in.
        if written.len() > 1 {
            self.name(&written, path.leading_colon.is_some(), false, span);
        }
    }
}

/// Whether something is compiled for tests only.
fn for_tests(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|a| a.path().is_ident("cfg") && a.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test"))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(i) => &i.attrs,
        Item::Enum(i) => &i.attrs,
        Item::Fn(i) => &i.attrs,
        Item::Impl(i) => &i.attrs,
        Item::Macro(i) => &i.attrs,
        Item::Mod(i) => &i.attrs,
        Item::Static(i) => &i.attrs,
        Item::Struct(i) => &i.attrs,
        Item::Trait(i) => &i.attrs,
        Item::Type(i) => &i.attrs,
        Item::Use(i) => &i.attrs,
        _ => &[],
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let outside = self.in_tests;
        self.in_tests |= for_tests(attributes(item));
        visit::visit_item(self, item);
        self.in_tests = outside;
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        let outside = self.in_tests;
        self.in_tests |= for_tests(&function.attrs);
        visit::visit_impl_item_fn(self, function);
        self.in_tests = outside;
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        self.module.push(module.ident.to_string());
        visit::visit_item_mod(self, module);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, &mut Vec::new(), item.leading_colon.is_some());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(first) = path.segments.first() {
            self.path(path, first.ident.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        visit::visit_macro(self, item);
        self.tokens(item.tokens.clone(), &[]);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.quoted = true;
            self.tokens(list.tokens.clone(), &[]);
            self.quoted = false;
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if !self.collecting && !self.in_tests {
            self.names.methods.push((call.method.to_string(), call.method.span().start().line));
        }
        visit::visit_expr_method_call(self, call);
    }

    /// Where something is seen from is no use of it.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}
