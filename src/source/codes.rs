//! The codes of what can be wrong with sources and records.

use crate::diagnostic::CodeInfo;

/// See [`CodeInfo`].
pub(crate) const CODES: &[CodeInfo] = &[
    CodeInfo {
        code: "bad-field-date",
        summary: "A date of a record cannot be read. Write it as 2026-07-01T09:30:00+02:00, or 2026-07-01 for its midnight in the site's time zone. A record whose publication, embargo or expiry cannot be read is left out.",
    },
    CodeInfo {
        code: "bad-field-value",
        summary: "A field of a record has a value that it cannot have. It is ignored, unless the record cannot be used without it.",
    },
    CodeInfo { code: "bad-pattern", summary: "A `path` of a source is no glob pattern." },
    CodeInfo {
        code: "bad-record-url",
        summary: "An address in a record is none that feeds may link to, such as a script or a file; it is left out. Write it absolute, or relative to the site's.",
    },
    CodeInfo {
        code: "bad-dialect",
        summary: "A row of a `dialect` of a source is no name, attribute or regular expression.",
    },
    CodeInfo { code: "bad-template", summary: "A template of a source cannot be compiled." },
    CodeInfo {
        code: "body-cut-off",
        summary: "A body is longer than `max-size` of `[body]` allows. What is over is cut off; raise the limit if such articles are meant.",
    },
    CodeInfo {
        code: "broken-csv",
        summary: "A table has no first row that names the fields, or a row of it has another number of cells or a quotation mark that does not end. Only the row is left out.",
    },
    CodeInfo { code: "broken-json", summary: "A record is no JSON. Of JSON Lines only the line is left out." },
    CodeInfo {
        code: "broken-parquet",
        summary: "A file is no Parquet, its end is missing, what it holds is not what it says of itself, or it is too large. Rows before that come.",
    },
    CodeInfo { code: "broken-toml", summary: "A record, its front matter or its sidecar is no TOML." },
    CodeInfo {
        code: "broken-xml",
        summary: "A record is no XML that is well-formed, or it nests deeper or has more elements than a record may have.",
    },
    CodeInfo {
        code: "broken-yaml",
        summary: "A record or its front matter is no YAML, or has more values than a record may have.",
    },
    CodeInfo {
        code: "held-in-doubt",
        summary: "A record has a name that is no field, but looks like one that would hold it back, and a value that would, or its title or one of the first lines of its text says that it is not to be seen: it is held. Write the field that is meant, or another name or title.",
    },
    CodeInfo {
        code: "part-held-back",
        summary: "A picture or another part of an article is a draft, withheld or withdrawn by what it says of itself, or leads to a record that is, and is left out.",
    },
    CodeInfo {
        code: "format-of-command",
        summary: "A source with a `command` or `database` has a `format` whose records are not JSON: what is drawn are JSON Lines.",
    },
    CodeInfo { code: "dead-link", summary: "A symbolic link in a source's folder leads to nothing." },
    CodeInfo {
        code: "unknown-root",
        summary: "An XML file of a source has a root element that no format of records begins with.",
    },
    CodeInfo {
        code: "unknown-front-matter",
        summary: "Front matter is written in another language than TOML, YAML or JSON, or stands between other marks. The page is left out.",
    },
    CodeInfo {
        code: "endless-front-matter",
        summary: "Front matter begins but does not end. Close it with the line it begins with.",
    },
    CodeInfo {
        code: "entity-not-expanded",
        summary: "A record refers to an entity that its document type declares. Document types are not read, and the reference stays as it stands; write the character itself, or its number.",
    },
    CodeInfo {
        code: "character-not-of-xml",
        summary: "XML has no place for a character that a record holds, or bytes of it are no UTF-8. It is left out; of an item of an export or a feed, all of the item is.",
    },
    CodeInfo {
        code: "equal-versions",
        summary: "Two records have one id and one version. The first by source and path stands.",
    },
    CodeInfo {
        code: "shared-id",
        summary: "Two records have one id, but are of two languages, or have neither address nor title nor date in common: they are two articles, of which the newer alone stands. Give each an id of its own.",
    },
    CodeInfo {
        code: "body-block-left-out",
        summary: "A body that an editor keeps as blocks has some of kinds that are not known, or pictures without an address. They are left out.",
    },
    CodeInfo {
        code: "column-without-text",
        summary: "A column of a database holds bytes that are no UTF-8 text. They are left out.",
    },
    CodeInfo {
        code: "source-not-drawn",
        summary: "The command, database or address of a source failed, took too long or gave too much. The build goes on with what it gave last; nothing of what it gave now counts. Of several addresses each stands by itself.",
    },
    CodeInfo {
        code: "source-moved",
        summary: "The address of a source has moved for good, says its server (301, 308). The new one is asked from then on; write it in `from`.",
    },
    CodeInfo {
        code: "pages-left-out",
        summary: "An address has more pages than are read where the source does not say with `pages` how many are wanted.",
    },
    CodeInfo {
        code: "no-article-here",
        summary: "A page in HTML does not say that it is an article, by data of schema.org or by Open Graph. It is passed over.",
    },
    CodeInfo {
        code: "records-not-found",
        summary: "A JSON file does not have the list that `records` of its source names.",
    },
    CodeInfo {
        code: "no-front-matter",
        summary: "An HTML file of a source has no front matter: it is no article, and is passed over.",
    },
    CodeInfo {
        code: "link-to-no-record",
        summary: "A text links to the file of a record that is none, or that is not published; the link's text stays.",
    },
    CodeInfo {
        code: "picture-not-built",
        summary: "A picture lies beside its article, and the site's generator gives it another name when it builds the site (`cover.B1x_9.png`): the site that it builds does not lie where it is looked for, or has none of this name. The picture is left out, as nothing is known of its address.",
    },
    CodeInfo { code: "field-too-long", summary: "A text of a record is longer than it may be, and is ignored." },
    CodeInfo { code: "field-without-name", summary: "A person or term of a record has no name." },
    CodeInfo { code: "field-without-url", summary: "A picture or link of a record has no address." },
    CodeInfo {
        code: "file-changed",
        summary: "A file changed while it was read, so that what was read cannot be relied on. The next run reads it anew; write files under another name and rename them when they are whole.",
    },
    CodeInfo {
        code: "file-too-large",
        summary: "A file is larger than records may be. Records of any number can be read as JSON Lines.",
    },
    CodeInfo {
        code: "item-without-uri",
        summary: "An item of an agency has no id of its own (`uri` in ninjs, `guid` in NewsML-G2, `NewsIdentifier` in NewsML); its id is computed from the file's path.",
    },
    CodeInfo {
        code: "all-excluded",
        summary: "All files that a pattern of a source takes in are left out by its `exclude`, or by patterns with `!`.",
    },
    CodeInfo {
        code: "left-out",
        summary: "Records are in no feed for a reason that they or their site give: they are drafts, hidden, pages of the site, kept out of feeds. `build --verbose` says how many, and the first.",
    },
    CodeInfo {
        code: "link-out-of-tree",
        summary: "A symbolic link leads out of the source's folder, and is not followed.",
    },
    CodeInfo { code: "linked-folder", summary: "A symbolic link leads to a folder that is read anyway." },
    CodeInfo {
        code: "missing-media-file",
        summary: "A picture's file is not there, or lies outside the newsroom's folder.",
    },
    CodeInfo {
        code: "misspelt-field",
        summary: "A record has a field whose name is close to one that is known and missing; or `skip` names a field that no record has, but one that is close.",
    },
    CodeInfo { code: "more-faults", summary: "A file or a record has more faults than are listed." },
    CodeInfo {
        code: "not-utf8",
        summary: "A file is not UTF-8. It is read as Windows-1252; a line of JSON loses its odd bytes.",
    },
    CodeInfo { code: "pattern-without-files", summary: "A pattern in `path` of a source takes in no file." },
    CodeInfo {
        code: "records-in-envelope",
        summary: "A file holds a list of records within other tables; `records` of its source says where.",
    },
    CodeInfo {
        code: "unknown-author",
        summary: "A record names an author by a key that the files of `authors` do not have.",
    },
    CodeInfo { code: "authors-not-found", summary: "A file of `authors` is not there, or cannot be read." },
    CodeInfo {
        code: "record-too-large",
        summary: "A line of JSON Lines is longer than a record may be, and is left out.",
    },
    CodeInfo {
        code: "record-without-date",
        summary: "A record has no date. It counts from when it was first seen; give it a `published`, or put the date into the file's name.",
    },
    CodeInfo {
        code: "record-without-title",
        summary: "A record has no title, and no text whose first words could be one: it is left out. `[source.map]` can say where it is.",
    },
    CodeInfo {
        code: "record-without-url",
        summary: "A record has no address and its source no template for one: its entry has no link. Give the record a `url`, or the source a `url = \"/{{ slug }}/\"`.",
    },
    CodeInfo { code: "repeated-field", summary: "A record has a field twice; the first counts." },
    CodeInfo {
        code: "template-failed",
        summary: "A template of a source fails on a record, for instance because the record lacks a value the template needs.",
    },
    CodeInfo {
        code: "text-elsewhere",
        summary: "The text of an item lies in another file that the item names. Such files are not read; the entry has no text.",
    },
    CodeInfo { code: "too-many-values", summary: "A list of a record has more values than are taken." },
    CodeInfo {
        code: "unknown-format",
        summary: "A file's ending names no format of records. Say which with `format` in the source.",
    },
    CodeInfo { code: "unreadable-file", summary: "A file cannot be read." },
    CodeInfo { code: "unreadable-name", summary: "A file has a name that is not UTF-8, and is left out." },
    CodeInfo {
        code: "unreadable-source",
        summary: "A folder or file of a source cannot be looked at. What was published from it stays.",
    },
    CodeInfo { code: "wrong-field-type", summary: "A field of a record has a value of another kind than it can have." },
];
