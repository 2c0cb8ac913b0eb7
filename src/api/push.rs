//! Being told of news by a browser: which is, beginning and ending it.

use contract::push::{PushDevice, PushMark, PushStop, PushSubscription};
use contract::request::RequestView;

use super::requests::{authorization, path};
use super::{ApiFailure, Call, Method, call, to_json};
use crate::state::CaseKey;

/// From now on this browser is told. Again is no different from once.
pub async fn begin_push(
    case: &CaseKey,
    browser: &PushSubscription,
) -> Result<RequestView, ApiFailure> {
    call(Call {
        method: Method::PUT,
        path: &path(case, "/push"),
        headers: &[("authorization", &authorization(case))],
        body: to_json(browser),
    })
    .await
}

/// Whether the browser with this address is told.
pub async fn is_pushed(case: &CaseKey, endpoint: &str) -> Result<bool, ApiFailure> {
    let browser = PushDevice {
        endpoint: endpoint.to_owned(),
    };
    let mark: PushMark = call(Call {
        method: Method::POST,
        path: &path(case, "/push/look"),
        headers: &[("authorization", &authorization(case))],
        body: to_json(&browser),
    })
    .await?;
    Ok(mark.on)
}

/// The browser with this address is told no more; without one, none is.
pub async fn end_push(case: &CaseKey, endpoint: Option<String>) -> Result<RequestView, ApiFailure> {
    call(Call {
        method: Method::POST,
        path: &path(case, "/push/stop"),
        headers: &[("authorization", &authorization(case))],
        body: to_json(&PushStop { endpoint }),
    })
    .await
}
