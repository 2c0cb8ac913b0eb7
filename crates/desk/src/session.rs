//! Who is signed in, and for how long. The session itself is a cookie that scripts cannot read; the server ends it when
//! nothing was done for a while.

use contract::desk::{Role, SessionView};

use crate::state::desk;
use crate::view::prelude::*;

/// How long before the end one is warned.
pub const WARNED_MS: f64 = 120_000.0;

/// Whether somebody is signed in.
#[derive(Clone, Debug, PartialEq)]
pub enum Session {
    /// Nobody knows yet.
    Unknown,
    /// Nobody.
    Out(Why),
    /// Somebody.
    In(Box<Signed>),
}

/// Why nobody is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody has signed in yet.
    NotYet,
    /// It ended by itself.
    Ended,
    /// Somebody signed out.
    Left,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Signed {
    /// Who.
    pub view: SessionView,
    /// How many milliseconds of doing nothing end it.
    pub idle_ms: f64,
    /// When it ends if nothing is done, in this device's milliseconds since 1970.
    pub ends_ms: f64,
}

impl Signed {
    /// As the server told it: `server_ms` is the moment of its answer by its own clock, `now_ms` by that of this device,
    /// which may be wrong.
    pub fn new(
        view: SessionView,
        ends_ms: Option<f64>,
        server_ms: Option<f64>,
        now_ms: f64,
    ) -> Self {
        let idle_ms = ends_ms.map_or(f64::INFINITY, |ends| ends - server_ms.unwrap_or(now_ms));
        Self {
            view,
            idle_ms,
            ends_ms: now_ms + idle_ms,
        }
    }

    /// Where that stands.
    pub fn left(&self, now_ms: f64) -> Left {
        let left = self.ends_ms - now_ms;
        if left <= 0.0 {
            Left::Over
        } else if left <= WARNED_MS {
            Left::Soon
        } else {
            Left::Enough
        }
    }
}

/// How much is left of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Enough.
    Enough,
    /// Little: time to say so.
    Soon,
    /// Nothing.
    Over,
}

/// Somebody has signed in. What another account had typed goes.
pub fn entered(signed: Signed) {
    let desk = desk();
    let account = signed.view.account.clone();
    desk.drafts.update(|drafts| drafts.belong_to(&account));
    desk.session.set(Session::In(Box::new(signed)));
}

/// The server answered somebody who is signed in: the session goes on from now.
pub fn lives(now_ms: f64) {
    desk().session.update(|session| {
        if let Session::In(signed) = session {
            signed.ends_ms = now_ms + signed.idle_ms;
        }
    });
}

/// Signing in asks for a second factor from now on, or does not any more.
pub fn has_second_factor(has: bool) {
    desk().session.update(|session| {
        if let Session::In(signed) = session {
            signed.view.has_second_factor = has;
        }
    });
}

/// The server does not know the session any more. What was typed stays.
pub fn ended() {
    let session = desk().session;
    if session.with_untracked(|session| matches!(session, Session::In(_))) {
        session.set(Session::Out(Why::Ended));
        desk().hush();
    }
}

/// Somebody signs out: nothing of theirs stays on this screen.
pub fn left() {
    let desk = desk();
    desk.drafts.update(|drafts| *drafts = Default::default());
    desk.session.set(Session::Out(Why::Left));
    desk.hush();
}

/// Who is signed in; not followed.
pub fn me() -> Option<SessionView> {
    desk().session.with_untracked(|session| match session {
        Session::In(signed) => Some(signed.view.clone()),
        _ => None,
    })
}

/// The role of who is signed in; not followed.
pub fn role() -> Role {
    me().map_or(Role::Unknown, |me| me.role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::organization::OrganizationRef;

    fn view() -> SessionView {
        SessionView {
            account: "a1".into(),
            login: "wang".into(),
            name: "王调解员".into(),
            role: Role::Mediator,
            organization: OrganizationRef {
                id: "o1".into(),
                name: "示例街道人民调解委员会".into(),
                phones: Vec::new(),
                address: None,
            },
            token: "t".into(),
            has_second_factor: false,
            ends_at: "2026-11-27T09:00:00Z".into(),
        }
    }

    #[test]
    fn one_is_warned_two_minutes_before_the_end_whatever_the_clock_here_says() {
        // Half an hour by the server's clock; the one here is a day late.
        let (server, here) = (1_000_000_000.0, 1_000_000_000.0 - 86_400_000.0);
        let signed = Signed::new(view(), Some(server + 1_800_000.0), Some(server), here);
        assert_eq!(signed.left(here), Left::Enough);
        assert_eq!(signed.left(here + 1_679_000.0), Left::Enough);
        assert_eq!(signed.left(here + 1_680_000.0), Left::Soon);
        assert_eq!(signed.left(here + 1_800_000.0), Left::Over);
    }

    #[test]
    fn an_end_that_cannot_be_read_never_warns() {
        let signed = Signed::new(view(), None, None, 0.0);
        assert_eq!(signed.left(1e15), Left::Enough);
    }
}
