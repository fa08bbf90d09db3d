//! What content systems say by marks of their own is heard, and records that they publish stay.

use serde_json::{Value, json};

use crate::newsroom::Newsroom;

const CONFIG: &str = r#"
[[source]]
path = ["articles/*.json", "articles/*.jsonl"]
url = "https://courier.example/{{ path }}/"

[[feed]]
name = "top"
limit = 0
"#;

/// Holds the titles of the feed against those that are expected.
#[track_caller]
pub(super) fn same(room: &Newsroom, mut expected: Vec<String>) {
    let feed: Value = serde_json::from_str(&room.read("feeds/top.json")).unwrap();
    let title = |item: &Value| item["title"].as_str().unwrap().to_owned();
    let mut titles: Vec<String> = feed["items"].as_array().unwrap().iter().map(title).collect();
    titles.sort();
    expected.sort();
    let of =
        |all: &[String], other: &[String]| all.iter().filter(|one| !other.contains(one)).cloned().collect::<Vec<_>>();
    assert!(titles == expected, "shown: {:#?}\nheld: {:#?}", of(&titles, &expected), of(&expected, &titles));
}

/// Records that systems keep unpublished, by marks of their own.
#[rustfmt::skip]
const HELD: &[&str] = &[
    // Contentful
    r#"{"sys": {"type": "Entry", "createdAt": "2026-06-01", "publishedAt": null}}"#,
    r#"{"sys": {"type": "Entry", "createdAt": "2026-06-01", "version": 4, "publishedCounter": 0}}"#,
    r#"{"sys": {"type": "Entry", "version": 9, "publishedVersion": 7, "archivedVersion": 8, "archivedAt": "2026-06-01T00:00:00Z"}}"#,
    r#"{"sys": {"type": "DeletedEntry", "deletedAt": "2026-06-01T00:00:00Z"}}"#,
    r#"{"sys": {"type": "DeletedEntry"}}"#,
    // Craft
    r#"{"draftId": 12}"#,
    r#"{"isDraft": true, "draftId": 12}"#,
    r#"{"isRevision": true}"#,
    r#"{"draftId": null, "revisionId": 7}"#,
    r#"{"postDate": "2099-01-01T00:00:00Z"}"#,
    r#"{"expiryDate": "2020-01-01T00:00:00Z"}"#,
    r#"{"status": "pending"}"#,
    r#"{"status": "disabled"}"#,
    // Arc
    r#"{"content_restrictions": {"content_code": "premium"}}"#,
    r#"{"content_restrictions": {"content_code": "subscriber-only"}}"#,
    r#"{"publish_date": "2099-01-01T00:00:00Z"}"#,
    r#"{"display_date": "2099-01-01T00:00:00Z"}"#,
    r#"{"planning": {"scheduling": {"planned_publish_date": "2099-01-01T00:00:00Z"}}}"#,
    r#"{"additional_properties": {"is_published": false}}"#,
    r#"{"additional_properties": {"has_published_copy": false}}"#,
    r#"{"revision": {"published": false}}"#,
    // TYPO3
    r#"{"pid": 3, "tstamp": 1750000000, "fe_group": "1,2"}"#,
    r#"{"pid": 3, "fe_group": -2}"#,
    r#"{"pid": 3, "hidden": 1}"#,
    r#"{"pid": 3, "deleted": 1}"#,
    r#"{"pid": 3, "starttime": 4070908800}"#,
    r#"{"pid": 3, "starttime": "4070908800"}"#,
    r#"{"pid": 3, "starttime": 0, "endtime": 1600000000}"#,
    // Sanity
    r#"{"_id": "drafts.a"}"#,
    r#"{"_id": "a", "_originalId": "drafts.a"}"#,
    r#"{"_originalId": "versions.r1.a"}"#,
    // Prismic
    r#"{"uid": "a", "first_publication_date": null, "last_publication_date": null}"#,
    // Wagtail
    r#"{"view_restrictions": [{"restriction_type": "login"}]}"#,
    r#"{"view_restrictions": [{"restriction_type": "password", "password": "x"}]}"#,
    r#"{"live": false}"#,
    r#"{"go_live_at": "2099-01-01T00:00:00Z"}"#,
    r#"{"expire_at": "2020-01-01T00:00:00Z"}"#,
    r#"{"meta": {"first_published_at": null}}"#,
    // Strapi
    r#"{"documentId": "x", "publishedAt": null}"#,
    r#"{"id": 1, "attributes": {"publishedAt": null, "createdAt": "2026-06-01"}}"#,
    r#"{"data": {"attributes": {"publishedAt": null, "createdAt": "2026-06-01"}}}"#,
    // Drupal
    r#"{"attributes": {"status": false, "drupal_internal__nid": 3}}"#,
    r#"{"attributes": {"status": true, "moderation_state": "draft"}}"#,
    r#"{"attributes": {"publish_on": "2099-01-01T00:00:00+00:00"}}"#,
    r#"{"attributes": {"unpublish_on": "2020-01-01T00:00:00+00:00"}}"#,
    // Ghost, Directus, ButterCMS, Statamic, Payload
    r#"{"visibility": "paid", "status": "published"}"#,
    r#"{"access": false}"#,
    r#"{"email_only": true}"#,
    r#"{"status": "archived"}"#,
    r#"{"status": "scheduled", "scheduled": "2099-01-01T00:00:00Z"}"#,
    r#"{"published": false}"#,
    r#"{"_status": "draft"}"#,
    // Storyblok
    r#"{"published_at": null, "created_at": "2026-06-01T00:00:00Z"}"#,
    r#"{"first_published_at": null}"#,
    r#"{"publish_at": "2099-01-01T00:00:00Z"}"#,
    r#"{"story": {"published_at": null, "created_at": "2026-06-01T00:00:00Z"}}"#,
    // Kontent, Hygraph, DatoCMS
    r#"{"system": {"workflow": "default", "workflow_step": "draft"}}"#,
    r#"{"system": {"workflow_step": "archived"}}"#,
    r#"{"stage": "DRAFT"}"#,
    r#"{"publishedBy": null, "createdBy": {"id": "x"}}"#,
    r#"{"_status": "draft", "_createdAt": "2026-06-01T00:00:00Z"}"#,
    r#"{"_firstPublishedAt": null}"#,
    r#"{"_publicationScheduledAt": "2099-01-01T00:00:00Z"}"#,
    r#"{"_unpublishingScheduledAt": "2020-01-01T00:00:00Z"}"#,
    r#"{"meta": {"status": "draft", "published_at": null}}"#,
    // Sitecore, AEM
    r#"{"__Never publish": "1"}"#,
    r#"{"__Hide version": "1"}"#,
    r#"{"__Valid from": "20990101T000000Z"}"#,
    r#"{"__Valid to": "20200101T000000Z"}"#,
    r#"{"jcr:content": {"cq:lastReplicationAction": "Deactivate"}}"#,
    r#"{"cq:lastReplicationAction": "Delete"}"#,
    r#"{"jcr:content": {"onTime": "2099-01-01T00:00:00.000Z"}}"#,
    r#"{"jcr:content": {"offTime": 1600000000000}}"#,
    // Kirby, Umbraco, Joomla, Webflow, HubSpot
    r#"{"status": "unlisted"}"#,
    r#"{"trashed": true}"#,
    r#"{"state": "Draft"}"#,
    r#"{"state": -2}"#,
    r#"{"state": 0}"#,
    r#"{"access": 2, "publish_up": "2020-01-01 00:00:00"}"#,
    r#"{"publish_up": "2099-01-01 00:00:00"}"#,
    r#"{"publish_down": "2020-01-01 00:00:00"}"#,
    r#"{"lastPublished": null, "createdOn": "2026-06-01"}"#,
    r#"{"isArchived": true}"#,
    r#"{"currentlyPublished": false}"#,
];

/// Records that they publish, by the same names and others that are like them.
#[rustfmt::skip]
const OPEN: &[&str] = &[
    // Contentful
    r#"{"sys": {"type": "Entry", "createdAt": "2026-06-01", "updatedAt": "2026-06-01", "revision": 4}}"#,
    r#"{"sys": {"type": "Entry", "createdAt": "2026-06-01", "version": 9, "publishedVersion": 8, "publishedAt": "2026-06-01", "publishedCounter": 2}}"#,
    // Craft
    r#"{"draftId": null, "revisionId": null, "isDraft": false, "isRevision": false, "status": "live"}"#,
    r#"{"postDate": "2026-06-01T00:00:00Z", "expiryDate": null, "enabled": true}"#,
    r#"{"revisionId": 7}"#,
    // Arc
    r#"{"content_restrictions": {"content_code": "free"}}"#,
    r#"{"content_restrictions": {}}"#,
    r#"{"planning": {"scheduling": {"planned_publish_date": "2026-06-01T00:00:00Z", "will_have_gallery": false}}}"#,
    r#"{"display_date": "2026-06-01T00:00:00Z", "additional_properties": {"is_published": true, "has_published_copy": true}}"#,
    // TYPO3
    r#"{"pid": 3, "tstamp": 1750000000, "crdate": 1750000000, "hidden": 0, "deleted": 0, "starttime": 0, "endtime": 0, "fe_group": ""}"#,
    r#"{"pid": 3, "starttime": 1700000000, "endtime": 4070908800, "fe_group": "0"}"#,
    r#"{"fe_group": "-1"}"#,
    r#"{"starttime": "2099-01-01T18:00:00Z", "endtime": "2099-01-01T20:00:00Z"}"#,
    // Sanity
    r#"{"_originalId": "a", "_rev": "x"}"#,
    // Prismic
    r#"{"uid": "a", "first_publication_date": "2026-06-01T00:00:00+0000", "last_publication_date": "2026-06-02T00:00:00+0000"}"#,
    // Wagtail
    r#"{"live": true, "has_unpublished_changes": true, "go_live_at": null, "expire_at": null, "view_restrictions": []}"#,
    r#"{"meta": {"first_published_at": "2026-06-01T00:00:00Z", "show_in_menus": false}}"#,
    // Strapi
    r#"{"documentId": "x", "publishedAt": "2026-06-01T00:00:00Z", "createdAt": "2026-05-01T00:00:00Z"}"#,
    // Drupal
    r#"{"attributes": {"status": true, "moderation_state": "published", "promote": false, "sticky": false, "publish_on": null}}"#,
    // Ghost, Directus, ButterCMS, Statamic, Payload
    r#"{"access": true, "visibility": "public", "status": "published", "email_only": false, "send_email_when_published": true}"#,
    r#"{"status": "published", "scheduled": null, "private": false, "_status": "published"}"#,
    // Storyblok
    r#"{"published": true, "unpublished_changes": true, "published_at": "2026-06-01T00:00:00Z", "created_at": "2026-05-01T00:00:00Z", "publish_at": null, "expire_at": null}"#,
    // Kontent, Hygraph, DatoCMS
    r#"{"system": {"workflow": "default", "workflow_step": "published"}}"#,
    r#"{"stage": "PUBLISHED", "publishedBy": {"id": "x"}, "createdBy": {"id": "x"}}"#,
    r#"{"_status": "updated", "_firstPublishedAt": "2026-06-01T00:00:00Z", "_publicationScheduledAt": null, "_unpublishingScheduledAt": "2099-01-01T00:00:00Z"}"#,
    // Sitecore, AEM
    r#"{"__Never publish": "", "__Hide version": "0", "__Valid from": "20200101T000000Z", "__Valid to": ""}"#,
    r#"{"jcr:content": {"cq:lastReplicationAction": "Activate", "offTime": "2099-01-01T00:00:00.000Z", "hideInNav": "true"}}"#,
    // Kirby, Umbraco, Joomla, Webflow, HubSpot
    r#"{"status": "listed", "isListed": true, "isUnlisted": false}"#,
    r#"{"state": "PublishedPendingChanges", "properties": {"umbracoNaviHide": true}}"#,
    r#"{"state": 1, "access": 1, "publish_up": "2020-01-01 00:00:00", "publish_down": "0000-00-00 00:00:00"}"#,
    r#"{"state": "1", "access": "1", "featured": "0"}"#,
    r#"{"lastPublished": "2026-06-01", "createdOn": "2026-06-01", "isArchived": false, "isDraft": false}"#,
    r#"{"state": "PUBLISHED", "currentlyPublished": true, "archivedAt": "1970-01-01T00:00:00Z", "publicAccessRulesEnabled": false}"#,
    // Of no system: what is null beside what says that it is published, or was made elsewhere.
    r#"{"pubDate": null, "publishedAt": "2026-06-01", "createdAt": "2026-06-01"}"#,
    r#"{"publishDate": "", "created": "2026-06-01"}"#,
    r#"{"publishedBy": null}"#,
];

#[test]
fn what_systems_keep_unpublished_by_marks_of_their_own_is_held_and_nothing_else() {
    judged(HELD, OPEN);
}

/// Gates that stand in something else than a table, or are more than a value.
const SHAPED: &[&str] = &[
    r#"{"meta": [{"key": "draft", "value": true}]}"#,
    r#"{"custom_fields": [{"name": "status", "value": "draft"}]}"#,
    r#"{"custom_fields": [{"id": 7, "key": "color", "value": "red"}, {"id": 8, "key": "members_only", "value": "1"}]}"#,
    r#"{"postmeta": [{"meta_key": "_members_access_role", "meta_value": "a:1:{i:0;s:6:\"editor\";}"}]}"#,
    r#"{"properties": [{"name": "embargo", "value": "2099-01-01"}]}"#,
    r#"{"metafields": [{"namespace": "x", "key": "hidden", "value": "yes", "type": "boolean"}]}"#,
    r#"{"additionalProperty": [{"@type": "PropertyValue", "name": "isDraft", "value": true}]}"#,
    r#"{"params": [{"key": "draft", "value": "true"}]}"#,
    r#"{"extra": {"meta": [{"key": "draft", "value": true}]}}"#,
    r#"{"meta": [{"draft": true}]}"#,
    r#"{"meta": "{\"draft\": true}"}"#,
    r#"{"meta": " {\"status\": \"withheld\"}"}"#,
    r#"{"custom_fields": "[{\"key\": \"draft\", \"value\": true}]"}"#,
    r#"{"extra": "{\"embargo\": \"2099-01-01\"}"}"#,
    r#"{"params": {"options": "{\"hidden\": true}"}}"#,
    r#"{"fields": {"meta": {"settings": {"draft": true}}}}"#,
    r#"{"data": {"article": {"status": "draft"}}}"#,
    r#"{"draft": [{"$t": "yes"}]}"#,
    r#"{"draft": {"$t": "yes"}}"#,
    r##"{"status": {"#text": "withheld", "@scheme": "x"}}"##,
    r#"{"status": {"_": "draft", "$": {"type": "x"}}}"#,
    r#"{"app$control": {"app$draft": {"$t": "yes"}}}"#,
    r#"{"fields": {"draft": {"en-US": true}}}"#,
    r#"{"draft": {"value": {"value": true}}}"#,
    r#"{"draft": {"by": "desk"}}"#,
    // Moments in tables, and of several the latest.
    r#"{"embargo": {"iso": "2099-01-01T00:00:00Z", "__type": "Date"}}"#,
    r#"{"embargo": {"from": "2020-01-01", "until": "2099-01-01"}}"#,
    r#"{"published": {"start": "2099-01-01", "end": null}}"#,
    r#"{"published": {"_seconds": 4070908800, "_nanoseconds": 0}}"#,
    r#"{"publishedAt": {"$date": {"$numberLong": "4070908800000"}}}"#,
    r#"{"publishDate": {"date": "2099-01-01 00:00:00.000000", "timezone_type": 3, "timezone": "UTC"}}"#,
    r#"{"published": [{"value": "2099-01-01T00:00:00Z"}]}"#,
    r#"{"published": "2026-06-01", "publish_date": "2099-01-01"}"#,
    r#"{"published": "2026-06-01", "publishDate": "2099-01-01"}"#,
    r#"{"published": "2026-06-01", "params": {"publishDate": "2099-01-01"}}"#,
    r#"{"published": "2026-06-01", "datePublished": {"iso": "2099-01-01T00:00:00Z"}}"#,
    // A table that says two things, and marks of which one closes.
    r#"{"status": {"value": 1, "name": "Draft"}}"#,
    r#"{"status": {"name": "Published", "code": "withheld"}}"#,
    r#"{"pubstatus": {"qcode": "stat:usable", "uri": "http://cv.iptc.org/newscodes/pubstatusg2/withheld"}}"#,
    r#"{"flags": ["breaking", "embargo"]}"#,
    // Tables of moments.
    r#"{"publication": {"from": "2099-01-01"}}"#,
    r#"{"publication": {"date": "2099-01-01"}}"#,
    r#"{"availability": {"start": "2099-01-01"}}"#,
    r#"{"schedule": {"from": "2099-01-01"}}"#,
    r#"{"schedule": {"publish": "2099-01-01"}}"#,
    r#"{"schedule": {"unpublish": "2020-01-01"}}"#,
    r#"{"scheduling": {"start": "2020-01-01", "end": "2020-02-01"}}"#,
    r#"{"scheduling": {"published": false}}"#,
    r#"{"password": " "}"#,
    // Tables within tables, and those of a plug-in's own.
    r#"{"extra": {"params": {"draft": true}}}"#,
    r#"{"params": {"extra": {"hidden": true}}}"#,
    r#"{"params": {"taxonomies": {"draft": "y"}}}"#,
    r#"{"extra": {"_theme": {"draft": true}}}"#,
    r#"{"meta": {"_acme": {"embargo": "2099-01-01"}}}"#,
    r#"{"_acme": {"draft": true}}"#,
    r#"{"_acme": "{\"draft\": true}"}"#,
    r#"{"_members_only": {"v": true}}"#,
    r#"{"embargo_passed": false}"#,
    r#"{"access": {"requires": "gold"}}"#,
    r#"{"access": {"required": true}}"#,
    r#"{"window_start": "2099-01-01", "window_end": "2099-02-01"}"#,
    r#"{"window_end": "2020-01-01"}"#,
    r#"{"labels": ["news", "draft"]}"#,
    r#"{"variants": [{"culture": "en-US", "state": "Draft"}]}"#,
    r#"{"publish_details": [], "created_at": "2026-05-01T00:00:00Z"}"#,
    r#"{"published": "", "start": "", "stop": "", "tstamp": "1750000000"}"#,
    r#"{"published": "1", "start": "4070908800", "stop": "", "tstamp": "1750000000"}"#,
    r#"{"published": "1", "start": "", "stop": "1600000000", "tstamp": "1750000000"}"#,
];

/// The same where they are open, and what only looks like them.
const SHAPED_OPEN: &[&str] = &[
    r#"{"meta": [{"key": "draft", "value": false}, {"key": "status", "value": "published"}]}"#,
    r#"{"custom_fields": [{"key": "color", "value": "draft"}, {"key": "note", "value": "hidden"}]}"#,
    r#"{"postmeta": [{"meta_key": "_members_access_role", "meta_value": ""}, {"meta_key": "_thumbnail_id", "meta_value": "7"}]}"#,
    r#"{"properties": [{"name": "embargo", "value": "2020-01-01"}, {"name": "expires", "value": "2099-01-01"}]}"#,
    r#"{"meta": [{"name": "robots", "content": "noarchive"}, {"name": "description", "content": "On drafts"}]}"#,
    r#"{"meta": "{\"draft\": false, \"status\": \"published\"}"}"#,
    r#"{"meta": "{draft}", "extra": "[sic]", "options": "[]"}"#,
    r#"{"content": "{\"draft\": true} is how one writes it.", "excerpt": "[{\"key\": \"draft\", \"value\": true}]"}"#,
    r#"{"content": [{"type": "paragraph", "hidden": true}]}"#,
    r#"{"fields": {"meta": {"settings": {"draft": false, "theme": {"draft": true}}}}}"#,
    r#"{"data": {"article": {"status": "published"}}}"#,
    r#"{"draft": [{"$t": "no"}], "app$control": {"app$draft": {"$t": "no"}}}"#,
    r##"{"status": {"#text": "published", "@scheme": "x"}}"##,
    r#"{"fields": {"draft": {"en-US": false}}}"#,
    r#"{"embargo": {"iso": "2020-01-01T00:00:00Z", "__type": "Date"}}"#,
    r#"{"published": {"start": "2026-06-01", "end": null}}"#,
    r#"{"published": {"_seconds": 1700000000, "_nanoseconds": 0}}"#,
    r#"{"publishedAt": {"$date": {"$numberLong": "1700000000000"}}}"#,
    r#"{"published": "2026-06-01", "publishDate": "2026-06-02", "params": {"publishDate": "2026-06-03"}}"#,
    r#"{"published": "2026-06-01", "updated": "2099-01-01", "event_date": "2099-01-01", "date": "2099-01-01"}"#,
    r#"{"published": "2026-06-01", "createdAt": "2099-01-01", "release_date": "2099-01-01"}"#,
    r#"{"status": {"value": 1, "name": "Published"}}"#,
    r#"{"status": {"id": 3, "name": "Live", "code": "live"}}"#,
    r#"{"pubstatus": {"qcode": "stat:usable", "uri": "http://cv.iptc.org/newscodes/pubstatusg2/usable"}}"#,
    r#"{"flags": ["breaking", "exclusive"]}"#,
    r#"{"publication": {"name": "The Courier", "from": "2020-01-01", "date": "2026-06-01"}}"#,
    r#"{"availability": "InStock", "event": {"start": "2099-01-01"}, "start": "2099-01-01"}"#,
    r#"{"schedule": {"publish": "2026-06-01", "unpublish": "2099-01-01"}}"#,
    r#"{"scheduling": {"start": "2020-01-01", "end": null, "published": true}}"#,
    r#"{"meta": {"_expiration-date-status": "saved", "_expiration-date-type": "draft"}}"#,
    r#"{"published": "2026-06-01", "pubdate": null, "createdBy": "Ann"}"#,
    r#"{"password": "", "draft": false}"#,
    r#"{"extra": {"params": {"draft": false, "status": "published"}}}"#,
    r#"{"_links": {"self": [{"href": "x"}]}, "_embedded": {"author": [{"status": "draft", "hidden": true}]}}"#,
    r#"{"_sync": {"status": "ok", "draft": false}, "extra": {"_sync": {"status": "done"}}}"#,
    r#"{"expires_never": true, "no_expiration_set": true}"#,
    r#"{"embargo_passed": true, "embargo_exempt": "yes"}"#,
    r#"{"access": {"requires": [], "required": false}}"#,
    r#"{"window_start": "2020-01-01", "window_end": "2099-02-01"}"#,
    r#"{"labels": ["review", "drafting", "news"]}"#,
    r#"{"variants": [{"culture": "en-US", "state": "Draft"}, {"culture": "da", "state": "Published"}]}"#,
    r#"{"publish_details": [{"environment": "live"}], "created_at": "2026-05-01T00:00:00Z"}"#,
    r#"{"published": "1", "start": "", "stop": "", "tstamp": "1750000000"}"#,
    r#"{"start": "2099-01-01", "stop": "2020-01-01"}"#,
];

#[test]
fn gates_hold_in_tables_of_any_form_and_moments_in_tables_count() {
    judged(SHAPED, SHAPED_OPEN);
}

/// Records of one field or some: none of `held` is published, all of `open` are, alone and among others, of which the
/// first shapes how all are read.
#[track_caller]
fn judged(held: &[&str], open: &[&str]) {
    let room = Newsroom::new(CONFIG);
    let mut lines: Vec<String> = Vec::new();
    for (n, fields) in held.iter().chain(open).enumerate() {
        let own: Value = serde_json::from_str(fields).unwrap();
        let mut record = json!({"title": fields, "date": "2026-06-01T08:00:00Z", "body": "<p>x</p>"});
        record.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
        room.write(&format!("articles/a{n}.json"), &record.to_string());
        record["title"] = json!(format!("line {fields}"));
        lines.push(format!("{record}\n"));
    }
    room.write("articles/all.jsonl", &lines.concat());
    room.build();
    same(&room, open.iter().flat_map(|fields| [(*fields).to_owned(), format!("line {fields}")]).collect());
}
