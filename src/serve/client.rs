//! Who asks: the address, also behind front servers, and how often it fetched without need.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use hyper::HeaderMap;

use crate::fetch::Allowed;

/// The address of whoever asks: the nearest one that is no front server of ours.
pub(super) fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[Allowed]) -> IpAddr {
    let ours = |address: IpAddr| proxies.iter().any(|network| network.takes("", address));
    let peer = peer.to_canonical();
    if proxies.is_empty() || !ours(peer) {
        return peer;
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let all: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut nearest = peer;
    for text in all.into_iter().rev() {
        // What is no address was not written by a server of ours.
        let Ok(address) = text.trim_matches(['[', ']']).parse::<IpAddr>() else { break };
        nearest = address.to_canonical();
        if !ours(nearest) {
            break;
        }
    }
    nearest
}

/// Whether somebody else's request came through a server in front.
pub(super) fn is_forwarded(headers: &HeaderMap) -> bool {
    ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name))
}

/// In which time fetches are counted.
const WINDOW: Duration = Duration::from_hours(1);

/// Of how many clients and files fetches are remembered.
const REMEMBERED: usize = 65_536;

/// Counts fetches that say nothing of what the client has.
#[derive(Debug)]
pub(super) struct Rate {
    per_hour: u32,
    keys: RandomState,
    seen: Mutex<HashMap<u64, (Instant, u32)>>,
}

impl Rate {
    pub(super) fn new(per_hour: u32) -> Self {
        Self { per_hour, keys: RandomState::new(), seen: Mutex::default() }
    }

    /// Counts a fetch of a file; how long the client has to wait, where it is one too many.
    pub(super) fn count(&self, client: IpAddr, path: &str, now: Instant) -> Option<Duration> {
        if self.per_hour == 0 {
            return None;
        }
        // Whoever has one address of IPv6 has all of its network.
        let network = match client {
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
            v4 @ IpAddr::V4(_) => v4,
        };
        let key = self.keys.hash_one((network, path));
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= REMEMBERED && !seen.contains_key(&key) {
            seen.retain(|_, (since, _)| now.duration_since(*since) < WINDOW);
            if seen.len() >= REMEMBERED {
                seen.clear();
            }
        }
        let (since, count) = seen.entry(key).or_insert((now, 0));
        if now.duration_since(*since) >= WINDOW {
            (*since, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        (*count > self.per_hour).then(|| WINDOW.saturating_sub(now.duration_since(*since)).max(Duration::from_secs(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn only_front_servers_of_ours_say_who_asks() {
        let proxies: Vec<Allowed> = vec!["127.0.0.0/8".parse().unwrap(), "10.0.0.0/8".parse().unwrap()];
        let of = |peer: &str, lines: &[&str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            address(ip(peer), &headers, &proxies)
        };
        assert_eq!(of("127.0.0.1", &["8.8.8.8"]), ip("8.8.8.8"));
        assert_eq!(of("::ffff:127.0.0.1", &["8.8.8.8"]), ip("8.8.8.8"));
        assert_eq!(of("127.0.0.1", &["1.1.1.1, 8.8.8.8, 10.1.1.1"]), ip("8.8.8.8"));
        assert_eq!(of("127.0.0.1", &["1.1.1.1", "8.8.8.8"]), ip("8.8.8.8"));
        assert_eq!(of("127.0.0.1", &["nonsense, 10.1.1.1"]), ip("10.1.1.1"));
        assert_eq!(of("127.0.0.1", &["[2606:4700::1]"]), ip("2606:4700::1"));
        assert_eq!(of("127.0.0.1", &[]), ip("127.0.0.1"));
        assert_eq!(of("9.9.9.9", &["8.8.8.8"]), ip("9.9.9.9"));
    }

    #[test]
    fn a_client_waits_for_the_rest_of_the_hour_and_others_do_not() {
        let rate = Rate::new(2);
        let start = Instant::now();
        let count = |client: &str, path: &str, seconds: u64| {
            rate.count(ip(client), path, start + Duration::from_secs(seconds)).map(|wait| wait.as_secs())
        };
        assert_eq!((count("8.8.8.8", "top.rss", 0), count("8.8.8.8", "top.rss", 10)), (None, None));
        assert_eq!(count("8.8.8.8", "top.rss", 600), Some(3000));
        assert_eq!((count("8.8.8.8", "top.atom", 600), count("9.9.9.9", "top.rss", 600)), (None, None));
        assert_eq!(count("8.8.8.8", "top.rss", 3600), None);
        assert_eq!((count("2606:4700::1", "a", 0), count("2606:4700::2", "a", 0)), (None, None));
        assert!(count("2606:4700::3", "a", 0).is_some() && count("2606:4700:0:1::3", "a", 0).is_none());
        assert_eq!(Rate::new(0).count(ip("8.8.8.8"), "a", start), None);
    }

    #[test]
    fn what_is_remembered_of_clients_is_bounded() {
        let rate = Rate::new(1);
        let now = Instant::now();
        for n in 0..REMEMBERED as u32 + 10 {
            rate.count(IpAddr::V4(n.into()), "a", now);
        }
        assert!(rate.seen.lock().unwrap().len() <= REMEMBERED);
    }
}
