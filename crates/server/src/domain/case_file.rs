//! The file of a case (卷宗) to take along: one archive with every paper in one document, and the evidence beside it. It is
//! written while it is sent, each file of the evidence opened once and piece by piece; the document comes last, because it
//! names the sums of the files. At most some pieces of a file and the document are in memory.

use contract::desk::AuditAct;
use contract::evidence::EvidenceKind;
use contract::request::AgreementForm;
use contract::settlement::PaperKind;
use contract::status::{Actor, Event};
use futures_util::stream::{Stream, StreamExt as _, unfold};
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc::{Sender, channel};

use super::evidence::Download;
use super::moves::Case;
use super::paper::application;
use super::{Cases, Refused, Staff, time};
use crate::archive::Archive;
use crate::crypto::hex;
use crate::paper::{CaseFile, FileSum, Happened, Press, TermsPaper};
use crate::telemetry::explain;

/// The document in the archive.
const PAPERS: &str = "卷宗.pdf";
/// The sums in the archive, as `sha256sum --check` reads them.
const SUMS: &str = "校验和.txt";
/// The folder of the evidence in the archive.
const EVIDENCE: &str = "证据";

/// The file of a case, ready to be written.
pub struct CaseFileExport {
    papers: CaseFile,
    evidence: Vec<Download>,
    press: Press,
}

impl Cases {
    /// The file of a case within these staff's reach. That they took it is written down by then.
    pub async fn case_file(&self, staff: &Staff, number: &str) -> Result<CaseFileExport, Refused> {
        let act = AuditAct::TookCaseFile;
        let (row, entries) = self.request_for(staff, number, act).await?;
        let press = self.press.clone().ok_or(Refused::NoPress)?;
        let case = self.case(row, entries).await?;
        let view = self.view(&case, Actor::Staff).await?;
        if !view.has_paper {
            return Err(Refused::NoPaper);
        }
        let mut evidence = Vec::with_capacity(view.evidence.len());
        for file in &view.evidence {
            evidence.push(self.download(number, &file.id).await?);
        }
        let [agreement, confirmation] = self.agreed_on_paper(&case)?;
        // A file is lent and read by others: nobody is found by it who is afraid to be.
        let names_only = view.content.afraid;
        let papers = CaseFile {
            timeline: self.happened(&case)?,
            application: application(&case, view, names_only),
            agreement,
            confirmation,
            files: Vec::with_capacity(evidence.len()),
            made_on: time::china_date(self.now()),
        };
        Ok(CaseFileExport {
            papers,
            evidence,
            press,
        })
    }

    /// The agreement in the form that it was recorded in, and the application to a court where one was made.
    fn agreed_on_paper(&self, case: &Case) -> Result<[Option<TermsPaper>; 2], Refused> {
        if case.standing.is_none() {
            return Ok([None, None]);
        }
        let view = self.settlement_view(case, Actor::Staff)?;
        let Some(agreed) = &view.agreed else {
            return Ok([None, None]);
        };
        let kind = match agreed.form {
            AgreementForm::Oral if view.is_peoples => PaperKind::OralRecord,
            _ => PaperKind::Agreement,
        };
        let mut events = case.entries.iter().rev().map(|entry| entry.event);
        let of_agreement =
            |event: &Event| matches!(event, Event::RecordAgreement | Event::ApplyForConfirmation);
        let went_to_court = events.find(of_agreement) == Some(Event::ApplyForConfirmation);
        let print = |kind| self.terms_on_paper(case, kind, Actor::Staff, view.clone());
        let request = went_to_court.then(|| print(PaperKind::ConfirmationRequest));
        Ok([Some(print(kind)?), request.transpose()?])
    }

    fn happened(&self, case: &Case) -> Result<Vec<Happened>, Refused> {
        let number = &case.row.number;
        let entries = case.entries.iter().enumerate();
        let happened = entries.map(|(at, entry)| {
            let detail = self.open_detail(number, at, &entry.detail_sealed)?;
            Ok(Happened {
                at: time::china_time(entry.at),
                actor: entry.actor,
                event: entry.event,
                detail,
            })
        });
        happened.collect()
    }
}

impl CaseFileExport {
    /// The archive, piece by piece. When something goes wrong on the way, it ends with that and is no archive.
    pub fn write(self) -> impl Stream<Item = Result<Vec<u8>, Refused>> {
        // Whoever reads slowly is not written ahead for.
        let (give, given) = channel(1);
        tokio::spawn(async move {
            if let Err(refused) = self.write_to(&give).await {
                tracing::error!(reason = explain(&refused), "an export broke off");
                let _ = give.send(Err(refused)).await;
            }
        });
        unfold(given, |mut given| async {
            let piece = given.recv().await?;
            Some((piece, given))
        })
    }

    async fn write_to(mut self, to: &Sender<Result<Vec<u8>, Refused>>) -> Result<(), Refused> {
        let mut archive = Archive::new();
        for (number, mut file) in (1_u32..).zip(self.evidence) {
            let place = place(number, file.kind);
            archive.begin(&place).map_err(fault)?;
            let mut sum = Sha256::new();
            while let Some(piece) = file.pieces.next().await {
                let piece = piece?;
                sum.update(&piece);
                let written = archive.write(&piece).map_err(fault)?;
                if to.send(Ok(written)).await.is_err() {
                    // Nobody reads on.
                    return Ok(());
                }
            }
            self.papers.files.push(FileSum {
                name: file.name,
                kind: file.kind,
                bytes: file.bytes,
                place,
                sum: hex(&sum.finalize()),
            });
        }
        let files = self.papers.files.iter();
        let mut sums: String = files.map(|file| sum_line(&file.sum, &file.place)).collect();
        let papers = self.press.print_case_file(self.papers).await?;
        sums.push_str(&sum_line(&hex(&Sha256::digest(&papers)), PAPERS));
        archive.begin(PAPERS).map_err(fault)?;
        let written = archive.write(&papers).map_err(fault)?;
        let _ = to.send(Ok(written)).await;
        archive.begin(SUMS).map_err(fault)?;
        let mut rest = archive.write(sums.as_bytes()).map_err(fault)?;
        rest.extend(archive.end().map_err(fault)?);
        let _ = to.send(Ok(rest)).await;
        Ok(())
    }
}

/// What a file is called in the archive. Names that people gave can mean anything to the machine they are unpacked on: they
/// stand in the list of the document.
fn place(number: u32, kind: EvidenceKind) -> String {
    let extension = kind.extensions().first().copied().unwrap_or("bin");
    format!("{EVIDENCE}/{number:02}.{extension}")
}

fn sum_line(sum: &str, place: &str) -> String {
    format!("{sum}  {place}\n")
}

fn fault(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Refused {
    Refused::Fault(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_by_their_number_and_kind_alone() {
        assert_eq!(place(1, EvidenceKind::Jpeg), "证据/01.jpg");
        assert_eq!(place(12, EvidenceKind::Unknown), "证据/12.bin");
    }
}
