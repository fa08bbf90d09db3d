//! What is embedded from elsewhere: the page it stands for, its name and its picture.

use url::Url;

/// A page that an embedded player, post or map stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Address people can open.
    pub(super) url: String,
    /// What it is called where it has no title: the name of its host.
    pub(super) host: &'static str,
    /// A picture that stands for it.
    pub(super) thumbnail: Option<String>,
}

/// Where what a tag names by an id lies.
enum Place {
    /// A player in a frame, by the address before the id.
    Frame(&'static str),
    /// A page.
    Page(&'static str),
}

/// Tags and components that embed by an id, blanks and dashes in their names left out.
#[rustfmt::skip]
const TAGS: [(&[&str], Place); 27] = [
    (&["youtube", "youtubelite", "liteyoutube", "youtubeembed", "youtubevideo", "yt", "youtubeplayer", "ytvideo"],
        Place::Frame("https://www.youtube.com/embed/")),
    (&["vimeo", "litevimeo", "vimeosimple", "vimeovideo", "vimeoembed"], Place::Frame("https://player.vimeo.com/video/")),
    (&["dailymotion"], Place::Frame("https://www.dailymotion.com/embed/video/")),
    (&["bilibili", "bili"], Place::Frame("https://player.bilibili.com/player.html?bvid=")),
    (&["spotify", "spotifyembed"], Place::Frame("https://open.spotify.com/embed/")),
    (&["soundcloud"], Place::Frame("https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/")),
    (&["tweet", "x", "twitter", "twittersimple", "xsimple", "twitterembed", "tweetembed", "xembed", "statictweet"],
        Place::Page("https://x.com/")),
    (&["instagram", "instagramsimple", "instagramembed"], Place::Page("https://www.instagram.com/p/")),
    (&["gist", "githubgist", "gistit"], Place::Page("https://gist.github.com/")),
    (&["codepen", "codepenembed"], Place::Page("https://codepen.io/")),
    (&["jsfiddle"], Place::Page("https://jsfiddle.net/")),
    (&["codesandbox"], Place::Page("https://codesandbox.io/s/")),
    (&["stackblitz"], Place::Page("https://stackblitz.com/edit/")),
    (&["tiktok"], Place::Page("https://www.tiktok.com/embed/")),
    (&["asciinema", "asciicast"], Place::Page("https://asciinema.org/a/")),
    (&["streamable"], Place::Page("https://streamable.com/")),
    (&["speakerdeck"], Place::Page("https://speakerdeck.com/player/")),
    (&["loom"], Place::Frame("https://www.loom.com/embed/")),
    (&["wistia"], Place::Frame("https://fast.wistia.net/embed/iframe/")),
    (&["twitch"], Place::Page("https://www.twitch.tv/")),
    (&["github", "githubrepo", "githubcard", "repo"], Place::Page("https://github.com/")),
    (&["steam"], Place::Page("https://store.steampowered.com/app/")),
    (&["mastodon", "toot", "fediverse"], Place::Page("https://")),
    (&["bluesky", "bsky"], Place::Page("https://bsky.app/profile/")),
    (&["reddit"], Place::Page("https://www.reddit.com/")),
    (&["facebook"], Place::Page("https://www.facebook.com/")),
    (&["googlemaps", "googlemap", "maps"], Place::Page("https://maps.google.com/?q=")),
];

/// What a tag or a component that embeds gives: a frame or a link, as HTML.
pub(super) fn of_tag(name: &str, arguments: &super::arguments::Arguments) -> Option<String> {
    let (names, place) = TAGS.iter().find(|(names, _)| names.contains(&name))?;
    let id = arguments
        .named(&["url", "src", "href", "link"])
        .or_else(|| arguments.value(&["id", "video", "videoid", "v", "code", "slug", "status", "user"], 0))?;
    let title = arguments.named(&["title", "label", "caption"]).unwrap_or_default();
    let url = if is_web(id) {
        // What plays in a frame is framed, as its tag would have.
        framed(id).unwrap_or_else(|| id.to_owned())
    } else {
        let user = arguments.named(&["user", "username", "handle", "author", "org"]).filter(|user| *user != id);
        let second =
            arguments.plain.get(1).map(|(value, _)| value.as_str()).filter(|_| arguments.named(&["id"]).is_none());
        match (names[0], place) {
            ("tweet", _) => match (user, second) {
                (Some(user), _) => format!("https://x.com/{user}/status/{id}"),
                (None, Some(status)) if status.bytes().all(|b| b.is_ascii_digit()) => {
                    format!("https://x.com/{id}/status/{status}")
                }
                _ => format!("https://x.com/i/status/{id}"),
            },
            ("codepen", _) => match (user, second) {
                (Some(user), _) => format!("https://codepen.io/{user}/pen/{id}"),
                (None, Some(pen)) => format!("https://codepen.io/{id}/pen/{pen}"),
                _ => format!("https://codepen.io/pen/{id}"),
            },
            ("gist", _) => match (user, second.filter(|s| s.len() >= 7 && s.bytes().all(|b| b.is_ascii_hexdigit()))) {
                (Some(user), _) => format!("https://gist.github.com/{user}/{id}"),
                (None, Some(gist)) => format!("https://gist.github.com/{id}/{gist}"),
                _ => format!("https://gist.github.com/{id}"),
            },
            // A name of an instance and a post: there is no telling them apart by an id alone.
            ("mastodon", _) => {
                let host = arguments.named(&["host", "instance", "server"])?;
                format!("https://{host}/@{}/{id}", user.unwrap_or("i").trim_start_matches('@'))
            }
            (_, Place::Frame(before) | Place::Page(before)) => format!("{before}{}", id.trim_start_matches('/')),
        }
    };
    let (url, title) = (super::escaped(&url), super::escaped(title));
    Some(match place {
        Place::Frame(_) => format!("<iframe src=\"{url}\" title=\"{title}\" allowfullscreen></iframe>"),
        Place::Page(_) => {
            let shown = if title.is_empty() { &url } else { &title };
            format!("<p><a href=\"{url}\">{shown}</a></p>")
        }
    })
}

/// The player of a page that shows a video or plays a sound.
pub(super) fn framed(url: &str) -> Option<String> {
    let parsed = Url::parse(url).ok()?;
    let id = match bare_host(&parsed) {
        "youtube.com" | "m.youtube.com" if parsed.path() == "/watch" => query(&parsed, "v")?,
        "youtu.be" => parsed.path().trim_matches('/').to_owned(),
        "vimeo.com" => return Some(format!("https://player.vimeo.com/video/{}", parsed.path().trim_matches('/'))),
        _ => return None,
    };
    (!id.is_empty()).then(|| format!("https://www.youtube.com/embed/{id}"))
}

/// What an embedded thing is called by its address alone: its host, else its file.
pub(super) fn host(src: &str) -> String {
    match Url::parse(src) {
        Ok(url) => bare_host(&url).to_owned(),
        Err(_) => src.rsplit('/').find(|part| !part.is_empty()).unwrap_or(src).to_owned(),
    }
}

fn bare_host(url: &Url) -> &str {
    let host = url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(n, _)| n == name).map(|(_, value)| value.into_owned())
}

fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// The page that a frame's address stands for, where one is known that people can open.
pub(super) fn page(src: &str) -> Option<Page> {
    let url = Url::parse(src).ok().filter(|u| matches!(u.scheme(), "http" | "https"))?;
    let segments: Vec<&str> = url.path().split('/').filter(|s| !s.is_empty()).collect();
    let last = segments.last().copied().unwrap_or_default();
    let made = |url: String, host| Some(Page { url, host, thumbnail: None });
    match (bare_host(&url), &*segments) {
        ("youtube.com" | "youtube-nocookie.com", ["embed", "videoseries"]) => {
            let list = query(&url, "list")?;
            made(format!("https://www.youtube.com/playlist?list={list}"), "YouTube")
        }
        ("youtube.com" | "youtube-nocookie.com", ["embed" | "v" | "shorts" | "live", id]) => Some(Page {
            url: format!("https://www.youtube.com/watch?v={id}"),
            host: "YouTube",
            thumbnail: Some(format!("https://i.ytimg.com/vi/{id}/hqdefault.jpg")),
        }),
        ("player.vimeo.com", ["video", id]) => made(format!("https://vimeo.com/{id}"), "Vimeo"),
        ("dailymotion.com" | "geo.dailymotion.com", ["embed", "video", id]) => Some(Page {
            url: format!("https://www.dailymotion.com/video/{id}"),
            host: "Dailymotion",
            thumbnail: Some(format!("https://www.dailymotion.com/thumbnail/video/{id}")),
        }),
        ("open.spotify.com", ["embed" | "embed-podcast", rest @ ..]) => {
            made(format!("https://open.spotify.com/{}", rest.join("/")), "Spotify")
        }
        ("w.soundcloud.com", _) => made(query(&url, "url").unwrap_or_else(|| src.to_owned()), "SoundCloud"),
        ("player.bilibili.com", _) => match query(&url, "bvid") {
            Some(id) => made(format!("https://www.bilibili.com/video/{id}"), "Bilibili"),
            None => made(src.to_owned(), "Bilibili"),
        },
        ("player.twitch.tv", _) => match (query(&url, "video"), query(&url, "channel")) {
            (Some(id), _) => made(format!("https://www.twitch.tv/videos/{}", id.trim_start_matches('v')), "Twitch"),
            (None, Some(name)) => made(format!("https://www.twitch.tv/{name}"), "Twitch"),
            _ => made(src.to_owned(), "Twitch"),
        },
        ("codepen.io", [user, "embed", "preview", id] | [user, "embed", id]) => {
            made(format!("https://codepen.io/{user}/pen/{id}"), "CodePen")
        }
        ("loom.com", ["embed", id]) => made(format!("https://www.loom.com/share/{id}"), "Loom"),
        ("embed.podcasts.apple.com", _) => made(src.replacen("//embed.podcasts.", "//podcasts.", 1), "Apple Podcasts"),
        ("embed.music.apple.com", _) => made(src.replacen("//embed.music.", "//music.", 1), "Apple Music"),
        ("facebook.com", ["plugins", ..]) => made(query(&url, "href").unwrap_or_else(|| src.to_owned()), "Facebook"),
        ("instagram.com", ["p" | "reel" | "tv", id, "embed", ..]) => {
            made(format!("https://www.instagram.com/p/{id}/"), "Instagram")
        }
        ("tiktok.com", ["embed" | "player", .., _]) => made(format!("https://www.tiktok.com/embed/{last}"), "TikTok"),
        ("platform.twitter.com" | "platform.x.com", _) => match query(&url, "id") {
            Some(id) => made(format!("https://x.com/i/status/{id}"), "X"),
            None => made(src.to_owned(), "X"),
        },
        ("embed.bsky.app", _) => made(src.to_owned(), "Bluesky"),
        ("codesandbox.io", ["embed", id]) => made(format!("https://codesandbox.io/s/{id}"), "CodeSandbox"),
        ("stackblitz.com", _) => made(src.split('?').next().unwrap_or(src).to_owned(), "StackBlitz"),
        ("jsfiddle.net", [.., "embedded"]) => made(src.replacen("/embedded", "", 1), "JSFiddle"),
        ("google.com", ["maps", ..]) | ("maps.google.com", _) => made(src.to_owned(), "Google Maps"),
        ("openstreetmap.org", ["export", ..]) => made(src.to_owned(), "OpenStreetMap"),
        ("docs.google.com", _) => made(src.to_owned(), "Google Docs"),
        ("datawrapper.dwcdn.net", _) => made(src.to_owned(), "Datawrapper"),
        ("flo.uri.sh" | "public.flourish.studio", _) => made(src.to_owned(), "Flourish"),
        ("archive.org", ["embed", id]) => made(format!("https://archive.org/details/{id}"), "Internet Archive"),
        ("bandcamp.com", _) => made(src.to_owned(), "Bandcamp"),
        ("player.megaphone.fm" | "playlist.megaphone.fm", _) => made(src.to_owned(), "Megaphone"),
        ("html5-player.libsyn.com" | "play.libsyn.com", _) => made(src.to_owned(), "Libsyn"),
        ("buzzsprout.com", _) => made(src.to_owned(), "Buzzsprout"),
        ("fast.wistia.net", _) => made(src.to_owned(), "Wistia"),
        ("rumble.com", ["embed", ..]) => made(src.to_owned(), "Rumble"),
        ("ted.com" | "embed.ted.com", ["talks", id]) => made(format!("https://www.ted.com/talks/{id}"), "TED"),
        (_, ["videos", "embed", id]) => {
            // PeerTube, on any host.
            let host = url.host_str()?;
            made(format!("https://{host}/w/{id}"), "PeerTube")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::arguments::Arguments;

    #[test]
    fn tags_that_embed_lead_to_what_they_embed() {
        for (name, arguments, expected) in [
            ("youtube", "dQw4w9WgXcQ", "<iframe src=\"https://www.youtube.com/embed/dQw4w9WgXcQ\""),
            ("youtube", "id=\"dQw4\" title=\"The <ferry>\"", "title=\"The &lt;ferry&gt;\""),
            ("youtube", "url=\"https://youtu.be/dQw4\"", "<iframe src=\"https://www.youtube.com/embed/dQw4\""),
            ("vimeo", "146022717", "<iframe src=\"https://player.vimeo.com/video/146022717\""),
            ("x", "user=\"SanDiegoZoo\" id=\"1453\"", "<a href=\"https://x.com/SanDiegoZoo/status/1453\">"),
            ("tweet", "1453", "<a href=\"https://x.com/i/status/1453\">"),
            ("twitter", "https://twitter.com/a/status/1", "<a href=\"https://twitter.com/a/status/1\">"),
            ("gist", "spf13 7896402", "<a href=\"https://gist.github.com/spf13/7896402\">"),
            ("gist", "7896402", "<a href=\"https://gist.github.com/7896402\">"),
            ("instagram", "BWNjjyYFxVx", "<a href=\"https://www.instagram.com/p/BWNjjyYFxVx\">"),
            ("github", "repo=\"x\"", ""),
        ] {
            let made = of_tag(name, &Arguments::read(arguments)).unwrap_or_default();
            assert!(made.contains(expected) && made.is_empty() == expected.is_empty(), "{name} {arguments}: {made}");
        }
    }

    #[test]
    fn a_frame_stands_for_a_page_that_people_can_open() {
        for (src, expected) in [
            ("https://www.youtube-nocookie.com/embed/abc?start=3", "https://www.youtube.com/watch?v=abc"),
            ("https://player.vimeo.com/video/12?h=x", "https://vimeo.com/12"),
            ("https://open.spotify.com/embed/episode/9?utm=1", "https://open.spotify.com/episode/9"),
            ("https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b", "https://soundcloud.com/a/b"),
            ("https://codepen.io/ann/embed/xyz", "https://codepen.io/ann/pen/xyz"),
            ("https://tube.example/videos/embed/9c9d", "https://tube.example/w/9c9d"),
        ] {
            assert_eq!(page(src).unwrap().url, expected);
        }
        assert_eq!(page("https://unknown.example/embed/1"), None);
        assert_eq!(page("javascript:alert(1)"), None);
    }
}
