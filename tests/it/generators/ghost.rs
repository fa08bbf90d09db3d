//! Ghost: an export in JSON with the tables beside its posts.

use serde_json::json;

use super::taken::built;

#[test]
fn an_export_of_ghost() {
    let post = |id: &str, title: &str, more: serde_json::Value| {
        let mut post = json!({
            "id": id, "uuid": format!("uuid-{id}"), "title": title, "slug": title.to_lowercase().replace(' ', "-"),
            "html": "<p>Text.</p>", "type": "post", "status": "published", "visibility": "public",
            "published_at": "2026-07-01T10:00:00.000Z", "feature_image": null, "custom_excerpt": null,
        });
        for (name, value) in more.as_object().unwrap() {
            post[name] = value.clone();
        }
        post
    };
    let mut old = post("9", "LEAK old page", json!({"page": 1}));
    old.as_object_mut().unwrap().remove("visibility");
    old.as_object_mut().unwrap().remove("type");
    let posts = vec![
        post(
            "1",
            "First",
            json!({
                "feature_image": "__GHOST_URL__/content/images/f.jpg", "custom_excerpt": "Short.",
                "html": "<p>See <a href=\"__GHOST_URL__/second/\">it</a>.</p><!--members-only--><p>LEAK</p>",
            }),
        ),
        post("2", "Second", json!({"published_at": "2026-06-30 10:00:00"})),
        post("3", "LEAK draft", json!({"status": "draft"})),
        post("4", "LEAK scheduled", json!({"status": "scheduled"})),
        post("5", "LEAK mail", json!({"status": "sent"})),
        post("6", "LEAK members", json!({"visibility": "members"})),
        post("7", "LEAK tiers", json!({"visibility": "tiers"})),
        post("8", "LEAK page", json!({"type": "page"})),
        old,
    ];
    let export = json!({"db": [{"meta": {"exported_on": 1_780_000_000_000_u64, "version": "5.0.0"}, "data": {
        "posts": posts,
        "users": [{"id": "u1", "name": "Ann Bee", "slug": "ann", "email": "LEAK@c.example"}, {"id": "u2", "name": "Cy Dee", "slug": "cy"}],
        "posts_authors": [{"post_id": "1", "author_id": "u2", "sort_order": 1}, {"post_id": "1", "author_id": "u1", "sort_order": 0}],
        "tags": [{"id": "t1", "name": "Sea"}, {"id": "t2", "name": "#LEAK", "visibility": "internal"}],
        "posts_tags": [{"post_id": "1", "tag_id": "t2", "sort_order": 0}, {"post_id": "1", "tag_id": "t1", "sort_order": 1}],
        "posts_meta": [{"id": "m", "post_id": "1", "feature_image_alt": "A pier", "feature_image_caption": "Photo: <b>Bo Dahl</b>"}],
    }}]});
    built(
        "[[source]]\npath = \"site.ghost.json\"\nurl = \"/{{ slug }}/\"\n",
        &[("site.ghost.json", &export.to_string())],
    )
    .are(&[
        "First | https://c.example/first/ | 2026-07-01T10:00:00Z | Ann Bee, Cy Dee | Sea",
        "Second | https://c.example/second/ | 2026-06-30T10:00:00Z |  | ",
    ])
    .says("First", "summary", "Short.")
    .says("First", "image", "https://c.example/content/images/f.jpg")
    .body(
        "First",
        "<figure><img src=\"https://c.example/content/images/f.jpg\" alt=\"A pier\"><figcaption>Photo: Bo Dahl</figcaption></figure><p>See <a href=\"https://c.example/second/\">it</a>.</p>",
    );
}
