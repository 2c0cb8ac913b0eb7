//! Which addresses may be asked. Where a browser is reached is told by whoever says that it is theirs: without this, the
//! server would ask anything for anybody, its own network too.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use contract::push::ENDPOINT_MAX;
use ipnet::{Ipv4Net, Ipv6Net};
use reqwest::Url;
use reqwest::dns::{Name, Resolve, Resolving};

/// What is not of the public internet, or leads out of it (IANA, special-purpose address registry).
const SPECIAL_V4: [Ipv4Net; 16] = [
    v4([0, 0, 0, 0], 8),
    v4([10, 0, 0, 0], 8),
    v4([100, 64, 0, 0], 10),
    v4([127, 0, 0, 0], 8),
    v4([169, 254, 0, 0], 16),
    v4([172, 16, 0, 0], 12),
    v4([192, 0, 0, 0], 24),
    v4([192, 0, 2, 0], 24),
    v4([192, 88, 99, 0], 24),
    v4([192, 168, 0, 0], 16),
    v4([198, 18, 0, 0], 15),
    v4([198, 51, 100, 0], 24),
    v4([203, 0, 113, 0], 24),
    v4([224, 0, 0, 0], 4),
    v4([240, 0, 0, 0], 4),
    v4([255, 255, 255, 255], 32),
];
/// Of IPv6 only this is of the public internet,
const GLOBAL_V6: Ipv6Net = v6([0x2000, 0], 3);
/// except for these: among them those that hold another address.
const SPECIAL_V6: [Ipv6Net; 4] = [
    v6([0x2001, 0], 23),
    v6([0x2001, 0x0db8], 32),
    v6([0x2002, 0], 16),
    v6([0x3fff, 0], 20),
];

const fn v4([a, b, c, d]: [u8; 4], length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length)
}

const fn v6([a, b]: [u16; 2], length: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0), length)
}

/// The public internet, and what the operator has of their own.
#[derive(Clone, Debug)]
pub(super) struct Reach {
    inside: Vec<Url>,
}

impl Reach {
    pub(super) fn new(inside: Vec<Url>) -> Self {
        Self { inside }
    }

    /// The address, if it may be asked: of one of the operator's own services, or a name in the internet by HTTPS on
    /// the port for that. What the name stands for is seen when it is asked.
    pub(super) fn read(&self, endpoint: &str) -> Option<Url> {
        let url = Url::parse(endpoint)
            .ok()
            .filter(|_| endpoint.len() <= ENDPOINT_MAX)?;
        let is_bare =
            url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        let is_inside = self.inside.iter().any(|own| own.origin() == url.origin());
        let is_outside = url.scheme() == "https" && url.domain().is_some() && url.port().is_none();
        (is_bare && (is_inside || is_outside)).then_some(url)
    }

    fn is_inside(&self, name: &str) -> bool {
        self.inside.iter().any(|own| own.host_str() == Some(name))
    }
}

impl Resolve for Reach {
    fn resolve(&self, name: Name) -> Resolving {
        let is_inside = self.is_inside(name.as_str());
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let may = |address: &SocketAddr| is_inside || is_public(address.ip());
            let addresses: Vec<SocketAddr> = found.filter(may).collect();
            if addresses.is_empty() {
                return Err(Forbidden.into());
            }
            Ok(Box::new(addresses.into_iter()) as _)
        })
    }
}

/// A name that stands for no address that may be asked.
#[derive(Debug)]
pub(super) struct Forbidden;

impl fmt::Display for Forbidden {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("no public address")
    }
}

impl std::error::Error for Forbidden {}

fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => !SPECIAL_V4.iter().any(|net| net.contains(&address)),
        IpAddr::V6(address) => {
            GLOBAL_V6.contains(&address) && !SPECIAL_V6.iter().any(|net| net.contains(&address))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reach() -> Reach {
        Reach::new(vec![
            Url::parse("http://127.0.0.1:9000").unwrap(),
            Url::parse("https://push.intra.example").unwrap(),
        ])
    }

    #[test]
    fn push_services_of_the_internet_and_ones_own_are_asked() {
        for fine in [
            "https://fcm.googleapis.com/fcm/send/abc:DEF",
            "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
            "https://web.push.apple.com/QGq",
            "https://wns2-par02p.notify.windows.com/w/?token=BQYA%3d",
            "https://push.example.net:443/a",
            "http://127.0.0.1:9000/a",
            "https://push.intra.example/a",
        ] {
            assert!(reach().read(fine).is_some(), "{fine}");
        }
    }

    #[test]
    fn nothing_else_is_asked() {
        let long = format!("https://push.example.net/{}", "a".repeat(ENDPOINT_MAX));
        for wrong in [
            "",
            "push.example.net/a",
            "http://push.example.net/a",
            "ftp://push.example.net/a",
            "https://push.example.net:8443/a",
            "https://user@push.example.net/a",
            "https://:secret@push.example.net/a",
            "https://push.example.net/a#b",
            "https://127.0.0.1/a",
            "https://8.8.8.8/a",
            "https://[::1]/a",
            "https://2130706433/a",
            "https://0x7f.1/a",
            "http://127.0.0.1:9001/a",
            "http://localhost:9000/a",
            "https://push.intra.example:8443/a",
            "data:text/plain,a",
            long.as_str(),
        ] {
            assert!(reach().read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn only_public_addresses_are_public() {
        for public in [
            "8.8.8.8",
            "223.5.5.5",
            "100.128.0.1",
            "2400:3200::1",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for own in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.31.255.255",
            "192.168.1.1",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(own.parse().unwrap()), "{own}");
        }
    }

    #[tokio::test]
    async fn a_name_that_stands_for_this_machine_is_not_asked() {
        let refused = reach().resolve("localhost".parse().unwrap()).await;
        assert!(refused.err().unwrap().is::<Forbidden>());
        let own = Reach::new(vec![Url::parse("http://localhost:9000").unwrap()]);
        assert!(own.resolve("localhost".parse().unwrap()).await.is_ok());
    }

    proptest! {
        #[test]
        fn what_is_read_has_a_name_or_is_ones_own(endpoint in any::<String>()) {
            if let Some(url) = reach().read(&endpoint) {
                prop_assert!(url.domain().is_some() || url.port() == Some(9000));
            }
        }
    }
}
