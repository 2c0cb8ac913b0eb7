//! Reports that an entry of the directory is wrong: taken from anybody, settled by staff.

use contract::desk::AuditAct;
use contract::report::{REPORTS_MAX, Report, ReportView, ReportsView, Settled};

use super::{Cases, Refused, Staff, time};
use crate::crypto::{self, Place, Purpose, hex};
use crate::store::{NewReportRow, ReportOutcome, ReportRow};

impl Cases {
    /// Keeps a report about an organization, once per key.
    pub async fn report(
        &self,
        organization: &str,
        key: &str,
        report: &Report,
    ) -> Result<(), Refused> {
        let parsed = report.parse().map_err(Refused::Invalid)?;
        // What was acknowledged stays so, even if the organization has left the directory since.
        let is_known = self.directory.index().has(organization)
            || self.store.organization(organization).await?.is_some();
        if !is_known {
            return Err(Refused::NoOrganization);
        }
        let id = hex(&crypto::random::<8>()?);
        let seal = |note: String| self.keys.seal(note_place(&id), note.as_bytes());
        let note_sealed = parsed.note.map(seal).transpose()?;
        let key = format!("report:{key}");
        let body = serde_json::to_vec(&(organization, report))?;
        let row = NewReportRow {
            organization: organization.to_owned(),
            subjects: parsed.subjects,
            note_sealed,
            reported_at: self.now(),
            key_mac: self.keys.mac(Purpose::IdempotencyKey, key.as_bytes()),
            body_mac: self.keys.mac(Purpose::Body, &body),
            id,
        };
        match self.store.report(row).await? {
            ReportOutcome::Stored => Ok(()),
            ReportOutcome::KeyReused => Err(Refused::KeyReused),
        }
    }

    /// Open reports, oldest first: about this organization, or for the operator about all.
    pub async fn reports(&self, organization: Option<&str>) -> Result<ReportsView, Refused> {
        let mut rows = self
            .store
            .open_reports(organization, REPORTS_MAX + 1)
            .await?;
        let has_more = rows.len() > REPORTS_MAX as usize;
        rows.truncate(REPORTS_MAX as usize);
        let reports: Result<_, _> = rows.into_iter().map(|row| self.report_view(row)).collect();
        Ok(ReportsView {
            reports: reports?,
            has_more,
        })
    }

    /// Open reports about the organization of these staff, which may quote people.
    pub async fn staff_reports(&self, staff: &Staff) -> Result<ReportsView, Refused> {
        staff.reads_words()?;
        self.write_down(staff, AuditAct::ReadReports, None).await?;
        self.reports(Some(&staff.organization)).await
    }

    /// Settles a report about the organization of these staff.
    pub async fn staff_settle(&self, staff: &Staff, id: &str) -> Result<ReportView, Refused> {
        staff.reads_words()?;
        self.write_down(staff, AuditAct::SettledReport, None)
            .await?;
        self.settle(Some(&staff.organization), id, &staff.name)
            .await
    }

    /// Settles a report about this organization, or for the operator about any, in the name of `by`. What was
    /// settled before stays as it was.
    pub async fn settle(
        &self,
        organization: Option<&str>,
        id: &str,
        by: &str,
    ) -> Result<ReportView, Refused> {
        let now = self.now();
        let settled = self.store.settle_report(id, organization, now, by).await?;
        self.report_view(settled.ok_or(Refused::NoReport)?)
    }

    fn report_view(&self, row: ReportRow) -> Result<ReportView, Refused> {
        let open = |sealed: Vec<u8>| self.keys.open(note_place(&row.id), &sealed);
        let note = row.note_sealed.map(open).transpose()?;
        Ok(ReportView {
            note: note.map(|note| String::from_utf8_lossy(&note).into_owned()),
            id: row.id,
            organization: row.organization,
            subjects: row.subjects,
            reported_at: time::wire(row.reported_at),
            settled: row.settled.map(|(at, by)| Settled {
                at: time::wire(at),
                by,
            }),
        })
    }
}

pub(super) fn note_place(id: &str) -> Place<'_> {
    Place {
        table: "report",
        column: "note",
        row: id,
    }
}
