//! Who is calling: the peer's address, or what trusted proxies say about it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The other end of the connection. The listener puts it into each request.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The client's address as limits see it: one IPv4 address, or one IPv6 network of 64 bits, because
/// a household or a phone has a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ClientAddress(pub(crate) IpAddr);

impl ClientAddress {
    /// Walks `X-Forwarded-For` from the right while the speaker is trusted.
    pub(crate) fn new(peer: Option<Peer>, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Peer(peer)| {
            peer.ip().to_canonical()
        });
        let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
        let mut client = peer;
        if is_trusted(&peer) {
            for value in headers.get_all("x-forwarded-for").iter().rev() {
                for hop in value.to_str().unwrap_or_default().rsplit(',') {
                    let Ok(address) = hop.trim().parse::<IpAddr>() else {
                        return Self(network_of(client));
                    };
                    client = address.to_canonical();
                    if !is_trusted(&client) {
                        return Self(network_of(client));
                    }
                }
            }
        }
        Self(network_of(client))
    }
}

/// What is one client: an IPv4 address, or an IPv6 network.
pub(super) fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn client(peer: &str, forwarded: &[&str], trusted: &str) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<IpNet> = trusted
            .split(',')
            .filter_map(|net| net.parse().ok())
            .collect();
        let peer = Peer(SocketAddr::new(peer.parse().unwrap(), 1));
        ClientAddress::new(Some(peer), &headers, &trusted)
            .0
            .to_string()
    }

    #[test]
    fn nobody_is_believed_unless_trusted() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"], ""), "203.0.113.9");
        assert_eq!(
            client("203.0.113.9", &["198.51.100.1"], "10.0.0.0/8"),
            "203.0.113.9"
        );
    }

    #[test]
    fn the_last_address_a_trusted_proxy_saw_counts() {
        let trusted = "10.0.0.0/8";
        assert_eq!(
            client("10.0.0.1", &["198.51.100.1"], trusted),
            "198.51.100.1"
        );
        assert_eq!(
            client("10.0.0.1", &["1.1.1.1, 198.51.100.1, 10.0.0.2"], trusted),
            "198.51.100.1"
        );
        assert_eq!(
            client("10.0.0.1", &["1.1.1.1", "198.51.100.1"], trusted),
            "198.51.100.1"
        );
        assert_eq!(client("10.0.0.1", &["junk"], trusted), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[], trusted), "10.0.0.1");
    }

    #[test]
    fn one_ipv6_network_is_one_client() {
        assert_eq!(client("2001:db8:1:2:3:4:5:6", &[], ""), "2001:db8:1:2::");
        assert_eq!(client("::ffff:203.0.113.9", &[], ""), "203.0.113.9");
    }
}
