//! What is embedded from elsewhere: the page it stands for, its name and its picture.

use url::Url;

/// A page that an embedded player, post or map stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    /// Address people can open.
    pub(super) url: String,
    /// What it is called where it has no title: the name of its host.
    pub(super) host: String,
    /// A picture that stands for it.
    pub(super) thumbnail: Option<String>,
}

impl Page {
    /// A page of which only the address is known.
    pub(super) fn at(url: String) -> Self {
        Self { host: host(&url), url, thumbnail: None }
    }
}

/// Where what a tag names by an id lies.
#[derive(Clone, Copy)]
enum Host {
    /// A player in a frame, by the address before the id.
    Frame(&'static str),
    /// A page.
    Page(&'static str),
}

/// Tags and components that embed by an id, blanks and dashes in their names left out.
#[rustfmt::skip]
const TAGS: [(&[&str], Host); 34] = [
    (&["youtube", "youtubelite", "liteyoutube", "youtubeembed", "youtubevideo", "yt", "youtubeplayer", "ytvideo"],
        Host::Frame("https://www.youtube.com/embed/")),
    (&["vimeo", "litevimeo", "vimeosimple", "vimeovideo", "vimeoembed"], Host::Frame("https://player.vimeo.com/video/")),
    (&["dailymotion"], Host::Frame("https://www.dailymotion.com/embed/video/")),
    (&["bilibili", "bili"], Host::Frame("https://player.bilibili.com/player.html?bvid=")),
    (&["spotify", "spotifyembed"], Host::Frame("https://open.spotify.com/embed/")),
    (&["soundcloud"], Host::Frame("https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/")),
    (&["tweet", "x", "twitter", "twittersimple", "xsimple", "twitterembed", "tweetembed", "xembed", "statictweet"],
        Host::Page("https://x.com/")),
    (&["instagram", "instagramsimple", "instagramembed"], Host::Page("https://www.instagram.com/p/")),
    (&["gist", "githubgist", "gistit"], Host::Page("https://gist.github.com/")),
    (&["codepen", "codepenembed"], Host::Page("https://codepen.io/")),
    (&["jsfiddle"], Host::Page("https://jsfiddle.net/")),
    (&["codesandbox"], Host::Page("https://codesandbox.io/s/")),
    (&["stackblitz"], Host::Page("https://stackblitz.com/edit/")),
    (&["tiktok"], Host::Page("https://www.tiktok.com/embed/")),
    (&["asciinema", "asciicast"], Host::Page("https://asciinema.org/a/")),
    (&["streamable"], Host::Page("https://streamable.com/")),
    (&["speakerdeck"], Host::Page("https://speakerdeck.com/player/")),
    (&["loom"], Host::Frame("https://www.loom.com/embed/")),
    (&["wistia"], Host::Frame("https://fast.wistia.net/embed/iframe/")),
    (&["twitch"], Host::Page("https://www.twitch.tv/")),
    (&["github", "githubrepo", "githubcard", "repo"], Host::Page("https://github.com/")),
    (&["steam"], Host::Page("https://store.steampowered.com/app/")),
    (&["mastodon", "toot", "fediverse"], Host::Page("https://")),
    (&["bluesky", "bsky"], Host::Page("https://bsky.app/profile/")),
    (&["reddit"], Host::Page("https://www.reddit.com/")),
    (&["facebook"], Host::Page("https://www.facebook.com/")),
    (&["infogram"], Host::Page("https://infogram.com/")),
    (&["imgur"], Host::Page("https://imgur.com/")),
    (&["muxplayer", "muxvideo", "mux"], Host::Page("https://player.mux.com/")),
    (&["rumble"], Host::Page("https://rumble.com/embed/")),
    (&["odysee"], Host::Page("https://odysee.com/")),
    (&["peertube"], Host::Page("https://")),
    (&["replit"], Host::Page("https://replit.com/")),
    (&["googlemaps", "googlemap", "maps"], Host::Page("https://maps.google.com/?q=")),
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
            // What kind of thing it is stands before its id.
            ("spotify", Host::Frame(before)) if !id.contains('/') => {
                let kind = arguments
                    .named(&["type", "kind"])
                    .or_else(|| second.filter(|s| s.bytes().all(|b| b.is_ascii_lowercase())));
                format!("{before}{}/{id}", kind.unwrap_or("track"))
            }
            (_, Host::Frame(before) | Host::Page(before)) => format!("{before}{}", id.trim_start_matches('/')),
        }
    };
    let (url, title) = (super::escaped(&url), super::escaped(title));
    Some(match place {
        Host::Frame(_) => format!("<iframe src=\"{url}\" title=\"{title}\" allowfullscreen></iframe>"),
        Host::Page(_) => {
            let shown = if title.is_empty() { &url } else { &title };
            format!("<p><a href=\"{url}\">{shown}</a></p>")
        }
    })
}

/// Where what is embedded by an id lies, by the name of who shows it.
pub(super) fn of_id(name: &str, id: &str, user: Option<&str>) -> Option<String> {
    let (names, place) = TAGS.iter().find(|(names, _)| names.contains(&name))?;
    let (Host::Frame(before) | Host::Page(before)) = *place;
    Some(match (names[0], user) {
        ("tweet", _) => format!("https://x.com/i/status/{id}"),
        ("codepen", Some(user)) => format!("https://codepen.io/{user}/pen/{id}"),
        ("codepen", None) => format!("https://codepen.io/pen/{id}"),
        // Hosts of their own: an id alone does not lead there.
        ("mastodon" | "peertube", _) => return None,
        _ => format!("{before}{id}"),
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

/// What those are called whose frames' addresses people can open as they are.
#[rustfmt::skip]
const NAMES: [(&str, &str); 56] = [
    ("x.com", "X"),
    ("twitter.com", "X"),
    ("facebook.com", "Facebook"),
    ("instagram.com", "Instagram"),
    ("bsky.app", "Bluesky"),
    ("codepen.io", "CodePen"),
    ("gist.github.com", "GitHub Gist"),
    ("player.mux.com", "Mux"),
    ("v.redd.it", "Reddit"),
    ("reddit.com", "Reddit"),
    ("tiktok.com", "TikTok"),
    ("figma.com", "Figma"),
    ("threads.net", "Threads"),
    ("linkedin.com", "LinkedIn"),
    ("pinterest.com", "Pinterest"),
    ("vimeo.com", "Vimeo"),
    ("soundcloud.com", "SoundCloud"),
    ("t.me", "Telegram"),
    ("bandlab.com", "BandLab"),
    ("imgur.com", "Imgur"),
    ("embed.bsky.app", "Bluesky"),
    ("docs.google.com", "Google Docs"),
    ("datawrapper.dwcdn.net", "Datawrapper"),
    ("flo.uri.sh", "Flourish"),
    ("public.flourish.studio", "Flourish"),
    ("bandcamp.com", "Bandcamp"),
    ("embed.tumblr.com", "Tumblr"),
    ("player.megaphone.fm", "Megaphone"),
    ("playlist.megaphone.fm", "Megaphone"),
    ("html5-player.libsyn.com", "Libsyn"),
    ("play.libsyn.com", "Libsyn"),
    ("buzzsprout.com", "Buzzsprout"),
    ("fast.wistia.net", "Wistia"),
    ("players.brightcove.net", "Brightcove"),
    ("widget.spreaker.com", "Spreaker"),
    ("player.simplecast.com", "Simplecast"),
    ("embed.acast.com", "Acast"),
    ("calendar.google.com", "Google Calendar"),
    ("forms.gle", "Google Forms"),
    ("slideshare.net", "SlideShare"),
    ("issuu.com", "Issuu"),
    ("ivoox.com", "iVoox"),
    ("player.podigee-cdn.net", "Podigee"),
    ("share.descript.com", "Descript"),
    ("playlist.audioboom.com", "Audioboom"),
    ("embeds.audioboom.com", "Audioboom"),
    ("embed.radiopublic.com", "RadioPublic"),
    ("castbox.fm", "Castbox"),
    ("player.captivate.fm", "Captivate"),
    ("embed.podbean.com", "Podbean"),
    ("podbean.com", "Podbean"),
    ("play.prx.org", "PRX"),
    ("omny.fm", "Omny"),
    ("e.issuu.com", "Issuu"),
    ("komoot.com", "komoot"),
    ("strava-embeds.com", "Strava"),
];

/// What an embedded thing is called by its address alone: its host, else its file.
pub(super) fn host(src: &str) -> String {
    match Url::parse(src) {
        Ok(url) => named(bare_host(&url)).to_owned(),
        Err(_) => src.rsplit('/').find(|part| !part.is_empty()).unwrap_or(src).to_owned(),
    }
}

/// Whether a text is the name of one of those who embed.
pub(super) fn is_name(text: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "YouTube",
        "Vimeo",
        "Dailymotion",
        "Spotify",
        "Bilibili",
        "Twitch",
        "Loom",
        "Apple Podcasts",
        "Apple Music",
        "Google Maps",
        "OpenStreetMap",
        "Internet Archive",
        "TED",
        "PeerTube",
    ];
    OTHERS.contains(&text) || NAMES.iter().any(|(_, name)| *name == text)
}

/// The name by which a host is known.
fn named(host: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == host).map_or(host, |(_, name)| name)
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
    let made = |url: String, host: &str| Some(Page { url, host: host.to_owned(), thumbnail: None });
    match (bare_host(&url), &*segments) {
        ("youtube.com" | "youtube-nocookie.com" | "m.youtube.com", ["embed"] | ["embed", "videoseries"]) => {
            let list = query(&url, "list")?;
            made(format!("https://www.youtube.com/playlist?list={list}"), "YouTube")
        }
        ("youtube.com" | "youtube-nocookie.com" | "m.youtube.com", ["embed" | "v" | "shorts" | "live", id]) => {
            Some(Page {
                url: format!("https://www.youtube.com/watch?v={id}"),
                host: "YouTube".to_owned(),
                thumbnail: Some(format!("https://i.ytimg.com/vi/{id}/hqdefault.jpg")),
            })
        }
        ("player.vimeo.com", ["video", id]) => made(format!("https://vimeo.com/{id}"), "Vimeo"),
        ("dailymotion.com" | "geo.dailymotion.com", ["embed", "video", id]) => Some(Page {
            url: format!("https://www.dailymotion.com/video/{id}"),
            host: "Dailymotion".to_owned(),
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
        ("codesandbox.io", ["embed", id]) => made(format!("https://codesandbox.io/s/{id}"), "CodeSandbox"),
        ("stackblitz.com", _) => made(src.split('?').next().unwrap_or(src).to_owned(), "StackBlitz"),
        ("jsfiddle.net", [.., "embedded"]) => made(src.replacen("/embedded", "", 1), "JSFiddle"),
        ("google.com", ["maps", ..]) | ("maps.google.com", _) => made(src.to_owned(), "Google Maps"),
        ("openstreetmap.org", ["export", ..]) => made(src.to_owned(), "OpenStreetMap"),
        ("archive.org", ["embed", id]) => made(format!("https://archive.org/details/{id}"), "Internet Archive"),
        ("rumble.com", ["embed", ..]) => made(src.to_owned(), "Rumble"),
        ("ted.com" | "embed.ted.com", ["talks", id] | ["talks", "lang", _, id]) => {
            made(format!("https://www.ted.com/talks/{id}"), "TED")
        }
        _ => page_of_others(&url, &segments, src),
    }
}

/// The same of those who embed less often, and for all others by what their address names.
fn page_of_others(url: &Url, segments: &[&str], src: &str) -> Option<Page> {
    let made = |url: String, host: &str| Some(Page { url, host: host.to_owned(), thumbnail: None });
    match (bare_host(url), segments) {
        ("anchor.fm", [show, "embed", rest @ ..]) => {
            made(format!("https://anchor.fm/{show}/{}", rest.join("/")).trim_end_matches('/').to_owned(), "Anchor")
        }
        ("share.transistor.fm", ["e", id]) => made(format!("https://share.transistor.fm/s/{id}"), "Transistor"),
        ("rutube.ru", ["play", "embed", id]) => made(format!("https://rutube.ru/video/{id}/"), "Rutube"),
        ("vk.com" | "vkvideo.ru", ["video_ext.php"]) => match (query(url, "oid"), query(url, "id")) {
            (Some(owner), Some(id)) => made(format!("https://vk.com/video{owner}_{id}"), "VK"),
            _ => made(src.to_owned(), "VK"),
        },
        ("e.infogram.com", [id, ..]) => made(format!("https://infogram.com/{id}"), "Infogram"),
        ("redditmedia.com" | "embed.reddit.com", [..]) => {
            made(format!("https://www.reddit.com{}", url.path()), "Reddit")
        }
        ("scribd.com", ["embeds", id, ..]) => made(format!("https://www.scribd.com/document/{id}"), "Scribd"),
        ("giphy.com", ["embed", id, ..]) => Some(Page {
            url: format!("https://giphy.com/gifs/{id}"),
            host: "GIPHY".to_owned(),
            thumbnail: Some(format!("https://media.giphy.com/media/{id}/giphy.gif")),
        }),
        ("gfycat.com", ["ifr", id]) => made(format!("https://gfycat.com/{id}"), "Gfycat"),
        ("streamable.com", ["e" | "o" | "s", id, ..]) => made(format!("https://streamable.com/{id}"), "Streamable"),
        ("bitchute.com", ["embed", id]) => made(format!("https://www.bitchute.com/video/{id}/"), "BitChute"),
        ("odysee.com", ["$", "embed", rest @ ..]) => made(format!("https://odysee.com/{}", rest.join("/")), "Odysee"),
        ("embed.nicovideo.jp", ["watch", id, ..]) => made(format!("https://www.nicovideo.jp/watch/{id}"), "niconico"),
        ("kickstarter.com", [path @ .., "widget", _]) => {
            made(format!("https://www.kickstarter.com/{}", path.join("/")), "Kickstarter")
        }
        ("flickr.com", [path @ .., "player"]) => made(format!("https://www.flickr.com/{}", path.join("/")), "Flickr"),
        ("imgur.com", [id, "embed"]) => made(format!("https://imgur.com/{id}"), "Imgur"),
        ("asciinema.org", ["a", id, ..]) => made(format!("https://asciinema.org/a/{id}"), "asciinema"),
        ("observablehq.com", ["embed", rest @ ..]) => {
            made(format!("https://observablehq.com/{}", rest.join("/")), "Observable")
        }
        ("deezer.com" | "widget.deezer.com", ["widget", _, rest @ ..]) => {
            made(format!("https://www.deezer.com/{}", rest.join("/")), "Deezer")
        }
        ("embed.tidal.com", [kind, id]) => {
            made(format!("https://tidal.com/{}/{id}", kind.trim_end_matches('s')), "TIDAL")
        }
        ("mixcloud.com" | "player-widget.mixcloud.com", [.., "iframe"] | ["widget", ..] | []) => {
            let feed = query(url, "feed").unwrap_or_default();
            made(
                format!("https://www.mixcloud.com{}", feed.strip_prefix("https://www.mixcloud.com").unwrap_or(&feed)),
                "Mixcloud",
            )
        }
        // A post of Mastodon and its relatives.
        (_, [user, post, "embed"]) if user.starts_with('@') => {
            let host = url.host_str()?;
            made(format!("https://{host}/{user}/{post}"), host)
        }
        (_, ["videos", "embed", id]) => {
            // PeerTube, on any host.
            let host = url.host_str()?;
            made(format!("https://{host}/w/{id}"), "PeerTube")
        }
        // Those who embed for others name the page in their own address.
        _ => {
            let inner = ["url", "href", "src", "u", "target", "link"].iter().find_map(|name| query(url, name));
            let Some(inner) = inner.filter(|inner| is_web(inner)) else {
                let host = bare_host(url);
                return (named(host) != host).then(|| Page::at(src.to_owned()));
            };
            let known = if inner.len() < src.len() { page(&inner) } else { None };
            Some(known.unwrap_or_else(|| Page::at(inner)))
        }
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
