//! What the operator says about itself. Empty where nothing is configured: nothing is made up.

use serde::{Deserialize, Serialize};

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
}
