//! What the operator says about itself. Empty where nothing is configured: nothing is made up.

use serde::{Deserialize, Serialize};

use crate::geo::Crs;
use crate::notices::NoticeChannel;
use crate::personal::Retention;

/// `GET /api/v1/portal`: the operator's particulars for the footer and the privacy page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PortalView {
    /// 主办单位
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// How to reach the operator about personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// ICP 备案号
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icp_number: Option<String>,
    /// 公安备案号
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_security_number: Option<String>,
    /// 网站标识码
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_code: Option<String>,
    /// The promise for the first answer, in working days.
    pub first_contact_working_days: u8,
    /// How long what people wrote is kept once their request has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention: Option<Retention>,
    /// Where maps come from; without it there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<MapService>,
    /// How people can be told of news; only by looking when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<NoticeChannel>,
}

/// A tile service that may be shown in mainland China, and what must be shown with its maps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MapService {
    /// The address of a tile, with `{z}`, `{x}` and `{y}` in it, and `{s}` where there are subdomains.
    pub tiles: String,
    /// What `{s}` may be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subdomains: Vec<String>,
    /// The reference system that the tiles are drawn in.
    pub crs: Crs,
    /// 审图号
    pub approval_number: String,
    /// Whose maps they are.
    pub attribution: String,
}

impl MapService {
    /// Every scheme, host and port that tiles come from.
    pub fn origins(&self) -> Vec<String> {
        let path = self.tiles.match_indices('/').nth(2);
        let origin = path.and_then(|(path, _)| self.tiles.get(..path));
        let origin = origin.unwrap_or(&self.tiles);
        if self.subdomains.is_empty() {
            return vec![origin.to_owned()];
        }
        let named = |name: &String| origin.replace("{s}", name);
        self.subdomains.iter().map(named).collect()
    }
}
