//! The receipt as a file of its own: one page that opens anywhere, without the portal and without a
//! network.

use browser::qr::Qr;
use contract::request::Receipt;

use super::limitation;
use crate::i18n::{Text, day_words, fill, text};
use crate::pages::saved::Page;

/// The receipt as one HTML page. `time` is when it was submitted, in words; `link` opens the case.
pub fn page(receipt: &Receipt, time: &str, link: &str, qr: Option<&Qr>) -> String {
    let mut page = Page::begin(
        &fill(Text::ReceiptFile, &[("number", &receipt.number)]),
        text(Text::ReceiptFileTitle),
        STYLE,
    );
    page.raw("<dl>");
    let mut rows = vec![
        (Text::ReceiptNumber, receipt.number.as_str()),
        (Text::ReceiptCode, receipt.access_code.as_str()),
        (Text::ReceiptTime, time),
        (Text::ReceiptTo, receipt.organization.name.as_str()),
    ];
    rows.extend(
        receipt
            .organization
            .phones
            .iter()
            .map(|phone| (Text::ReceiptPhone, phone.as_str())),
    );
    rows.extend(
        receipt
            .filed_for
            .as_deref()
            .map(|name| (Text::ReceiptFor, name)),
    );
    for (label, value) in rows {
        page.row(text(label), value);
    }
    page.raw("</dl><p>");
    let due = day_words(&receipt.first_contact.due);
    page.words(&fill(Text::ReceiptNextWords, &[("date", &due)]));
    page.raw("</p>");
    if let Some(qr) = qr {
        let side = qr.side.to_string();
        page.raw("<svg viewBox=\"0 0 ");
        page.raw(&[&side, " ", &side].concat());
        page.raw("\"><path fill=\"#fff\" d=\"M0 0h99v99h-99z\"/><path d=\"");
        page.raw(&qr.path);
        page.raw("\"/></svg><p>");
    } else {
        page.raw("<p>");
    }
    page.words(text(Text::ReceiptQrWarning));
    page.raw("</p><p><a href=\"");
    page.words(link);
    page.raw("\">");
    page.words(text(Text::ReceiptTrack));
    page.raw("</a></p><small>");
    for words in limitation(receipt).into_iter().flatten() {
        page.words(text(words));
    }
    page.raw("</small>");
    page.end()
}

const STYLE: &str =
    "dd{font-size:1.2em;font-weight:600}svg{width:14em;max-width:100%;display:block}";

#[cfg(test)]
mod tests {
    use super::*;
    use contract::deadline::{Deadline, DeadlineKind, DeadlineSource};
    use contract::organization::OrganizationRef;
    use contract::request::Limitation;

    #[test]
    fn the_file_holds_everything_and_reads_names_as_words() {
        let receipt = Receipt {
            number: "FQ-2611-7K3MQ-4".into(),
            access_code: "ABCD-2345-EFGH".into(),
            submitted_at: String::new(),
            organization: OrganizationRef {
                id: "o1".into(),
                name: "<b>\"A&B\"".into(),
                phones: vec!["025-1234".into()],
                address: None,
            },
            first_contact: Deadline {
                kind: DeadlineKind::FirstContact,
                due: "2026-11-24".into(),
                source: DeadlineSource::Operator,
                overdue: false,
            },
            filed_for: Some("李老太".into()),
            group: None,
            has_paper: true,
            limitation: Some(Limitation::Civil),
        };
        let page = page(&receipt, "10:20", "https://example.org/track#X.Y", None);
        for part in [
            "FQ-2611-7K3MQ-4",
            "ABCD-2345-EFGH",
            "10:20",
            "&lt;b&gt;&quot;A&amp;B&quot;",
            "025-1234",
            "李老太",
            "11 月 24 日",
            "href=\"https://example.org/track#X.Y\"",
        ] {
            assert!(page.contains(part), "{part}");
        }
        assert!(!page.contains("<b>"));
    }
}
