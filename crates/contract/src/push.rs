//! News on the screen of a device, carried by the push service of its browser (RFC 8030): what browser and server tell
//! each other about it.

use serde::{Deserialize, Serialize};

use crate::request::Content;

/// The most devices of a request. Whoever begins with another has the one left out that began first.
pub const DEVICES_MAX: u32 = 5;
/// Longest address of a browser at its push service, in bytes.
pub const ENDPOINT_MAX: usize = 2048;

/// Whether news of a request may come up on a screen. Not where somebody is afraid: of a way that is chosen after
/// filing nobody has said that it is safe (compare [`crate::personal::Correction`]).
pub fn may_show(content: &Content) -> bool {
    !content.afraid
}

/// Body of `PUT /api/v1/requests/{number}/push`: where a browser is reached and for whom is encrypted, as the browser
/// made it (Push API).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushSubscription {
    /// The browser's address at its push service. Whoever knows it can be told by it, so it is a secret.
    pub endpoint: String,
    /// The browser's public key: an uncompressed point of P-256 in base64url.
    pub p256dh: String,
    /// The secret that messages are authenticated with: 16 bytes in base64url.
    pub auth: String,
}

/// Body of `POST /api/v1/requests/{number}/push/look`: a browser, by its address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushDevice {
    /// As in [`PushSubscription::endpoint`].
    pub endpoint: String,
}

/// Body of `POST /api/v1/requests/{number}/push/stop`: which browser is told no more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushStop {
    /// The one with this address; all of them without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
}

/// Whether a browser is told of news of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushMark {
    /// Whether it is.
    pub on: bool,
}

/// How the owner of a request can be told on their devices, and is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushView {
    /// The public key that browsers know the portal by (RFC 8292), in base64url; without it no further device begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// How many devices are told.
    pub devices: u32,
}
