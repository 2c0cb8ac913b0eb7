//! One case of the list: enough to choose what to open, and no personal data.

use contract::kinds::Topic;
use contract::staff::QueueEntry;

use crate::i18n::{Text, day_of, field_name, fill, status_name, text, topic_name};
use crate::parts::{ClockLine, clock_face};
use crate::routes::Route;
use crate::session;
use crate::view::prelude::*;

/// What a case is about, in a line.
pub fn matter(entry: &QueueEntry) -> String {
    let field = field_name(entry.field);
    match entry.topic {
        Some(topic) if !matches!(topic, Topic::Else | Topic::Unknown) => {
            [field, " · ", topic_name(topic)].concat()
        }
        _ => field.to_owned(),
    }
}

/// Who works on it.
fn works(entry: &QueueEntry, me: &str) -> (String, bool) {
    match entry.assignee.as_deref() {
        None => (text(Text::RowFree).to_owned(), true),
        Some(name) if name == me => (text(Text::RowMine).to_owned(), false),
        Some(name) => (name.to_owned(), false),
    }
}

/// The row. `address` is the filter's, which stays while a case is open.
pub fn row(entry: &QueueEntry, address: &str, open: Memo<Option<String>>) -> View {
    let number = entry.number.clone();
    let me = session::me().map(|me| me.name).unwrap_or_default();
    let (who, is_free) = works(entry, &me);
    let href = [&Route::Case(number.clone()).to_path(), address].concat();
    let clock = match entry.deadline.as_ref().and_then(clock_face) {
        Some(face) => view! { <ClockLine face=face/> },
        None => view! { <p class="due">{text(Text::RowNoClock)}</p> },
    };
    let filed = fill(Text::RowFiled, &[("date", &day_of(&entry.submitted_at))]);
    let raised = entry.raised.then(|| {
        view! { <span class="tag tag-late">{text(Text::RowRaised)}</span> }
    });
    let slots = entry.slots.then(|| {
        view! { <span class="tag tag-late">{text(Text::RowSlots)}</span> }
    });
    view! {
        <li>
            <a
                class="entry"
                href=href
                aria-current=move || {
                    open.with(|open| open.as_ref() == Some(&number)).then_some("true")
                }
            >
                <span class="entry-top">
                    <b>{matter(entry)}</b>
                    <span class="tag">{status_name(entry.status)}</span>
                </span>
                {clock}
                <span class="entry-foot">
                    <span>{entry.number.clone()}</span>
                    <span class:free=is_free>{who}</span>
                    <span>{filed}</span>
                    {raised}
                    {slots}
                </span>
            </a>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::kinds::DisputeField;
    use contract::status::Status;

    fn entry(topic: Option<Topic>, assignee: Option<&str>) -> QueueEntry {
        QueueEntry {
            number: "FQ-2611-7K3MQ-4".into(),
            status: Status::Submitted,
            field: DisputeField::Labor,
            topic,
            submitted_at: "2026-11-20T02:00:00Z".into(),
            deadline: None,
            raised: false,
            slots: false,
            assignee: assignee.map(str::to_owned),
            organization: None,
        }
    }

    #[test]
    fn says_what_it_is_about_and_who_works_on_it() {
        assert_eq!(matter(&entry(Some(Topic::Wages), None)), "劳动 · 拖欠工资");
        assert_eq!(matter(&entry(Some(Topic::Else), None)), "劳动");
        assert_eq!(works(&entry(None, None), "王"), ("没人接".into(), true));
        assert_eq!(works(&entry(None, Some("王")), "王"), ("我".into(), false));
        assert_eq!(works(&entry(None, Some("李")), "王"), ("李".into(), false));
    }
}
