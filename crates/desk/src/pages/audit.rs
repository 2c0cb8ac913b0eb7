//! Who did what at the organization, latest first.

use browser::task;
use contract::desk::AuditEntry;

use crate::api::{self, Failure};
use crate::i18n::{Text, audit_name, text, when};
use crate::parts::{Button, Failed, PageTitle, Waiting};
use crate::routes::Route;
use crate::session;
use crate::view::prelude::*;

/// What is listed.
#[derive(Clone, Debug, Default)]
struct Listed {
    entries: Vec<AuditEntry>,
    next_after: Option<String>,
}

/// The page.
#[component]
pub fn Audit() -> View {
    let found = RwSignal::new(None::<Result<Listed, Failure>>);
    let busy = RwSignal::new(false);
    let load = Callback::new(move |after: Option<String>| {
        busy.set(true);
        task::spawn_local(async move {
            let answer = api::audit(after.as_deref()).await;
            busy.try_set(false);
            found.try_update(|found| match answer {
                Ok(page) => {
                    let mut listed = match (after, found.take()) {
                        (Some(_), Some(Ok(listed))) => listed,
                        _ => Listed::default(),
                    };
                    listed.entries.extend(page.entries);
                    listed.next_after = page.next_after;
                    *found = Some(Ok(listed));
                }
                Err(failure) => *found = Some(Err(failure)),
            });
        });
    });
    load.run(None);
    let retry = Callback::new(move |()| load.run(None));
    view! {
        <div class="narrow">
            <PageTitle words=text(Text::AuditTitle).to_owned()/>
            <p class="lead">{text(Text::AuditLead)}</p>
            {move || match found.get() {
                None => view! { <Waiting/> },
                Some(Err(failure)) => view! { <Failed failure=failure on_retry=retry/> },
                Some(Ok(listed)) if listed.entries.is_empty() => {
                    view! { <p class="empty">{text(Text::AuditEmpty)}</p> }
                }
                Some(Ok(listed)) => {
                    let rows = listed.entries.into_iter().map(row).collect_view();
                    let more = listed
                        .next_after
                        .map(|after| {
                            let on = Callback::new(move |()| load.run(Some(after.clone())));
                            view! {
                                <Button
                                    words=text(Text::AuditMore).to_owned()
                                    on_press=on
                                    busy=busy
                                />
                            }
                        });
                    view! {
                        <ol class="audit">{rows}</ol>
                        {more}
                    }
                }
            }}
        </div>
    }
}

fn row(entry: AuditEntry) -> View {
    // Who watches over the log opens no case.
    let reads = session::role().reads_cases();
    let number = entry.number.map(|number| {
        if reads {
            let href = Route::Case(number.clone()).to_path();
            view! { <a href=href>{number}</a> }
        } else {
            view! { {number} }
        }
    });
    view! {
        <li>
            <span class="who">
                <b>{entry.name}</b>
                " "
                // Who has no account is a program with a token, or the operator's.
                <small>{entry.login.unwrap_or_else(|| text(Text::AuditProgram).to_owned())}</small>
            </span>
            <span>{audit_name(entry.act)}</span>
            <span>{number}</span>
            <span class="muted">{when(&entry.at)}</span>
        </li>
    }
}
