//! Evidence: uploaded with tus 1.0, attached when the request is filed, handed out to whom it concerns.

use std::collections::HashSet;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::evidence::{
    BasketView, EvidenceKind, EvidenceView, FILE_BYTES_MAX, FILES_MAX, REQUEST_BYTES_MAX,
    WAITING_HOURS,
};
use contract::problem::ProblemCode as P;
use contract::request::RequestView;
use fengqiao::crypto::Keyring;
use fengqiao::evidence::{Shelf, ShelfError};
use futures_util::future::join_all;
use futures_util::stream;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;
use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use support::s3::S3;

use crate::actors::{Answer, Anybody, Owner};
use crate::app::{Options, Place, TestApp};
use crate::samples::{COMMITTEE, LABOR, draft, key};

const FILES: &str = "/api/v1/evidence";

/// A phone that sends files into one basket.
#[derive(Clone)]
struct Phone {
    caller: Anybody,
}

impl Phone {
    fn new(app: &TestApp, basket: &str) -> Self {
        let caller = app.anybody().with("tus-resumable", "1.0.0");
        Self {
            caller: caller.with("evidence-key", basket),
        }
    }

    async fn begin_at(&self, path: &str, name: &str, length: u64) -> Answer {
        self.caller
            .with("upload-length", length.to_string())
            .with(
                "upload-metadata",
                format!("filename {}", STANDARD.encode(name)),
            )
            .send(Method::POST, path, Body::empty())
            .await
    }

    /// Begins an upload; its address.
    async fn begins(&self, name: &str, length: usize) -> String {
        let answer = self.begin_at(FILES, name, length as u64).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        answer.header("location").to_owned()
    }

    /// Begins an upload that the phone calls so.
    async fn begins_as(&self, id: &str, length: u64) -> String {
        let answer = self.begin_as(FILES, id, length).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        answer.header("location").to_owned()
    }

    async fn begin_as(&self, path: &str, id: &str, length: u64) -> Answer {
        let (name, id) = (STANDARD.encode("借条.jpg"), STANDARD.encode(id));
        self.caller
            .with("upload-length", length.to_string())
            .with("upload-metadata", format!("filename {name},id {id}"))
            .send(Method::POST, path, Body::empty())
            .await
    }

    fn sender(&self, offset: usize) -> Anybody {
        self.caller
            .with("upload-offset", offset.to_string())
            .with("content-type", "application/offset+octet-stream")
    }

    async fn send(&self, file: &str, offset: usize, bytes: &[u8]) -> Answer {
        let body = bytes.to_vec();
        self.sender(offset).send(Method::PATCH, file, body).await
    }

    /// Sends bytes until the connection breaks.
    async fn loses_connection(&self, file: &str, offset: usize, bytes: &[u8]) -> Answer {
        let sent: Vec<Result<Bytes, std::io::Error>> = vec![
            Ok(Bytes::copy_from_slice(bytes)),
            Err(std::io::ErrorKind::ConnectionReset.into()),
        ];
        let body = Body::from_stream(stream::iter(sent));
        self.sender(offset).send(Method::PATCH, file, body).await
    }

    async fn asks(&self, file: &str) -> Answer {
        self.caller.send(Method::HEAD, file, Body::empty()).await
    }

    async fn offset(&self, file: &str) -> usize {
        let answer = self.asks(file).await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
        answer.header("upload-offset").parse().unwrap()
    }

    async fn uploads(&self, name: &str, bytes: &[u8]) -> Answer {
        let file = self.begins(name, bytes.len()).await;
        self.send(&file, 0, bytes).await
    }

    /// Uploads a file that is fine.
    async fn keeps(&self, name: &str, bytes: &[u8]) {
        let answer = self.uploads(name, bytes).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
    }

    async fn basket(&self) -> Vec<EvidenceView> {
        let answer = self.caller.get(FILES).await;
        answer.good::<BasketView>().files
    }

    async fn files(&self, number: u32) -> Owner {
        self.caller.files(&key(number), &draft()).await
    }
}

fn owner_path(owner: &Owner, file: &str) -> String {
    format!("/api/v1/requests/{}/evidence/{file}", owner.number)
}

async fn opens(owner: &Owner, file: &str) -> Answer {
    owner.caller().get(&owner_path(owner, file)).await
}

/// A document of so many bytes.
fn pdf(length: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    bytes.extend(
        (0..)
            .map(|at: usize| b'a' + u8::try_from(at % 23).unwrap())
            .take(length - 15),
    );
    bytes.extend(b"%%EOF\n");
    bytes
}

/// A photo with the position it was taken at.
fn photo() -> Vec<u8> {
    let picture =
        image::RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 6, y as u8 * 8, 90]));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut jpeg, image::ImageFormat::Jpeg)
        .unwrap();
    let note = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0GPSLatitude 32.0603 PhoneModel";
    let length = u16::try_from(note.len() + 2).unwrap().to_be_bytes();
    let (start, rest) = jpeg.get_ref().split_at(2);
    [start, &[0xff, 0xe1], &length, note, rest].concat()
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Makes two tests of each case: with evidence in a folder and in an S3 store.
macro_rules! wherever {
    ($($case:ident),+ $(,)?) => {
        mod in_a_folder { $(
            #[tokio::test]
            async fn $case() {
                super::$case(super::Place::Folder).await;
            }
        )+ }

        mod in_s3 { $(
            #[tokio::test]
            async fn $case() {
                super::$case(super::Place::S3).await;
            }
        )+ }
    };
}

wherever! {
    a_file_goes_from_the_phone_to_the_organization,
    bytes_of_another_checksum_are_not_kept,
    what_came_before_the_connection_broke_is_kept_over_a_restart,
    a_file_that_was_whole_when_the_server_died_is_looked_at_when_it_is_asked_for,
    of_two_senders_at_once_one_wins,
    what_nobody_files_expires_and_is_deleted,
    a_file_is_taken_back_until_it_is_filed,
    files_that_lie_are_refused_and_the_others_kept,
    more_is_added_with_number_and_code_while_the_case_is_open,
}

async fn a_file_goes_from_the_phone_to_the_organization(place: Place) {
    let app = TestApp::keeping(place).await;
    let phone = Phone::new(&app, &key(100));
    let bytes = pdf(2_500_000);
    let file = phone.begins("../工资 条.pdf", bytes.len()).await;
    let half = phone.send(&file, 0, &bytes[..1_200_000]).await;
    assert_eq!(half.status, StatusCode::NO_CONTENT, "{}", half.text());
    assert_eq!(half.header("upload-offset"), "1200000");
    assert_eq!(half.header("tus-resumable"), "1.0.0");
    assert!(phone.basket().await.is_empty(), "not whole yet");
    let rest = phone.send(&file, 1_200_000, &bytes[1_200_000..]).await;
    assert_eq!(rest.header("upload-offset"), "2500000");

    let waiting = phone.basket().await;
    let [view] = waiting.as_slice() else {
        panic!("{waiting:?}")
    };
    assert_eq!(file, format!("{FILES}/{}", view.id));
    assert_eq!(
        (view.name.as_str(), view.kind),
        ("工资 条.pdf", EvidenceKind::Pdf)
    );
    assert_eq!(
        (view.bytes, view.at.as_str()),
        (2_500_000, "2026-11-23T12:00:00+08:00")
    );

    let owner = phone.files(1).await;
    assert!(phone.basket().await.is_empty());
    assert_eq!(owner.sees().await.evidence, waiting);
    let staff = app.staff(LABOR).await;
    let seen: RequestView = staff.open(&owner.number).await.good();
    assert_eq!(seen.evidence, waiting);

    let path = format!(
        "/api/v1/staff/requests/{}/evidence/{}",
        owner.number, view.id
    );
    for handed in [
        staff.caller().get(&path).await,
        opens(&owner, &view.id).await,
    ] {
        assert_eq!(handed.status, StatusCode::OK);
        assert!(handed.body == bytes);
        for (name, value) in [
            ("content-type", "application/pdf"),
            ("content-length", "2500000"),
            (
                "content-disposition",
                "attachment; filename=\"evidence.pdf\"; filename*=UTF-8''%E5%B7%A5%E8%B5%84%20%E6%9D%A1.pdf",
            ),
            ("x-content-type-options", "nosniff"),
            (
                "content-security-policy",
                "sandbox; default-src 'none'; frame-ancestors 'none'",
            ),
            ("cache-control", "no-store"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(handed.header(name), value, "{name}");
        }
    }

    // Sealed, in few pieces, and nothing is left of those it came in.
    let objects = app.objects();
    assert_eq!(objects.len(), 3);
    for object in objects {
        let sealed = std::fs::read(object).unwrap();
        assert!(!contains(&sealed, b"abcdefgh") && !contains(&sealed, b"%PDF-1.4"));
    }
}

#[tokio::test]
async fn filing_again_attaches_nothing_twice() {
    let app = TestApp::new().await;
    let phone = Phone::new(&app, &key(100));
    phone.keeps("a.pdf", &pdf(100)).await;
    let owner = phone.files(1).await;
    phone.keeps("b.pdf", &pdf(100)).await;
    let again = phone.caller.file(&key(1), &draft()).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(owner.sees().await.evidence.len(), 1);
    // A request without the secret has no files.
    let other = app.anybody().files(&key(2), &draft()).await;
    assert!(other.sees().await.evidence.is_empty());
}

#[tokio::test]
async fn the_protocol_says_what_it_can() {
    let app = TestApp::new().await;
    let told = app.anybody().send(Method::OPTIONS, FILES, "").await;
    assert_eq!(told.status, StatusCode::NO_CONTENT);
    for (name, value) in [
        ("tus-resumable", "1.0.0"),
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation,checksum,expiration,termination"),
        ("tus-checksum-algorithm", "sha1,sha256"),
        ("tus-max-size", "52428800"),
    ] {
        assert_eq!(told.header(name), value);
    }
    for version in ["0.2.2", "2.0.0"] {
        let caller = app.anybody().with("tus-resumable", version);
        let refused = caller.send(Method::POST, FILES, "").await;
        refused.is(P::UploadVersion);
        assert_eq!(refused.header("tus-version"), "1.0.0");
        assert_eq!(refused.header("tus-resumable"), "1.0.0");
    }
    let silent = app.anybody().send(Method::POST, FILES, "").await;
    silent.is(P::UploadVersion);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let app = TestApp::new().await;
    let phone = Phone::new(&app, &key(100));
    let caller = &phone.caller;
    for length in ["", "x", "-1", "1.5", "+1", "99999999999999999999"] {
        let caller = caller.with("upload-length", length);
        caller
            .send(Method::POST, FILES, "")
            .await
            .is(P::UploadMalformed);
    }
    caller
        .send(Method::POST, FILES, "")
        .await
        .is(P::UploadMalformed);
    let sized = caller.with("upload-length", "9");
    let broken = sized.with("upload-metadata", "filename ***");
    broken
        .send(Method::POST, FILES, "")
        .await
        .is(P::UploadMalformed);
    sized
        .send(Method::POST, FILES, "")
        .await
        .is(P::EvidenceKind);
    for (name, length, code) in [
        ("a.exe", 9, P::EvidenceKind),
        ("a.pdf", 0, P::EvidenceEmpty),
        ("a.pdf", FILE_BYTES_MAX + 1, P::TooLarge),
        ("a.pdf", u64::MAX, P::TooLarge),
    ] {
        phone.begin_at(FILES, name, length).await.is(code);
    }
    let keyless = app.anybody().with("tus-resumable", "1.0.0");
    keyless
        .send(Method::POST, FILES, "")
        .await
        .is(P::EvidenceKeyMissing);
    let short = keyless.with("evidence-key", "short");
    short
        .send(Method::POST, FILES, "")
        .await
        .is(P::EvidenceKeyMissing);
    app.anybody().get(FILES).await.is(P::EvidenceKeyMissing);
    short
        .file(&key(1), &draft())
        .await
        .is(P::EvidenceKeyMissing);

    let file = phone.begins("a.pdf", 100).await;
    let untyped = caller.with("upload-offset", "0");
    untyped
        .send(Method::PATCH, &file, "x")
        .await
        .is(P::UnsupportedMediaType);
    let placeless = caller.with("content-type", "application/offset+octet-stream");
    placeless
        .send(Method::PATCH, &file, "x")
        .await
        .is(P::UploadMalformed);
    phone.send(&file, 1, b"x").await.is(P::UploadOffset);
    phone.send(&file, 0, &[0; 101]).await.is(P::TooLarge);
    for path in ["/api/v1/evidence/none", "/api/v1/evidence/%27%3B%20DROP"] {
        assert_eq!(phone.asks(path).await.status, StatusCode::NOT_FOUND);
        phone.send(path, 0, b"x").await.is(P::EvidenceNotFound);
    }
    phone
        .send("/api/v1/evidence/%00", 0, b"x")
        .await
        .is(P::MalformedParameter);
}

#[tokio::test]
async fn others_baskets_do_not_exist() {
    let app = TestApp::new().await;
    let (phone, other) = (Phone::new(&app, &key(100)), Phone::new(&app, &key(101)));
    let bytes = pdf(100);
    let file = phone.begins("a.pdf", 100).await;
    phone.send(&file, 0, &bytes[..50]).await;
    assert_eq!(other.asks(&file).await.status, StatusCode::NOT_FOUND);
    other
        .send(&file, 50, &bytes[50..])
        .await
        .is(P::EvidenceNotFound);
    let removed = other.caller.send(Method::DELETE, &file, "").await;
    removed.is(P::EvidenceNotFound);
    phone.send(&file, 50, &bytes[50..]).await;
    assert!(other.basket().await.is_empty());
    let owner = other.files(1).await;
    assert!(owner.sees().await.evidence.is_empty());
    assert_eq!(phone.basket().await.len(), 1);
}

async fn bytes_of_another_checksum_are_not_kept(place: Place) {
    let app = TestApp::keeping(place).await;
    let phone = Phone::new(&app, &key(100));
    let bytes = pdf(1_500_000);
    let file = phone.begins("a.pdf", bytes.len()).await;
    let with = async |offset, sum: String, bytes: &[u8]| {
        let sender = phone.sender(offset).with("upload-checksum", sum);
        sender.send(Method::PATCH, &file, bytes.to_vec()).await
    };
    let sha1 = |bytes: &[u8]| format!("sha1 {}", STANDARD.encode(Sha1::digest(bytes)));
    let wrong = with(0, sha1(b"other"), &bytes).await;
    wrong.is(P::ChecksumMismatch);
    assert_eq!((phone.offset(&file).await, app.objects().len()), (0, 0));
    for unknown in ["md5 AAAA", "sha1", "sha1 ***"] {
        let refused = with(0, unknown.to_owned(), b"x").await;
        refused.is(P::UploadMalformed);
    }
    let (first, rest) = bytes.split_at(1_200_000);
    let good = with(0, sha1(first), first).await;
    assert_eq!(good.header("upload-offset"), "1200000");
    let sha256 = format!("sha256 {}", STANDARD.encode(Sha256::digest(rest)));
    let good = with(1_200_000, sha256, rest).await;
    assert_eq!(good.status, StatusCode::NO_CONTENT);
    let owner = phone.files(1).await;
    let view = owner.sees().await.evidence.remove(0);
    assert!(opens(&owner, &view.id).await.body == bytes);
}

async fn what_came_before_the_connection_broke_is_kept_over_a_restart(place: Place) {
    let app = TestApp::keeping(place).await;
    let bytes = pdf(2_000_000);
    let basket = key(100);
    let phone = Phone::new(&app, &basket);
    let file = phone.begins("a.pdf", bytes.len()).await;
    phone.loses_connection(&file, 0, &bytes[..1_300_001]).await;
    assert_eq!(phone.offset(&file).await, 1_300_001);
    let app = app.restarted().await;
    let phone = Phone::new(&app, &basket);
    let asked = phone.asks(&file).await;
    assert_eq!(asked.header("upload-offset"), "1300001");
    assert_eq!(asked.header("upload-length"), "2000000");
    assert_eq!(asked.header("cache-control"), "no-store");
    let rest = phone.send(&file, 1_300_001, &bytes[1_300_001..]).await;
    assert_eq!(rest.status, StatusCode::NO_CONTENT);
    let owner = phone.files(1).await;
    let view = owner.sees().await.evidence.remove(0);
    assert!(opens(&owner, &view.id).await.body == bytes);
}

async fn a_file_that_was_whole_when_the_server_died_is_looked_at_when_it_is_asked_for(
    place: Place,
) {
    let app = TestApp::keeping(place).await;
    let phone = Phone::new(&app, &key(100));
    let (good, bad) = (pdf(100), vec![b'x'; 100]);
    for (bytes, status) in [
        (good, StatusCode::OK),
        (bad, StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let file = phone.begins("a.pdf", 100).await;
        let id = file.rsplit('/').next().unwrap();
        app.receives_and_dies(id, &bytes).await;
        assert_eq!(phone.asks(&file).await.status, status);
    }
    assert_eq!(phone.basket().await.len(), 1);
}

async fn of_two_senders_at_once_one_wins(place: Place) {
    let app = TestApp::keeping(place).await;
    let phone = Phone::new(&app, &key(100));
    let bytes = pdf(1_500_000);
    let file = phone.begins("a.pdf", bytes.len()).await;
    let tries: Vec<_> = (0..6)
        .map(|_| {
            let (phone, file, bytes) = (phone.clone(), file.clone(), bytes.clone());
            tokio::spawn(async move { phone.send(&file, 0, &bytes).await })
        })
        .collect();
    let mut won = 0;
    for one in tries {
        let answer = one.await.unwrap();
        if answer.status == StatusCode::NO_CONTENT {
            won += 1;
        } else {
            answer.is(P::UploadOffset);
        }
    }
    assert_eq!(won, 1);
    let owner = phone.files(1).await;
    let view = owner.sees().await.evidence.remove(0);
    assert!(opens(&owner, &view.id).await.body == bytes);
    assert_eq!(app.objects().len(), 2, "what the others sent is gone");
}

async fn what_nobody_files_expires_and_is_deleted(place: Place) {
    let app = TestApp::keeping(place).await;
    let phone = Phone::new(&app, &key(100));
    let begun = phone.begin_at(FILES, "a.pdf", 100).await;
    assert_eq!(
        begun.header("upload-expires"),
        "Tue, 24 Nov 2026 04:00:00 GMT"
    );
    let unfinished = begun.header("location").to_owned();
    phone.send(&unfinished, 0, b"%PDF-1").await;
    phone.keeps("b.pdf", &pdf(100)).await;
    let filing = Phone::new(&app, &key(101));
    filing.keeps("c.pdf", &pdf(100)).await;
    let owner = filing.files(1).await;
    assert_eq!(app.objects().len(), 3);

    let day = Duration::from_secs(u64::from(WAITING_HOURS) * 3600);
    app.wait(day - Duration::from_secs(1));
    assert_eq!(app.app.sweep_evidence().await.unwrap(), 0);
    assert_eq!(phone.offset(&unfinished).await, 6);
    app.wait(Duration::from_secs(1));
    assert_eq!(phone.asks(&unfinished).await.status, StatusCode::NOT_FOUND);
    assert!(phone.basket().await.is_empty());
    // Whoever files now and believes the file to be there is told, and nothing is stored.
    let believing = phone.caller.with("evidence-count", "1");
    let refused = believing.file(&key(2), &draft()).await;
    refused.is(P::EvidenceMissing);
    let unreadable = phone.caller.with("evidence-count", "-1");
    let refused = unreadable.file(&key(2), &draft()).await;
    refused.is(P::UploadMalformed);
    let late = phone.files(2).await;
    assert!(late.sees().await.evidence.is_empty());
    // What is filed stays so.
    let again = believing.file(&key(2), &draft()).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(app.app.sweep_evidence().await.unwrap(), 2);
    assert_eq!(app.objects().len(), 1);
    assert_eq!(owner.sees().await.evidence.len(), 1, "what is filed stays");
}

async fn a_file_is_taken_back_until_it_is_filed(place: Place) {
    let app = TestApp::keeping(place).await;
    let phone = Phone::new(&app, &key(100));
    let file = phone.begins("a.pdf", 100).await;
    phone.send(&file, 0, &pdf(100)).await;
    let removed = phone.caller.send(Method::DELETE, &file, "").await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    assert_eq!(removed.header("tus-resumable"), "1.0.0");
    assert_eq!(phone.asks(&file).await.status, StatusCode::NOT_FOUND);
    assert!(phone.basket().await.is_empty() && app.objects().is_empty());

    let file = phone.begins("a.pdf", 100).await;
    phone.send(&file, 0, &pdf(100)).await;
    let owner = phone.files(1).await;
    let kept = phone.caller.send(Method::DELETE, &file, "").await;
    kept.is(P::EvidenceNotFound);
    assert_eq!(owner.sees().await.evidence.len(), 1);
}

async fn files_that_lie_are_refused_and_the_others_kept(place: Place) {
    let app = TestApp::keeping(place).await;
    let phone = Phone::new(&app, &key(100));
    phone.keeps("a.pdf", &pdf(100)).await;
    let photo = photo();
    let polyglot = [pdf(100), b"PK\x05\x06".to_vec(), vec![0; 18]].concat();
    for (name, bytes, code) in [
        (
            "page.pdf",
            b"<script>alert(1)</script>".as_slice(),
            P::EvidenceMismatch,
        ),
        ("photo.png", &photo, P::EvidenceMismatch),
        ("cut.jpg", &photo[..photo.len() - 40], P::EvidenceDamaged),
        ("two.pdf", &polyglot, P::EvidenceDamaged),
        (
            "broken.docx",
            b"PK\x03\x04 and nothing else",
            P::EvidenceDamaged,
        ),
    ] {
        phone.uploads(name, bytes).await.is(code);
    }
    let kept = phone.basket().await;
    assert_eq!((kept.len(), app.objects().len()), (1, 1));
}

#[tokio::test]
async fn where_a_photo_was_taken_is_not_kept() {
    let app = TestApp::new().await;
    let phone = Phone::new(&app, &key(100));
    assert!(contains(&photo(), b"GPSLatitude"));
    phone.keeps("家门口.JPG", &photo()).await;
    let owner = phone.files(1).await;
    let view = owner.sees().await.evidence.remove(0);
    let handed = opens(&owner, &view.id).await;
    assert_eq!(handed.header("content-type"), "image/jpeg");
    assert_eq!(
        (view.name.as_str(), view.bytes),
        ("家门口.JPG", handed.body.len() as u64)
    );
    for mark in [b"GPS".as_slice(), b"Exif", b"PhoneModel"] {
        assert!(!contains(&handed.body, mark));
    }
    let seen = image::load_from_memory(&handed.body).unwrap();
    assert_eq!((seen.width(), seen.height()), (40, 30));
}

#[tokio::test]
async fn nobody_else_gets_a_file() {
    let app = TestApp::new().await;
    let phone = Phone::new(&app, &key(100));
    phone.keeps("a.pdf", &pdf(100)).await;
    let waiting = phone.basket().await.remove(0).id;
    let owner = phone.files(1).await;
    let other = app.anybody().files(&key(2), &draft()).await;

    opens(&other, &waiting).await.is(P::EvidenceNotFound);
    let mut guesser = owner.clone();
    guesser.code = other.code.clone();
    opens(&guesser, &waiting).await.is(P::RequestNotFound);
    let path = owner_path(&owner, &waiting);
    app.anybody().get(&path).await.is(P::RequestNotFound);
    opens(&owner, "none").await.is(P::EvidenceNotFound);
    opens(&owner, "%00").await.is(P::MalformedParameter);

    let staff_path = |number: &str| format!("/api/v1/staff/requests/{number}/evidence/{waiting}");
    let (staff, others) = (app.staff(LABOR).await, app.staff(COMMITTEE).await);
    let foreign = others.caller().get(&staff_path(&owner.number)).await;
    foreign.is(P::RequestNotFound);
    let elsewhere = staff.caller().get(&staff_path(&other.number)).await;
    elsewhere.is(P::EvidenceNotFound);
    let stranger = app.anybody().get(&staff_path(&owner.number)).await;
    stranger.is(P::Unauthorized);
    // The basket opens nothing once its files are filed.
    assert_eq!(phone.caller.get(&path).await.status, StatusCode::NOT_FOUND);
}

async fn more_is_added_with_number_and_code_while_the_case_is_open(place: Place) {
    let app = TestApp::keeping(place).await;
    let owner = app.anybody().files(&key(1), &draft()).await;
    let path = format!("/api/v1/requests/{}/evidence", owner.number);
    let phone = Phone::new(&app, &key(100));
    phone
        .begin_at(&path, "a.pdf", 100)
        .await
        .is(P::RequestNotFound);
    let own = Phone {
        caller: phone
            .caller
            .with("authorization", format!("AccessCode {}", owner.code)),
    };
    let begun = own.begin_at(&path, "a.pdf", 100).await;
    let file = begun.header("location");
    assert!(owner.sees().await.evidence.is_empty());
    // Sending needs the basket only.
    let sent = phone.send(file, 0, &pdf(100)).await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT);
    assert_eq!(phone.offset(file).await, 100);
    let seen = owner.sees().await.evidence;
    assert_eq!(seen.len(), 1);
    assert!(opens(&owner, &seen[0].id).await.body == pdf(100));
    let day = Duration::from_secs(2 * 86_400);
    app.wait(day);
    assert_eq!(app.app.sweep_evidence().await.unwrap(), 0);

    owner.withdraw(None, &json!({"reason": "solved"})).await;
    own.begin_at(&path, "b.pdf", 100).await.is(P::IllegalMove);
}

#[tokio::test]
async fn there_is_room_for_so_many_files_and_bytes() {
    let app = TestApp::new().await;
    let many = Phone::new(&app, &key(100));
    for _ in 0..FILES_MAX {
        many.begins("a.pdf", 100).await;
    }
    many.begin_at(FILES, "a.pdf", 100)
        .await
        .is(P::EvidenceTooMany);
    let much = Phone::new(&app, &key(101));
    for _ in 0..REQUEST_BYTES_MAX / FILE_BYTES_MAX {
        let begun = much.begin_at(FILES, "a.pdf", FILE_BYTES_MAX).await;
        assert_eq!(begun.status, StatusCode::CREATED);
    }
    much.begin_at(FILES, "a.pdf", 1)
        .await
        .is(P::EvidenceTooMuch);
}

#[tokio::test]
async fn a_beginning_whose_answer_was_lost_takes_no_second_place() {
    let app = TestApp::new().await;
    let phone = Phone::new(&app, &key(100));
    let bytes = pdf(100);
    let file = phone.begins_as("first", 100).await;
    phone.send(&file, 0, &bytes[..40]).await;
    for _ in 0..FILES_MAX {
        let again = phone.begin_as(FILES, "first", 100).await;
        assert_eq!(again.header("location"), file);
        assert_eq!(again.header("upload-offset"), "40");
    }
    let at_once = join_all((0..8).map(|_| phone.begins_as("at once", 7))).await;
    assert!(at_once.iter().all(|file| *file == at_once[0]));
    // Another file, one of another size, one for a case that was filed, and another phone's are others.
    let owner = app.anybody().files(&key(1), &draft()).await;
    let of_case = Phone {
        caller: owner
            .caller()
            .with("tus-resumable", "1.0.0")
            .with("evidence-key", key(100)),
    };
    let path = format!("/api/v1/requests/{}/evidence", owner.number);
    let added = of_case.begin_as(&path, "first", 100).await;
    let added = added.header("location").to_owned();
    let another = phone.begins_as("second", 100).await;
    let longer = phone.begins_as("first", 101).await;
    let theirs = Phone::new(&app, &key(101)).begins_as("first", 100).await;
    let all = HashSet::from([&file, &another, &longer, &theirs, &added]);
    assert_eq!(all.len(), 5);
    // What was taken back can be begun again.
    phone
        .caller
        .send(Method::DELETE, &file, Body::empty())
        .await;
    let again = phone.begins_as("first", 100).await;
    assert_eq!(phone.offset(&again).await, 0);
}

#[tokio::test]
async fn one_address_cannot_announce_megabytes_without_end() {
    let options = Options {
        upload_megabytes: NonZeroU32::new(60),
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    let phone = Phone::new(&app, &key(100));
    let begun = phone.begin_at(FILES, "a.pdf", FILE_BYTES_MAX).await;
    assert_eq!(begun.status, StatusCode::CREATED);
    let refused = phone.begin_at(FILES, "b.pdf", FILE_BYTES_MAX).await;
    refused.is(P::TooManyRequests);
    assert!(refused.problem().retry_after.is_some());
    phone.begins("c.pdf", 100).await;
}

#[tokio::test]
async fn all_that_waits_together_has_its_bounds() {
    let options = Options {
        waiting_bytes: Some(250),
        ..Options::default()
    };
    let app = TestApp::with(options).await;
    let (one, other) = (Phone::new(&app, &key(100)), Phone::new(&app, &key(101)));
    one.keeps("a.pdf", &pdf(100)).await;
    other.begins("b.pdf", 150).await;
    let full = other.begin_at(FILES, "c.pdf", 1).await;
    full.is(P::EvidenceFull);
    assert!(full.problem().retry_after.is_some());
    // What is filed waits no more.
    one.files(1).await;
    other.begins("c.pdf", 100).await;
    other.begin_at(FILES, "d.pdf", 1).await.is(P::EvidenceFull);
}

#[tokio::test]
async fn who_may_only_post_says_what_is_meant() {
    let app = TestApp::new().await;
    let phone = Phone::new(&app, &key(100));
    let file = phone.begins("a.pdf", 100).await;
    let meaning = |caller: &Anybody, method: &str| caller.with("x-http-method-override", method);
    let sender = meaning(&phone.sender(0), "PATCH");
    let sent = sender.send(Method::POST, &file, pdf(100)).await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text());
    let asked = meaning(&phone.caller, "HEAD")
        .send(Method::POST, &file, "")
        .await;
    assert_eq!(asked.header("upload-offset"), "100");
    for (method, meant) in [(Method::POST, "PUT"), (Method::GET, "DELETE")] {
        let refused = meaning(&phone.caller, meant).send(method, &file, "").await;
        assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    let removed = meaning(&phone.caller, "DELETE")
        .send(Method::POST, &file, "")
        .await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT);
    // Nowhere else is one method another.
    let owner = phone.files(1).await;
    let path = format!("/api/v1/requests/{}", owner.number);
    let refused = meaning(&owner.caller(), "DELETE")
        .send(Method::POST, &path, "")
        .await;
    refused.is(P::MethodNotAllowed);
}

#[tokio::test]
async fn what_could_not_be_removed_is_removed_later() {
    let app = TestApp::keeping(Place::S3).await;
    let s3 = app.s3.as_ref().unwrap();
    let phone = Phone::new(&app, &key(100));
    s3.keep_all(true);
    phone.keeps("a.pdf", &pdf(1_500_000)).await;
    assert_eq!(
        app.objects().len(),
        4,
        "two pieces that came, two that are kept"
    );
    app.app.sweep_evidence().await.unwrap();
    assert_eq!(app.objects().len(), 4);
    s3.keep_all(false);
    app.app.sweep_evidence().await.unwrap();
    assert_eq!(app.objects().len(), 2);
    let owner = phone.files(1).await;
    let view = owner.sees().await.evidence.remove(0);
    assert!(opens(&owner, &view.id).await.body == pdf(1_500_000));

    // What expired and cannot be removed yet ends the sweep, which neither fails nor goes on for ever.
    let late = Phone::new(&app, &key(101));
    let file = late.begins("b.pdf", 100).await;
    late.send(&file, 0, b"%PDF-1").await;
    s3.keep_all(true);
    app.wait(Duration::from_secs(u64::from(WAITING_HOURS) * 3600));
    assert_eq!(app.app.sweep_evidence().await.unwrap(), 0);
    s3.keep_all(false);
    assert_eq!(app.app.sweep_evidence().await.unwrap(), 1);
}

#[tokio::test]
async fn of_a_place_that_refuses_nothing_is_acknowledged() {
    let s3 = S3::start().await;
    let keys = Arc::new(Keyring::new([7; 32], &[(1, [1; 32])]).unwrap());
    let shelf = Shelf::bucket(&s3.place(), s3.environment_with("another"), keys).unwrap();
    let refused = shelf.put("a", 0, b"bytes").await;
    assert!(
        matches!(refused, Err(ShelfError::Unavailable(_))),
        "{refused:?}"
    );
    assert!(!s3.folder().exists());
}

#[tokio::test]
async fn while_the_store_is_down_nothing_is_acknowledged() {
    let app = TestApp::new().await;
    let phone = Phone::new(&app, &key(100));
    let file = phone.begins("a.pdf", 100).await;
    app.store.set_down(true);
    phone
        .send(&file, 0, &pdf(100))
        .await
        .is(P::StorageUnavailable);
    phone
        .begin_at(FILES, "b.pdf", 100)
        .await
        .is(P::StorageUnavailable);
    app.store.set_down(false);
    assert_eq!(phone.offset(&file).await, 0);
    let sent = phone.send(&file, 0, &pdf(100)).await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT);
}

#[test]
fn however_a_file_is_cut_it_comes_out_the_same() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let app = runtime.block_on(TestApp::new());
    let mut runner = TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(24)
    });
    let cuts = prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..12);
    let values = (0..u32::MAX, 20..30_000_usize, cuts);
    let outcome = runner.run(&values, |(number, length, cuts)| {
        runtime.block_on(async {
            let phone = Phone::new(&app, &key(number));
            let bytes = pdf(length);
            let file = phone.begins("a.pdf", length).await;
            let mut cuts: Vec<(usize, bool)> = cuts
                .iter()
                .map(|(cut, breaks)| (cut.index(length), *breaks))
                .collect();
            cuts.push((length, false));
            cuts.sort_unstable();
            let mut at = 0;
            for (cut, breaks) in cuts {
                if breaks {
                    phone.loses_connection(&file, at, &bytes[at..cut]).await;
                    at = phone.offset(&file).await;
                    prop_assert_eq!(at, cut);
                } else {
                    let sent = phone.send(&file, at, &bytes[at..cut]).await;
                    prop_assert_eq!(sent.header("upload-offset"), cut.to_string());
                    at = cut;
                }
            }
            let owner = phone.files(number).await;
            let view = owner.sees().await.evidence.remove(0);
            prop_assert!(opens(&owner, &view.id).await.body == bytes);
            Ok(())
        })
    });
    outcome.unwrap();
}
