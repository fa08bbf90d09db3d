//! Quartz: notes that are published when they say so, and otherwise.

use super::taken::taken;

const HEAD: &str = "import * as Plugin from \"./quartz/plugins\"\nconst config: QuartzConfig = { configuration: { pageTitle: \"Harbour\", \
                    baseUrl: \"c.example\", locale: \"en-GB\" }, plugins: { filters: [";

#[test]
fn notes_of_quartz_are_published_when_they_say_so() {
    taken(&[
        (
            "quartz.config.ts",
            &format!("{HEAD}Plugin.RemoveDrafts(), Plugin.ExplicitPublish()] }} }}\nexport default config\n"),
        ),
        ("content/open.md", "---\ntitle: Open\ndate: 2026-07-01\npublish: true\n---\nText.\n"),
        ("content/also.md", "---\ntitle: Also\ndate: 2026-07-01\npublish: true\ndraft: false\n---\nText.\n"),
        ("content/silent.md", "---\ntitle: LEAK silent\ndate: 2026-07-01\n---\nText.\n"),
        (
            "content/ready.md",
            "---\ntitle: LEAK no draft, and not published\ndate: 2026-07-01\ndraft: false\n---\nText.\n",
        ),
        ("content/shut.md", "---\ntitle: LEAK shut\ndate: 2026-07-01\npublish: false\n---\nText.\n"),
        ("content/empty.md", "---\ntitle: LEAK empty\ndate: 2026-07-01\npublish:\n---\nText.\n"),
    ])
    .are(&[
        "Also | https://c.example/also | 2026-07-01T00:00:00Z |  | ",
        "Open | https://c.example/open | 2026-07-01T00:00:00Z |  | ",
    ]);
}

#[test]
fn notes_of_quartz_are_published_unless_they_are_drafts_where_nothing_asks_for_more() {
    taken(&[
        (
            "quartz.config.ts",
            &format!("{HEAD}Plugin.RemoveDrafts(),\n // Plugin.ExplicitPublish()\n] }} }}\nexport default config\n"),
        ),
        ("content/silent.md", "---\ntitle: Silent\ndate: 2026-07-01\n---\nText.\n"),
        ("content/ready.md", "---\ntitle: Ready\ndate: 2026-07-01\ndraft: false\n---\nText.\n"),
        ("content/draft.md", "---\ntitle: LEAK\ndate: 2026-07-01\ndraft: true\n---\nText.\n"),
    ])
    .are(&[
        "Ready | https://c.example/ready | 2026-07-01T00:00:00Z |  | ",
        "Silent | https://c.example/silent | 2026-07-01T00:00:00Z |  | ",
    ]);
}
