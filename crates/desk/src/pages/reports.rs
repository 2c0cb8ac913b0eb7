//! Reports that the organization's entry in the directory is wrong.

use browser::task;
use contract::report::ReportView;

use crate::api::{self, Failure};
use crate::i18n::{Text, failure_words, fill, report_subject_name, text, when};
use crate::parts::{Button, Failed, NotDone, PageTitle, Waiting};
use crate::state::{desk, focus_soon};
use crate::view::prelude::*;

/// The page.
#[component]
pub fn Reports() -> View {
    let found = RwSignal::new(None::<Result<Vec<ReportView>, Failure>>);
    let failure = RwSignal::new(None::<Failure>);
    let load = Callback::new(move |()| {
        found.set(None);
        task::spawn_local(async move {
            let answer = api::reports().await;
            found.try_set(Some(answer.map(|view| view.reports)));
        });
    });
    load.run(());
    let settle = Callback::new(move |id: String| {
        failure.set(None);
        task::spawn_local(async move {
            match api::settle(&id).await {
                Ok(_) => {
                    desk().say(text(Text::ReportSettled));
                    found.try_update(|found| {
                        if let Some(Ok(reports)) = found {
                            reports.retain(|report| report.id != id);
                        }
                    });
                    focus_soon("#main h1");
                }
                Err(why) => {
                    failure.try_set(Some(why));
                    focus_soon("#not-done");
                }
            }
        });
    });
    let told = Signal::derive(move || failure.get().as_ref().map(failure_words));
    view! {
        <div class="narrow">
            <PageTitle words=text(Text::ReportsTitle).to_owned()/>
            <p class="lead">{text(Text::ReportsLead)}</p>
            <NotDone words=told id="not-done"/>
            {move || match found.get() {
                None => view! { <Waiting/> },
                Some(Err(failure)) => view! { <Failed failure=failure on_retry=load/> },
                Some(Ok(reports)) if reports.is_empty() => {
                    view! { <p class="empty">{text(Text::ReportsEmpty)}</p> }
                }
                Some(Ok(reports)) => {
                    let rows = reports.into_iter().map(|one| row(one, settle)).collect_view();
                    view! { <ul class="cards">{rows}</ul> }
                }
            }}
        </div>
    }
}

fn row(report: ReportView, settle: Callback<String>) -> View {
    let what: Vec<_> = report
        .subjects
        .iter()
        .map(|subject| report_subject_name(*subject))
        .collect();
    let what = what.join(text(Text::ListComma));
    let id = report.id.clone();
    view! {
        <li class="card report">
            <b>{fill(Text::ReportWrong, &[("what", &what)])}</b>
            <p class="muted">{when(&report.reported_at)}</p>
            {report.note.map(|note| view! { <p class="told">{note}</p> })}
            <Button
                words=text(Text::ReportSettle).to_owned()
                name=fill(Text::ReportSettleOf, &[("what", &what)])
                on_press=Callback::new(move |()| settle.run(id.clone()))
            />
        </li>
    }
}
