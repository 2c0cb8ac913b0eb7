//! Inviting colleagues: the code and its QR code for the starter, and who else to ask for it.

use browser::qr::qr;
use contract::group::{GroupMove, GroupView};

use super::model::invitation_link;
use super::own::{Twice, asked_twice};
use super::room::Room;
use crate::components::{Button, Look};
use crate::i18n::{Text, date_words, fill, text};
use crate::pages::receipt::qr::drawn;
use crate::platform::task::spawn_local;
use crate::platform::{clipboard, clock};
use crate::view::prelude::*;

const RENEW: &str = "group-renew";

/// How others come in, as far as this member has a say in it.
pub fn invite(room: Room, group: &GroupView) -> View {
    if group.is_closed {
        return view! { <p class="muted">{text(Text::GroupIsClosed)}</p> };
    }
    if !group.part.is_starter {
        return view! { <p class="muted">{text(Text::GroupNotStarter)}</p> };
    }
    let ways = view! {
        <Button
            words=text(Text::GroupRenew).to_owned()
            id=RENEW
            on_press=Callback::new(move |()| {
                room.act(GroupMove::RenewCode {}, Text::GroupRenewed, ["#", RENEW].concat());
            })
            look=Look::Secondary
            busy=room.busy()
        />
        {close(room)}
    };
    view! {
        <section class="section group-part">
            <h2>{text(Text::GroupInvite)}</h2>
            {match (&group.code, &group.open_until) {
                (Some(code), Some(until)) => code_card(code, until),
                _ => view! { <p>{text(Text::GroupExpired)}</p> },
            }}
            <div class="actions no-print">{ways}</div>
        </section>
    }
}

fn code_card(code: &str, until: &str) -> View {
    let link = invitation_link(code);
    let until = clock::read(until).map(|time| date_words(&time));
    let until = fill(Text::GroupUntil, &[("date", &until.unwrap_or_default())]);
    let drawn = qr(&link).map(|qr| drawn(&qr, Text::GroupQrName, Text::GroupQr));
    let said = RwSignal::new(None);
    let invitation = fill(Text::GroupCopied, &[("code", code), ("link", &link)]);
    let copy = Callback::new(move |()| {
        let invitation = invitation.clone();
        said.set(None);
        spawn_local(async move {
            let copied = clipboard::copy(&invitation).await;
            said.try_set(Some(copied));
        });
    });
    view! {
        <div class="card receipt">
            <dl>
                <div>
                    <dt>{text(Text::GroupCode)}</dt>
                    <dd class="receipt-big receipt-code">{code.to_owned()}</dd>
                </div>
            </dl>
            {drawn}
            <p class="group-link">
                <span>{text(Text::GroupLink)}</span>
                <b>{link}</b>
            </p>
            <p class="muted">{until}</p>
        </div>
        <div class="actions no-print">
            <Button words=text(Text::GroupCopy).to_owned() on_press=copy/>
        </div>
        <div role="status" class="no-print">
            {move || {
                said.get()
                    .map(|copied| {
                        if copied {
                            view! { <p class="done">{text(Text::GroupCopyDone)}</p> }
                        } else {
                            view! { <p>{text(Text::GroupCopyNot)}</p> }
                        }
                    })
            }}
        </div>
    }
}

/// Ends the joining.
fn close(room: Room) -> View {
    asked_twice(
        room,
        Twice {
            id: "group-close",
            sure_id: "group-close-sure",
            open: Text::GroupClose,
            warnings: [Some(Text::GroupCloseWarning), None],
            sure: Text::GroupCloseSure,
        },
        Callback::new(move |()| room.act(GroupMove::Close {}, Text::GroupClosed, "#main h1")),
    )
}
