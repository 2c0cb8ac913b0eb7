//! The file of a case to take along: what is in the archive, who gets it, and that it is written while it is read.

use std::io::{Cursor, Read as _};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Method, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::desk::{AuditAct, AuditView, Role};
use contract::draft::Draft;
use contract::problem::ProblemCode as P;
use contract::request::RequestView;
use futures_util::StreamExt as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use crate::actors::{Answer, Owner};
use crate::desk::Person;
use crate::samples::{COMMITTEE, draft, key};
use crate::settlement::{agreed, for_committee, printing};

const PIECE: usize = 1024 * 1024;

fn path(number: &str) -> String {
    format!("/api/v1/staff/requests/{number}/case-file.zip")
}

/// A document of so many bytes, no two pieces of it alike.
fn document(length: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    for line in 0_u64.. {
        if bytes.len() + 8 > length {
            break;
        }
        bytes.extend(line.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    }
    bytes.extend(b"%%EOF\n");
    bytes
}

/// The owner adds a file to the case.
async fn adds(owner: &Owner, name: &str, bytes: &[u8]) {
    let caller = owner.caller().with("tus-resumable", "1.0.0");
    let caller = caller.with("evidence-key", key(90));
    let begun = caller
        .with("upload-length", bytes.len().to_string())
        .with(
            "upload-metadata",
            format!("filename {}", STANDARD.encode(name)),
        )
        .send(
            Method::POST,
            &format!("/api/v1/requests/{}/evidence", owner.number),
            Body::empty(),
        )
        .await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
    let sent = caller
        .with("upload-offset", "0")
        .with("content-type", "application/offset+octet-stream")
        .send(Method::PATCH, begun.header("location"), bytes.to_vec())
        .await;
    assert_eq!(sent.status, StatusCode::NO_CONTENT, "{}", sent.text());
}

/// The files of an archive by their names, in its order.
fn unzipped(answer: &Answer) -> Vec<(String, Vec<u8>)> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let mut archive = ZipArchive::new(Cursor::new(&answer.body)).unwrap();
    let files = 0..archive.len();
    files
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The pages of a document, without spaces and ends of lines.
fn pages(pdf: &[u8]) -> Vec<String> {
    let pages = pdf_extract::extract_text_from_mem_by_pages(pdf).unwrap();
    let bare = |page: &String| page.split_whitespace().collect();
    pages.iter().map(bare).collect()
}

#[tokio::test]
async fn a_case_file_holds_every_paper_with_its_page_and_the_evidence_with_its_sum() {
    let app = printing().await;
    let (owner, staff, _) = agreed(&app, &for_committee()).await;
    let number = &owner.number;
    let sent = [document(900), document(PIECE + 500_000)];
    adds(&owner, "../张三的工资条.pdf", &sent[0]).await;
    // Files of one moment have no order among them.
    app.wait(Duration::from_secs(1));
    adds(&owner, "CON.pdf", &sent[1]).await;
    for body in [
        json!({"move": "report-risk", "note": "已告诉派出所"}),
        json!({"move": "apply-for-confirmation"}),
        json!({"move": "record-confirmation", "outcome": "confirmed"}),
        json!({"move": "record-return-visit", "note": "都付了"}),
        json!({"move": "close", "note": "双方满意"}),
    ] {
        let answer = staff.make(number, &body).await;
        if body["move"] != "report-risk" && body["move"] != "record-return-visit" {
            answer.good::<RequestView>();
        }
    }
    let answer = staff.caller().get(&path(number)).await;
    assert_eq!(answer.header("content-type"), "application/zip");
    assert_eq!(answer.header("cache-control"), "no-store");
    let disposition = answer.header("content-disposition");
    assert!(
        disposition.contains(&format!("case-file-{number}.zip")),
        "{disposition}"
    );

    let files = unzipped(&answer);
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["证据/01.pdf", "证据/02.pdf", "卷宗.pdf", "校验和.txt"]
    );
    assert!(files[0].1 == sent[0] && files[1].1 == sent[1]);
    let sums = String::from_utf8(files[3].1.clone()).unwrap();
    let lines: Vec<String> = files[..3]
        .iter()
        .map(|(name, bytes)| format!("{}  {name}", hex(bytes)))
        .collect();
    assert_eq!(sums.lines().collect::<Vec<_>>(), lines);

    let pages = pages(&files[2].1);
    for (at, page) in (1..).zip(&pages) {
        let foot = format!("{number}第{at}页，共{}页", pages.len());
        assert!(page.ends_with(&foot), "{page}");
    }
    assert!(pages[0].contains("人民调解卷宗") && pages[0].contains("达成协议（书面调解协议）"));
    let index = &pages[1];
    for (title, number) in [
        ("人民调解申请书", 1),
        ("人民调解受理登记表", 2),
        ("征询对方意愿记录", 6),
        ("调解记录", 8),
        ("人民调解协议书", 9),
        ("司法确认申请书", 10),
        ("司法确认办理记录", 11),
        ("证据材料目录", 15),
        ("办理过程", 16),
        ("结案报告表", 17),
    ] {
        let begins = pages
            .iter()
            .skip(2)
            .position(|page| page.starts_with(title));
        let page = begins.unwrap_or_else(|| panic!("no page begins with {title}: {pages:?}")) + 3;
        let line = index.split_once(&format!("{number}{title}")).unwrap().1;
        let said = line.trim_start_matches("签名、盖章件另附");
        let said = said.trim_start_matches("原件见“证据”文件夹");
        assert!(said.starts_with(&page.to_string()), "{title}: {said}");
    }
    assert!(index.contains("4当事人身份证明无"), "{index}");
    let whole = pages.concat();
    assert!(whole.contains("张三的工资条.pdf") && whole.contains(&hex(&sent[1])));
    assert!(!whole.contains("派出所"), "what is internal stays out");
    assert_eq!(
        answer.body,
        staff.caller().get(&path(number)).await.body,
        "made again it is the same"
    );
}

fn hex(bytes: &[u8]) -> String {
    let digits = Sha256::digest(bytes);
    digits.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn nobody_who_is_afraid_is_found_by_their_file() {
    let app = printing().await;
    let afraid = Draft {
        organization: COMMITTEE.to_owned(),
        field: "family".to_owned(),
        topic: String::new(),
        address: "长江路 9 号".to_owned(),
        afraid: true,
        ..draft()
    };
    let owner = app.anybody().files(&key(1), &afraid).await;
    owner
        .note(&key(2), "我住在姐姐家")
        .await
        .good::<RequestView>();
    let staff = app.staff(COMMITTEE).await;
    let files = unzipped(&staff.caller().get(&path(&owner.number)).await);
    let papers = files.iter().find(|(name, _)| name == "卷宗.pdf").unwrap();
    let whole = pages(&papers.1).concat();
    assert!(whole.contains("张三"));
    for secret in ["13912345678", "长江路9号", "姐姐家"] {
        assert!(!whole.contains(secret), "{secret} is in {whole}");
    }
}

#[tokio::test]
async fn taking_a_file_along_is_written_down_before_anything_is_read() {
    let app = printing().await;
    let owner = app.anybody().files(&key(1), &for_committee()).await;
    let number = &owner.number;
    let person = async |login: &str, role| {
        let person = Person::of(&app, login, role, COMMITTEE).await;
        person.signs_in().await
    };
    let lead = person("wang", Role::Lead).await;
    let auditor = person("qian", Role::Auditor).await;
    auditor
        .reader
        .get(&path(number))
        .await
        .is(P::RequestNotFound);
    // What is never read is written down all the same.
    let at = path(number);
    let begun = lead.reader.begin(Method::GET, &at, Body::empty());
    assert_eq!(begun.await.status(), StatusCode::OK);
    let log: AuditView = auditor.reader.get("/api/v1/desk/audit").await.good();
    let last = &log.entries[0];
    assert_eq!(
        (last.name.as_str(), last.act),
        ("wang", AuditAct::TookCaseFile)
    );
    assert_eq!(last.number.as_ref(), Some(number));
    app.store.set_down(true);
    lead.reader
        .get(&path(number))
        .await
        .is(P::StorageUnavailable);
}

#[tokio::test]
async fn an_archive_comes_piece_by_piece_and_breaks_off_where_a_piece_is_missing() {
    let app = printing().await;
    let owner = app.anybody().files(&key(1), &for_committee()).await;
    let staff = app.staff(COMMITTEE).await;
    adds(&owner, "录像说明.pdf", &document(4 * PIECE)).await;
    let (caller, at) = (staff.caller(), path(&owner.number));
    let answer = caller.begin(Method::GET, &at, Body::empty());
    let mut body = answer.await.into_body().into_data_stream();
    let mut pieces = 0;
    while let Some(piece) = body.next().await {
        let length = piece.unwrap().len();
        assert!(length < 2 * PIECE, "{length} bytes at once");
        pieces += 1;
    }
    assert!(pieces > 4, "{pieces} pieces");

    let objects = app.objects();
    std::fs::remove_file(objects.last().unwrap()).unwrap();
    let answer = caller.begin(Method::GET, &at, Body::empty());
    let whole = to_bytes(answer.await.into_body(), 16 * PIECE).await;
    assert!(
        whole.is_err(),
        "what is not whole does not look as if it were"
    );
}
