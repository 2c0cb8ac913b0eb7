//! A file that somebody may save: it opens nothing and runs nothing, wherever it is shown, and is kept by nobody.

use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in a file name of `Content-Disposition` as it is (RFC 8187).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const POLICY: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Its name, a name in ASCII for clients that know no other, what it is, how long where that is known, and its bytes.
pub(crate) fn attachment(
    name: &str,
    plain_name: &str,
    media_type: &str,
    length: Option<u64>,
    body: Body,
) -> Response {
    let name = utf8_percent_encode(name, PLAIN);
    let disposition = format!("attachment; filename=\"{plain_name}\"; filename*=UTF-8''{name}");
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let mut response = (headers, body).into_response();
    if let Some(length) = length {
        let length = HeaderValue::from(length);
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, length);
    }
    response
}
