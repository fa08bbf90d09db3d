//! Which machines may be asked: the public ones, and those that the config allows.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// A host or network that may be asked although it is not public: `cms.internal` (and hosts below
/// it), `10.1.2.3`, `127.0.0.0/8`, `fd00::/8`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// A host by name, and those below it.
    Host(String),
    /// Addresses that begin with so many bits of this one.
    Network(IpAddr, u8),
}

impl FromStr for Allowed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("`{text}` is neither a host nor a network");
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        if let Ok(address) = address.parse::<IpAddr>() {
            let most = if address.is_ipv4() { 32 } else { 128 };
            let bits = bits.map_or(Ok(most), str::parse).map_err(|_| fault())?;
            return if bits <= most { Ok(Self::Network(address, bits)) } else { Err(fault()) };
        }
        let named = bits.is_none() && !text.contains(['*', ' ', ':', '@']);
        match url::Host::parse(text) {
            Ok(url::Host::Domain(host)) if named => Ok(Self::Host(host)),
            _ => Err(fault()),
        }
    }
}

impl Allowed {
    /// Whether it is, or takes in, this host at this address.
    pub(crate) fn takes(&self, host: &str, address: IpAddr) -> bool {
        match self {
            Self::Host(allowed) => {
                let host = host.trim_end_matches('.').to_ascii_lowercase();
                host == *allowed || host.strip_suffix(allowed.as_str()).is_some_and(|below| below.ends_with('.'))
            }
            Self::Network(network, bits) => {
                let shift = |width: u32| width - u32::from(*bits);
                match (network, address) {
                    (IpAddr::V4(a), IpAddr::V4(b)) => {
                        (a.to_bits() ^ b.to_bits()).checked_shr(shift(32)).unwrap_or(0) == 0
                    }
                    (IpAddr::V6(a), IpAddr::V6(b)) => {
                        (a.to_bits() ^ b.to_bits()).checked_shr(shift(128)).unwrap_or(0) == 0
                    }
                    _ => false,
                }
            }
        }
    }
}

/// Whether an address is one of the public internet. What is within another, as in mapped and
/// translated ones, is judged itself.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        [0 | 10 | 127 | 224..=255, ..]
            | [100, 64..=127, ..]
            | [169, 254, ..]
            | [172, 16..=31, ..]
            | [192, 168, ..]
            | [192, 0, 0 | 2, _]
            | [192, 88, 99, _]
            | [198, 18 | 19, ..]
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let v4 = |high: u16, low: u16| is_public_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match address.segments() {
        // Mapped and translated addresses of IPv4, and those of 6to4.
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => v4(high, low),
        [0x2002, high, low, ..] => v4(high, low),
        // Teredo, benchmarks, ORCHID and documentation.
        [0x2001, 0..=0x1FF | 0x0DB8, ..] | [0x3FFF, 0..=0x0FFF, ..] => false,
        // All that is given out today begins with 001.
        [first, ..] => first & 0xE000 == 0x2000,
    }
}

/// Looks names up, and gives only the addresses that may be connected to: whatever a name was said
/// to stand for before, the address that it stands for now is judged.
#[derive(Debug)]
pub(super) struct Judging {
    pub(super) allowed: Vec<Allowed>,
    pub(super) names: DefaultResolver,
}

/// Why a host is not asked.
pub(super) const REFUSED: &str = "the host is not public, and `allow` of `[fetch]` in the config does not name it";

impl Judging {
    fn permits(&self, host: &str, address: SocketAddr) -> bool {
        let ip = address.ip();
        is_public(ip) || self.allowed.iter().any(|allowed| allowed.takes(host, ip))
    }
}

impl Resolver for Judging {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default();
        let all = self.names.resolve(uri, config, timeout)?;
        let mut found = self.empty();
        all.iter().filter(|address| self.permits(host, **address)).for_each(|address| found.push(*address));
        if found.is_empty() { Err(ureq::Error::Other(REFUSED.into())) } else { Ok(found) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public_in_whatever_they_are_wrapped() {
        for public in
            ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "2002:808:808::1"]
        {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for other in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::1",
            "2002:a00:1::",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
        ] {
            assert!(!is_public(other.parse().unwrap()), "{other}");
        }
    }

    #[test]
    fn the_config_opens_hosts_and_networks_and_nothing_beside_them() {
        let takes =
            |allowed: &str, host: &str, ip: &str| allowed.parse::<Allowed>().unwrap().takes(host, ip.parse().unwrap());
        assert!(takes("127.0.0.0/8", "x", "127.9.9.9") && !takes("127.0.0.0/8", "x", "128.0.0.1"));
        assert!(takes("10.1.2.3", "x", "10.1.2.3") && !takes("10.1.2.3", "x", "10.1.2.4"));
        assert!(
            takes("fd00::/8", "x", "fd12::1")
                && !takes("fd00::/8", "x", "fe80::1")
                && !takes("fd00::/8", "x", "10.0.0.1")
        );
        assert!(takes("0.0.0.0/0", "x", "10.0.0.1") && !takes("0.0.0.0/0", "x", "::1"));
        assert!(
            takes("cms.internal", "CMS.internal.", "10.0.0.1") && takes("cms.internal", "a.cms.internal", "10.0.0.1")
        );
        assert!(!takes("cms.internal", "evilcms.internal", "10.0.0.1"));
        for bad in
            ["", "10.0.0.0/33", "10.0.0.0/x", "*.internal", "http://cms.internal", "cms.internal:80", "cms.internal/8"]
        {
            assert!(bad.parse::<Allowed>().is_err(), "{bad}");
        }
    }
}
