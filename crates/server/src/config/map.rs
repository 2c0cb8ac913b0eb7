//! The tile service that maps come from. A map may only be shown with its approval number and the name of
//! whose it is, so all of the settings are there or none.

use std::net::IpAddr;

use axum::http::uri::Authority;
use contract::geo::Crs;
use contract::portal::MapService;

use super::{ConfigError, Values, text};

/// The settings without which there is no map.
const NEEDED: [&str; 4] = [
    "map-tiles",
    "map-crs",
    "map-approval-number",
    "map-attribution",
];

/// The service, if one is configured.
pub(super) fn service(values: &Values) -> Result<Option<MapService>, ConfigError> {
    let tiles = values.optional("map-tiles", tiles)?;
    let subdomains = values.optional("map-subdomains", subdomains)?;
    let crs = values.optional("map-crs", crs)?;
    let approval_number = values.optional("map-approval-number", text)?;
    let attribution = values.optional("map-attribution", text)?;
    let given = [
        tiles.is_some(),
        crs.is_some(),
        approval_number.is_some(),
        attribution.is_some(),
    ];
    let has_subdomains = subdomains.is_some();
    if let (Some(tiles), Some(crs), Some(approval_number), Some(attribution)) =
        (tiles, crs, approval_number, attribution)
    {
        if tiles.contains("{s}") != has_subdomains {
            let missing = if has_subdomains {
                "{s} in map-tiles"
            } else {
                "map-subdomains"
            };
            return Err(ConfigError::Incomplete {
                missing: missing.to_owned(),
                why: "{s} in map-tiles stands for the values of map-subdomains",
            });
        }
        return Ok(Some(MapService {
            tiles,
            subdomains: subdomains.unwrap_or_default(),
            crs,
            approval_number,
            attribution,
        }));
    }
    if !has_subdomains && !given.contains(&true) {
        return Ok(None);
    }
    let missing: Vec<&str> = NEEDED
        .into_iter()
        .zip(given)
        .filter_map(|(name, given)| (!given).then_some(name))
        .collect();
    Err(ConfigError::Incomplete {
        missing: missing.join(", "),
        why: "a map is only shown with all of them; set none for a portal without maps",
    })
}

/// The address of tiles. Encrypted, except on this machine itself; only `{s}` may change its host, so that pages
/// can be allowed exactly these hosts.
fn tiles(value: &str) -> Result<String, &'static str> {
    const EXPECTED: &str = "an address with {z}, {x} and {y} in its path, such as https://t{s}.example.cn/{z}/{x}/{y}.png; http:// only for a host of this machine";
    let read = || {
        let (scheme, rest) = value.split_once("://")?;
        let (authority, path) = rest.split_once('/')?;
        let authority = authority.replace("{s}", "0");
        // Nothing else may reach the content security policy.
        let fine_authority = authority
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
        let authority: Authority = authority.parse().ok()?;
        let fine_scheme = scheme == "https" || (scheme == "http" && is_here(authority.host()));
        let bare = ["{z}", "{x}", "{y}"]
            .into_iter()
            .try_fold(path.to_owned(), |path, part| {
                path.contains(part).then(|| path.replace(part, "0"))
            })?;
        let fine_path = bare
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'{' | b'}' | b'"' | b'\''));
        (fine_scheme && fine_authority && fine_path).then(|| value.to_owned())
    };
    read().ok_or(EXPECTED)
}

/// Whether a host is this machine itself.
pub(super) fn is_here(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn subdomains(value: &str) -> Result<Vec<String>, &'static str> {
    let names: Vec<String> = value
        .split(',')
        .map(|name| name.trim().to_owned())
        .collect();
    let fine = |name: &String| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    names
        .iter()
        .all(fine)
        .then_some(names)
        .ok_or("letters and digits separated by commas, such as 0,1,2,3")
}

fn crs(value: &str) -> Result<Crs, &'static str> {
    match Crs::from_wire(value) {
        // 百度 cuts its tiles along a grid of its own, which no map library of ours draws.
        Crs::Bd09 | Crs::Unknown => Err("wgs84 (also for CGCS2000) or gcj02"),
        known => Ok(known),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::tests::gather;
    use super::*;

    const WHOLE: [(&str, &str); 4] = [
        ("map-tiles", "https://tiles.example.cn/{z}/{x}/{y}.png"),
        ("map-crs", "gcj02"),
        ("map-approval-number", "GS(2024)0000号"),
        ("map-attribution", "示例地图"),
    ];

    fn read(given: &[(&'static str, &str)]) -> Result<Option<MapService>, String> {
        let values = gather(given, &[], "").unwrap();
        service(&values).map_err(|error| error.to_string())
    }

    fn with<'a>(change: &[(&'static str, &'a str)]) -> Result<Option<MapService>, String> {
        let mut given: Vec<(&'static str, &'a str)> = WHOLE.to_vec();
        given.retain(|(name, _)| change.iter().all(|(other, _)| other != name));
        given.extend(change);
        read(&given)
    }

    #[test]
    fn a_map_is_there_as_a_whole_or_not_at_all() {
        assert_eq!(read(&[]), Ok(None));
        let service = read(&WHOLE).unwrap().unwrap();
        assert_eq!(service.crs, Crs::Gcj02);
        assert_eq!(service.origins(), ["https://tiles.example.cn"]);
        for missing in WHOLE {
            let given: Vec<_> = WHOLE.into_iter().filter(|one| *one != missing).collect();
            let error = read(&given).unwrap_err();
            assert!(error.contains(missing.0), "{error}");
            let alone = read(&[missing]).unwrap_err();
            assert!(!alone.contains(missing.0), "{alone}");
        }
        let error = read(&[("map-subdomains", "0,1")]).unwrap_err();
        assert!(error.contains("map-tiles, map-crs"), "{error}");
    }

    #[test]
    fn subdomains_and_their_place_go_together() {
        let place = ("map-tiles", "https://t{s}.example.cn:8443/{z}/{y}/{x}?tk=1");
        let names = ("map-subdomains", "0, 1");
        let service = with(&[place, names]).unwrap().unwrap();
        assert_eq!(
            service.origins(),
            ["https://t0.example.cn:8443", "https://t1.example.cn:8443"]
        );
        let error = with(&[place]).unwrap_err();
        assert!(error.contains("map-subdomains"), "{error}");
        let error = with(&[names]).unwrap_err();
        assert!(error.contains("{s} in map-tiles"), "{error}");
        assert!(with(&[place, ("map-subdomains", "0,,1")]).is_err());
    }

    #[test]
    fn tiles_come_encrypted_and_from_hosts_that_are_known() {
        for fine in [
            "http://127.0.0.1:9000/{z}/{x}/{y}",
            "http://localhost/{z}/{x}/{y}",
            "http://[::1]:9000/{z}/{x}/{y}",
            "https://tiles.example.cn/wmts?z={z}&x={x}&y={y}&key=a,b;c",
        ] {
            let service = with(&[("map-tiles", fine)]).unwrap().unwrap();
            assert_eq!(service.tiles, fine);
        }
        for wrong in [
            "http://tiles.example.cn/{z}/{x}/{y}",
            "http://127.0.0.1.example.cn/{z}/{x}/{y}",
            "//tiles.example.cn/{z}/{x}/{y}",
            "https://tiles.example.cn/{z}/{x}",
            "https://{x}.example.cn/{z}/{x}/{y}",
            "https://tiles.example.cn/{z}/{x}/{y}{r}",
            "https://user:secret@tiles.example.cn/{z}/{x}/{y}",
            "https://a.cn;script-src/{z}/{x}/{y}",
            "https://a.cn *.example.cn/{z}/{x}/{y}",
            "https://*.example.cn/{z}/{x}/{y}",
            "https:///{z}/{x}/{y}",
        ] {
            let error = with(&[("map-tiles", wrong)]).unwrap_err();
            assert!(error.contains("setting map-tiles"), "{wrong}: {error}");
        }
        assert!(with(&[("map-crs", "bd09")]).is_err());
    }
}
