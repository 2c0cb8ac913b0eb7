//! The receipt: the number and the code that open the case, shown once and made easy to keep.

mod file;
pub mod qr;

use crate::view::prelude::*;
use contract::request::{GroupHint, Limitation, Receipt};

use crate::components::{
    Button, ButtonLink, HelpLine, Look, Notice, OrganizationContact, PageTitle, Paper,
};
use crate::i18n::{Text, day_words, fill, full_moment_words, text};
use crate::platform::{clock, download, history, page};
use crate::routes::Route;
use crate::state::{CaseKey, leaves_no_trace, stores};
use qr::drawn;

/// The page.
#[component]
pub fn Sent() -> View {
    match stores().keepsakes.receipt() {
        Some(receipt) => shown(receipt),
        None => view! {
            <PageTitle words=text(Text::ReceiptNone).to_owned()/>
            <p class="lead">{text(Text::ReceiptNoneWords)}</p>
            <ButtonLink href=Route::Track.to_path() words=text(Text::TrackOpen)/>
            <HelpLine/>
        },
    }
}

fn shown(receipt: Receipt) -> View {
    let time = clock::read(&receipt.submitted_at)
        .map(|time| full_moment_words(&time))
        .unwrap_or_default();
    let case = CaseKey::of(&receipt).filter(|_| receipt.has_paper);
    let link = case_link(&receipt);
    let qr = browser::qr::qr(&link);
    let due = day_words(&receipt.first_contact.due);
    let next = fill(Text::ReceiptNextWords, &[("date", &due)]);
    let drawn = qr
        .as_ref()
        .map(|qr| drawn(qr, Text::ReceiptQrName, Text::ReceiptQr));
    let rows = [
        (Text::ReceiptNumber, receipt.number.clone(), "receipt-big"),
        (
            Text::ReceiptCode,
            receipt.access_code.clone(),
            "receipt-big receipt-code",
        ),
        (Text::ReceiptTime, time.clone(), ""),
        (
            Text::ReceiptFor,
            receipt.filed_for.clone().unwrap_or_default(),
            "",
        ),
    ]
    .into_iter()
    .filter(|(_, words, _)| !words.is_empty())
    .map(|(label, words, class)| {
        view! {
            <div>
                <dt>{text(label)}</dt>
                <dd class=class>{words}</dd>
            </div>
        }
    })
    .collect_view();
    let limits = limitation(&receipt)
        .into_iter()
        .flatten()
        .map(|words| view! { <p class="source">{text(words)}</p> })
        .collect_view();
    // Somebody in the family may see this phone.
    let (keep, ready) = if untrack(leaves_no_trace) {
        (Text::ReceiptKeepCareful, Text::ReceiptReadyCareful)
    } else {
        (Text::ReceiptKeep, Text::ReceiptPhoneReady)
    };
    let organization = receipt.organization.clone();
    let receipt_group = receipt.group;
    let said = RwSignal::new(None);
    let save = Callback::new(move |()| {
        let name = fill(Text::ReceiptFile, &[("number", &receipt.number)]);
        let saved = download::save(
            &name,
            "text/html;charset=utf-8",
            &file::page(&receipt, &time, &link, qr.as_ref()),
        );
        said.set(Some(if saved {
            Text::ReceiptSaved
        } else {
            Text::ReceiptNotSaved
        }));
    });
    view! {
        <PageTitle words=text(Text::SentTitle).to_owned()/>
        <p class="lead">{text(keep)}</p>
        <section class="card receipt">
            <dl>{rows}</dl>
            {drawn}
            <p class="muted">{text(Text::ReceiptQrWarning)}</p>
        </section>
        <div class="actions no-print">
            <Button words=text(Text::ReceiptSave).to_owned() on_press=save/>
            <Button
                words=text(Text::ReceiptPrint).to_owned()
                on_press=Callback::new(|()| page::print())
                look=Look::Secondary
            />
        </div>
        <div role="status" class="no-print">
            {move || said.get().map(|said| view! { <p class="done">{text(said)}</p> })}
        </div>
        <Notice>
            <h2>{text(Text::ReceiptNext)}</h2>
            <p>{next}</p>
            <p>{text(ready)}</p>
        </Notice>
        <section class="section">
            <h2>{text(Text::ReceiptTo)}</h2>
            <OrganizationContact organization/>
        </section>
        {case.map(|case| view! { <Paper case/> })}
        {receipt_group.map(together)}
        <p class="receipt-track no-print">
            <ButtonLink
                href=Route::Track.to_path()
                words=text(Text::ReceiptTrack)
                look=Look::Secondary
            />
        </p>
        {limits}
    }
}

/// What there is to say of the limitation period, and by which law.
fn limitation(receipt: &Receipt) -> Option<[Text; 2]> {
    match receipt.limitation? {
        Limitation::Arbitration => Some([Text::ReceiptArbitration, Text::ClockSource]),
        Limitation::Civil => Some([Text::ReceiptLimitation, Text::ReceiptLimitationSource]),
        Limitation::Unknown => None,
    }
}

/// The address that opens the case: the secret is in the fragment, which browsers never send.
fn case_link(receipt: &Receipt) -> String {
    let joined = joined(receipt);
    let joined = CaseKey::parse(&joined).map_or(joined, |case| case.joined());
    [&history::origin(), &Route::Track.to_path(), "#", &joined].concat()
}

fn joined(receipt: &Receipt) -> String {
    [&receipt.number, ".", &receipt.access_code].concat()
}

/// The way to file together with colleagues.
fn together(hint: GroupHint) -> View {
    let (words, open) = match hint {
        GroupHint::Joined => (Text::GroupJoinedWords, Text::GroupOpen),
        _ => (Text::GroupOfferWords, Text::GroupOfferOpen),
    };
    view! {
        <section class="section group-part no-print">
            <h2>{text(Text::GroupTitle)}</h2>
            <p>{text(words)}</p>
            <ButtonLink href=Route::Group.to_path() words=text(open) look=Look::Secondary/>
        </section>
    }
}
