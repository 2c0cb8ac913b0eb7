//! Who has which case on the screen, on this copy of the server, and up to which version the case is known here.
//!
//! Changes that are made here are told at once; for those of other copies the store is asked once a second for the
//! versions of all cases that are watched, and not at all while none is. What that costs grows with the cases watched and
//! not with the requests there are.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use contract::problem::ProblemCode;
use tokio::sync::watch;

/// Everybody who watches a case here. Copies share it.
#[derive(Clone, Default)]
pub struct Watch(Arc<Mutex<Watched>>);

#[derive(Default)]
struct Watched {
    /// So many may watch at once.
    most: usize,
    /// So many of them from one address.
    per_address: usize,
    /// Whether nobody may any more, because the server stops.
    is_closed: bool,
    places: usize,
    addresses: HashMap<IpAddr, usize>,
    /// The version up to which each watched case is known.
    cases: HashMap<String, watch::Sender<i64>>,
}

impl Watch {
    /// Nobody yet, but so many at once, and so many of them from one address. By default nobody may.
    pub fn new(most: usize, per_address: usize) -> Self {
        Self(Arc::new(Mutex::new(Watched {
            most,
            per_address,
            ..Watched::default()
        })))
    }

    /// A place for somebody at this address, or why there is none.
    pub(super) fn admit(&self, client: IpAddr) -> Result<Place, ProblemCode> {
        let mut watched = self.lock();
        if watched.is_closed || watched.places >= watched.most {
            return Err(ProblemCode::NewsFull);
        }
        let per_address = watched.per_address;
        let theirs = watched.addresses.entry(client).or_default();
        if *theirs >= per_address {
            return Err(ProblemCode::TooManyRequests);
        }
        *theirs += 1;
        watched.places += 1;
        Ok(Place {
            watch: self.clone(),
            client,
            case: None,
        })
    }

    /// Whoever watches this case learns that there is this version of it.
    pub(super) fn tell(&self, number: &str, version: i64) {
        if let Some(case) = self.lock().cases.get(number) {
            case.send_if_modified(|known| {
                let is_news = version > *known;
                *known = version.max(*known);
                is_news
            });
        }
    }

    /// There is nothing to learn of this case any more.
    pub(super) fn end(&self, number: &str) {
        self.lock().cases.remove(number);
    }

    /// Every case that is watched.
    pub(super) fn numbers(&self) -> Vec<String> {
        self.lock().cases.keys().cloned().collect()
    }

    /// Ends all watching, for good.
    pub(super) fn close(&self) {
        let mut watched = self.lock();
        watched.is_closed = true;
        watched.cases.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Watched> {
        // Each change of it is whole before anything can panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among those who watch. It is free again when this is dropped.
pub(super) struct Place {
    watch: Watch,
    client: IpAddr,
    /// Which case is watched from here, and what is known of it.
    case: Option<(String, watch::Receiver<i64>)>,
}

impl Place {
    /// Watches this case, of which this version was read.
    pub(super) fn take(&mut self, number: &str, version: i64) {
        let mut watched = self.watch.lock();
        if watched.is_closed {
            return;
        }
        let cases = &mut watched.cases;
        let case = cases.entry(number.to_owned());
        let case = case.or_insert_with(|| watch::Sender::new(version));
        self.case = Some((number.to_owned(), case.subscribe()));
    }

    /// The version up to which the case is known now.
    pub(super) fn known(&mut self) -> i64 {
        let case = self.case.as_mut();
        case.map_or(0, |(_, known)| *known.borrow_and_update())
    }

    /// Waits until more is known than [`Self::known`] said last; `None` once there is nothing to learn any more.
    pub(super) async fn changed(&mut self) -> Option<()> {
        let (_, known) = self.case.as_mut()?;
        known.changed().await.ok()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut watched = self.watch.lock();
        watched.places = watched.places.saturating_sub(1);
        if let Some(theirs) = watched.addresses.get_mut(&self.client) {
            *theirs = theirs.saturating_sub(1);
            if *theirs == 0 {
                watched.addresses.remove(&self.client);
            }
        }
        if let Some((number, known)) = self.case.take() {
            drop(known);
            let is_last = |case: &watch::Sender<i64>| case.receiver_count() == 0;
            if watched.cases.get(&number).is_some_and(is_last) {
                watched.cases.remove(&number);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 7));
    const ELSEWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 8));

    fn at(watch: &Watch, number: &str, version: i64) -> Place {
        let mut place = watch.admit(HERE).unwrap();
        place.take(number, version);
        place
    }

    #[tokio::test]
    async fn who_watches_a_case_learns_of_it_and_of_no_other() {
        let watch = Watch::new(9, 9);
        let mut one = at(&watch, "one", 3);
        let mut again = at(&watch, "one", 2);
        let mut other = at(&watch, "other", 1);
        assert_eq!((one.known(), again.known(), other.known()), (3, 3, 1));
        watch.tell("one", 4);
        watch.tell("one", 2);
        assert_eq!(one.changed().await, Some(()));
        assert_eq!((one.known(), again.known(), other.known()), (4, 4, 1));
        watch.end("one");
        assert_eq!(one.changed().await, None);
        watch.tell("other", 2);
        assert_eq!(other.changed().await, Some(()));
    }

    #[test]
    fn nobody_watches_for_those_who_left() {
        let watch = Watch::new(9, 9);
        let (one, again) = (at(&watch, "one", 3), at(&watch, "one", 3));
        drop(one);
        assert_eq!(watch.numbers(), ["one"]);
        drop(again);
        assert!(watch.numbers().is_empty());
        let watched = watch.lock();
        assert!(watched.places == 0 && watched.addresses.is_empty());
    }

    #[test]
    fn there_are_so_many_places_and_so_many_for_one_address() {
        let watch = Watch::new(3, 2);
        let held = [watch.admit(HERE).unwrap(), watch.admit(HERE).unwrap()];
        let refused = |client| watch.admit(client).map(drop).unwrap_err();
        assert_eq!(refused(HERE), ProblemCode::TooManyRequests);
        let other = watch.admit(ELSEWHERE).unwrap();
        assert_eq!(refused(ELSEWHERE), ProblemCode::NewsFull);
        drop((held, other));
        watch.admit(HERE).unwrap();
        watch.close();
        assert_eq!(refused(HERE), ProblemCode::NewsFull);
        assert_eq!(
            Watch::default().admit(HERE).map(drop).unwrap_err(),
            ProblemCode::NewsFull
        );
    }

    #[tokio::test]
    async fn all_watching_ends_when_the_server_stops() {
        let watch = Watch::new(9, 9);
        let mut one = at(&watch, "one", 3);
        let mut late = watch.admit(HERE).unwrap();
        watch.close();
        assert_eq!(one.changed().await, None);
        late.take("one", 3);
        assert_eq!(late.changed().await, None);
    }
}
