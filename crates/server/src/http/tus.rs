//! What the upload protocol tus 1.0 says in headers, and what every answer of it carries.

use axum::extract::{FromRequestParts, Request};
use axum::http::header::AsHeaderName;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::evidence::{BASKET_HEADER, COUNT_HEADER};
use contract::problem::ProblemCode;
use jiff::Timestamp;

use super::extract::secret;
use super::problem::{Answer, Refusal, refuse};
use crate::domain::Checksum;

pub(crate) const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");
pub(crate) const EXTENSIONS: HeaderValue =
    HeaderValue::from_static("creation,checksum,expiration,termination");
pub(crate) const ALGORITHMS: HeaderValue = HeaderValue::from_static("sha1,sha256");

pub(crate) const TUS_RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub(crate) const TUS_VERSION: HeaderName = HeaderName::from_static("tus-version");
pub(crate) const TUS_EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
pub(crate) const TUS_MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
pub(crate) const TUS_ALGORITHM: HeaderName = HeaderName::from_static("tus-checksum-algorithm");
pub(crate) const UPLOAD_LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub(crate) const UPLOAD_OFFSET: HeaderName = HeaderName::from_static("upload-offset");
pub(crate) const UPLOAD_EXPIRES: HeaderName = HeaderName::from_static("upload-expires");

/// The layer: who speaks another version is told so, and every answer names the one spoken here. Reading the list
/// of a basket is no part of the protocol.
pub(crate) async fn speak(request: Request, next: Next) -> Response {
    let is_free = matches!(*request.method(), Method::OPTIONS | Method::GET);
    let given = request.headers().get(TUS_RESUMABLE);
    let mut response = if is_free || given.is_some_and(|version| version == VERSION) {
        next.run(request).await
    } else {
        let mut response = refuse(ProblemCode::UploadVersion).into_response();
        response.headers_mut().insert(TUS_VERSION, VERSION);
        response
    };
    response.headers_mut().insert(TUS_RESUMABLE, VERSION);
    response
}

/// The layer before all routes: some networks let only GET and POST pass, so clients may say in a header what they
/// mean (tus 1.0).
pub(crate) async fn override_method(mut request: Request, next: Next) -> Response {
    if let Some(method) = meant(&request) {
        *request.method_mut() = method;
    }
    next.run(request).await
}

fn meant(request: &Request) -> Option<Method> {
    let is_upload = request.uri().path().starts_with("/api/v1/evidence/");
    let named = request.headers().get("x-http-method-override")?;
    [Method::PATCH, Method::DELETE, Method::HEAD]
        .into_iter()
        .filter(|_| is_upload && request.method() == Method::POST)
        .find(|method| named == method.as_str())
}

/// `Evidence-Key`: 16 to 64 visible ASCII characters.
pub(crate) struct Basket(pub(crate) String);

/// An `Evidence-Key` that may be left out, but not be wrong.
pub(crate) struct OptionalBasket(pub(crate) Option<Basket>);

impl<S: Send + Sync> FromRequestParts<S> for Basket {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let OptionalBasket(basket) = OptionalBasket::from_request_parts(parts, state).await?;
        basket.ok_or_else(|| refuse(ProblemCode::EvidenceKeyMissing))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for OptionalBasket {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let basket = secret(&parts.headers, BASKET_HEADER)
            .map_err(|()| refuse(ProblemCode::EvidenceKeyMissing))?;
        Ok(Self(basket.map(Basket)))
    }
}

/// `Evidence-Count`; zero when it is left out.
pub(crate) struct FileCount(pub(crate) u64);

impl<S: Send + Sync> FromRequestParts<S> for FileCount {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        if !parts.headers.contains_key(COUNT_HEADER) {
            return Ok(Self(0));
        }
        number_in(&parts.headers, COUNT_HEADER).map(Self)
    }
}

/// A number in a header.
pub(crate) fn number_in(headers: &HeaderMap, name: impl AsHeaderName) -> Answer<u64> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| refuse(ProblemCode::UploadMalformed))
}

/// The file's name in `Upload-Metadata`; empty when it has none.
pub(crate) fn file_name(headers: &HeaderMap) -> Answer<String> {
    let name = metadata(headers, &["filename", "name"])?;
    Ok(name.unwrap_or_default())
}

/// What the client itself calls the upload in `Upload-Metadata`, if it calls it anything.
pub(crate) fn own_id(headers: &HeaderMap) -> Answer<Option<String>> {
    metadata(headers, &["id"])
}

/// The first value under any of these keys.
fn metadata(headers: &HeaderMap, keys: &[&str]) -> Answer<Option<String>> {
    let Some(metadata) = headers.get("upload-metadata") else {
        return Ok(None);
    };
    let malformed = || refuse(ProblemCode::UploadMalformed);
    let mut pairs = metadata.to_str().map_err(|_| malformed())?.split(',');
    let found = pairs.find_map(|pair| {
        let (key, value) = pair.trim().split_once(' ')?;
        keys.contains(&key).then_some(value.trim())
    });
    let Some(value) = found else {
        return Ok(None);
    };
    let value = STANDARD.decode(value).map_err(|_| malformed())?;
    String::from_utf8(value).map(Some).map_err(|_| malformed())
}

/// What the bytes of this request must come to.
pub(crate) fn checksum(headers: &HeaderMap) -> Answer<Option<Checksum>> {
    let Some(value) = headers.get("upload-checksum") else {
        return Ok(None);
    };
    value
        .to_str()
        .ok()
        .and_then(Checksum::parse)
        .map(Some)
        .ok_or_else(|| refuse(ProblemCode::UploadMalformed))
}

/// Whether the body is declared as a part of a file.
pub(crate) fn declares_bytes(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/offset+octet-stream")
}

/// A moment as HTTP writes it.
pub(crate) fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn name_in(metadata: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert("upload-metadata", metadata.parse().unwrap());
        file_name(&headers).ok()
    }

    #[test]
    fn a_name_is_found_among_what_else_clients_say() {
        let pdf = STANDARD.encode("欠条.pdf");
        for metadata in [
            format!("filename {pdf}"),
            format!("is_confidential,filetype YQ==, filename {pdf},x"),
            format!("name {pdf}"),
        ] {
            assert_eq!(name_in(&metadata).as_deref(), Some("欠条.pdf"));
        }
        assert_eq!(name_in("filetype YQ==").as_deref(), Some(""));
        assert_eq!(name_in("filename").as_deref(), Some(""));
        assert_eq!(name_in("filename ***"), None);
        assert_eq!(name_in("filename /w=="), None);
    }

    #[test]
    fn dates_are_those_of_http() {
        let at: Timestamp = "2026-11-24T04:00:00Z".parse().unwrap();
        assert_eq!(http_date(at), "Tue, 24 Nov 2026 04:00:00 GMT");
    }
}
