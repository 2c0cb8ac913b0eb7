//! Evidence: files uploaded with tus 1.0 into the basket of a draft, and handed out to the owner of a request.

use std::time::Duration;

use contract::evidence::{BASKET_HEADER, BasketView};
use contract::problem::{Problem, ProblemCode};
use js_sys::ArrayBuffer;
use web_sys::Blob;

use super::requests::{authorization, path};
use super::transport::{Begun, begin};
use super::{ApiFailure, Call, Method, call};
use crate::platform::checksum::{base64, sha256};
use crate::state::CaseKey;

const EVIDENCE: &str = "/api/v1/evidence";
const OK: u16 = 200;
const CREATED: u16 = 201;
const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
/// How long a piece of a file may take: a small one on a slow line, or the last one, after which the file is looked at.
const PIECE_LIMIT: Duration = Duration::from_secs(60);
/// How long a whole file may take.
const FILE_LIMIT: Duration = Duration::from_secs(600);

/// A file that is about to be uploaded.
#[derive(Clone, Copy, Debug)]
pub struct Announced<'a> {
    /// The phone's name for it: what is begun again under it is the same upload.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// How large it is.
    pub bytes: u64,
}

/// The files in a basket that are whole.
pub async fn basket(key: &str) -> Result<BasketView, ApiFailure> {
    call(Call {
        method: Method::GET,
        path: EVIDENCE,
        headers: &[(BASKET_HEADER, key)],
        body: None,
    })
    .await
}

/// Begins to upload a file, for a case that was filed or one that is being written. Gives its id, and up to where the
/// server has it: an earlier beginning may have been answered in vain.
pub async fn begin_upload(
    key: &str,
    case: Option<&CaseKey>,
    file: Announced<'_>,
) -> Result<(String, u64), ApiFailure> {
    let name = base64(file.name.as_bytes()).unwrap_or_default();
    let length = file.bytes.to_string();
    let id = base64(file.id.as_bytes()).unwrap_or_default();
    let metadata = ["filename ", &name, ",id ", &id].concat();
    let mut headers = vec![
        (BASKET_HEADER, key),
        TUS,
        ("upload-length", length.as_str()),
        ("upload-metadata", metadata.as_str()),
    ];
    let secret = case.map(authorization);
    headers.extend(secret.as_deref().map(|secret| ("authorization", secret)));
    let place = case.map_or(EVIDENCE.to_owned(), |case| path(case, "/evidence"));
    let begun = begin(Method::POST, &place, &headers, None, PIECE_LIMIT).await?;
    let location = begun.header("location");
    let id = location
        .as_deref()
        .and_then(|path| path.rsplit('/').next())
        .map(str::to_owned);
    if begun.status() == CREATED {
        return Ok((id.ok_or(ApiFailure::Unreadable)?, offset(&begun)?));
    }
    begun.end().await?;
    Err(ApiFailure::Unreadable)
}

/// Up to where the server has a file.
pub async fn uploaded(key: &str, id: &str) -> Result<u64, ApiFailure> {
    let headers = [(BASKET_HEADER, key), TUS];
    let begun = begin(Method::HEAD, &file_path(id), &headers, None, PIECE_LIMIT).await?;
    match begun.status() {
        OK => offset(&begun),
        status => Err(wordless(status)),
    }
}

/// Sends the bytes of a file from `offset` on. Gives up to where the server has it then.
pub async fn send_piece(
    key: &str,
    id: &str,
    from: u64,
    bytes: ArrayBuffer,
) -> Result<u64, ApiFailure> {
    let checksum = sha256(&bytes).await;
    let from = from.to_string();
    let mut headers = vec![
        (BASKET_HEADER, key),
        TUS,
        ("content-type", "application/offset+octet-stream"),
        ("upload-offset", &from),
    ];
    headers.extend(
        checksum
            .as_deref()
            .map(|checksum| ("upload-checksum", checksum)),
    );
    let path = file_path(id);
    let begun = begin(
        Method::PATCH,
        &path,
        &headers,
        Some(bytes.into()),
        PIECE_LIMIT,
    )
    .await?;
    let sent = offset(&begun);
    begun.end().await?;
    sent
}

/// Deletes an upload, or a file that belongs to no request yet.
pub async fn drop_upload(key: &str, id: &str) -> Result<(), ApiFailure> {
    let headers = [(BASKET_HEADER, key), TUS];
    let begun = begin(Method::DELETE, &file_path(id), &headers, None, PIECE_LIMIT).await?;
    begun.end().await
}

/// A file of the request that this number and code open.
pub async fn evidence_file(case: &CaseKey, id: &str) -> Result<Blob, ApiFailure> {
    let path = path(case, &["/evidence/", id].concat());
    let headers = [("authorization", authorization(case))];
    let headers = headers
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    begin(Method::GET, &path, &headers, None, FILE_LIMIT)
        .await?
        .file()
        .await
}

fn file_path(id: &str) -> String {
    [EVIDENCE, "/", id].concat()
}

fn offset(begun: &Begun) -> Result<u64, ApiFailure> {
    begun
        .header("upload-offset")
        .and_then(|offset| offset.parse().ok())
        .ok_or(ApiFailure::Unreadable)
}

/// Why there is no answer, where only the status tells.
fn wordless(status: u16) -> ApiFailure {
    let code = match status {
        404 => ProblemCode::EvidenceNotFound,
        422 => ProblemCode::EvidenceDamaged,
        429 => ProblemCode::TooManyRequests,
        _ => return ApiFailure::Unreadable,
    };
    ApiFailure::Rejected(Box::new(Problem {
        kind: String::new(),
        title: String::new(),
        status,
        code,
        request_id: String::new(),
        issues: Vec::new(),
        legal_moves: Vec::new(),
        retry_after: None,
        filed_on: None,
        since: Vec::new(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_alone_says_whether_to_go_on() {
        assert_eq!(wordless(404).code(), Some(ProblemCode::EvidenceNotFound));
        assert_eq!(wordless(422).code(), Some(ProblemCode::EvidenceDamaged));
        assert_eq!(wordless(503), ApiFailure::Unreadable);
    }
}
