//! One file on its way to the server: what to ask next, and what each answer means for it. No clock and no network.

use contract::problem::ProblemCode;

use crate::api::ApiFailure;

/// Bytes of the first piece.
const FIRST_PIECE: u64 = 256 * 1024;
/// Bytes that a piece has at the least, on a line that breaks.
const LEAST_PIECE: u64 = 64 * 1024;
/// Bytes that a piece has at the most, on a good line.
const MOST_PIECE: u64 = 4 * 1024 * 1024;
/// A piece that takes less than this is a small one.
const QUICK_MS: f64 = 1_000.0;
/// The longest pause between two tries, in seconds.
const LONGEST_PAUSE: u32 = 30;

/// How a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It is being read, or made smaller.
    Preparing,
    /// Its turn comes.
    Waiting,
    /// It is being sent.
    Sending,
    /// No answer: tried again in a while.
    Paused,
    /// The server has it.
    Kept,
    /// It is not taken.
    Refused(ProblemCode),
    /// The phone does not have it any more, and the server not all of it.
    Lost,
    /// The person does not want it; the server has yet to delete it.
    Leaving,
}

/// What to ask of the server next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// To begin.
    Begin,
    /// How far it has come.
    HowFar,
    /// To take these bytes.
    Take {
        /// The first.
        from: u64,
        /// The first that is not among them.
        to: u64,
    },
    /// To delete it.
    Delete,
}

/// What was answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// It has begun under this id.
    Begun(String, u64),
    /// The server has it up to here.
    Has(u64),
    /// It took this long until the server had it up to here.
    Took(u64, f64),
    /// It is deleted.
    Deleted,
    /// None of that.
    Failed(ApiFailure),
}

/// A file on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// How large it is, as it is sent.
    pub bytes: u64,
    /// What the server calls it; empty before it has begun.
    pub remote: String,
    /// Up to where the server has it, as far as is known.
    pub sent: u64,
    /// How it stands.
    pub stage: Stage,
    /// Seconds to wait before the next question.
    pub pause: u32,
    /// Whether the server itself said how far it is since the last failure.
    sure: bool,
    /// Bytes of the next piece.
    piece: u64,
    /// Failures in a row.
    failures: u32,
}

impl Upload {
    /// A file at the beginning of its way.
    pub fn new(name: String, bytes: u64) -> Self {
        Self {
            name,
            bytes,
            remote: String::new(),
            sent: 0,
            stage: Stage::Waiting,
            pause: 0,
            sure: true,
            piece: FIRST_PIECE,
            failures: 0,
        }
    }

    /// A file that was on its way before, under the name that the server gave it then.
    pub fn again(name: String, bytes: u64, remote: String, stage: Stage) -> Self {
        Self {
            sure: remote.is_empty(),
            sent: if stage == Stage::Kept { bytes } else { 0 },
            remote,
            stage,
            ..Self::new(name, bytes)
        }
    }

    /// What to ask next; nothing while it is prepared, and once it is settled.
    pub fn next(&self) -> Option<Ask> {
        match self.stage {
            Stage::Preparing | Stage::Kept | Stage::Refused(_) | Stage::Lost => None,
            Stage::Leaving => Some(Ask::Delete),
            Stage::Waiting | Stage::Sending | Stage::Paused if self.remote.is_empty() => {
                Some(Ask::Begin)
            }
            _ if !self.sure => Some(Ask::HowFar),
            _ => Some(Ask::Take {
                from: self.sent,
                to: self.bytes.min(self.sent + self.piece),
            }),
        }
    }

    /// Takes up an answer to what was asked.
    pub fn told(&mut self, told: Told) {
        match told {
            Told::Begun(remote, sent) => {
                self.remote = remote;
                self.has(sent);
            }
            Told::Has(sent) => self.has(sent),
            Told::Took(sent, ms) => {
                if ms < QUICK_MS {
                    self.piece = MOST_PIECE.min(self.piece * 2);
                }
                // Only now it is certain that bytes get through again.
                self.failures = 0;
                if self.stage != Stage::Leaving {
                    self.stage = Stage::Sending;
                }
                self.has(sent);
            }
            // Whoever asked removes it.
            Told::Deleted => self.remote.clear(),
            Told::Failed(failure) => self.failed(&failure),
        }
    }

    /// From the beginning: the server has nothing of it any more.
    pub fn forget_remote(&mut self) {
        *self = Self::new(std::mem::take(&mut self.name), self.bytes);
    }

    /// Whether it will neither be sent nor asked about any more.
    pub fn is_settled(&self) -> bool {
        self.next().is_none() && self.stage != Stage::Preparing
    }

    /// How much of it the server has, in percent, rounded down.
    pub fn percent(&self) -> u64 {
        (self.sent * 100).checked_div(self.bytes).unwrap_or(0)
    }

    fn has(&mut self, sent: u64) {
        self.sure = true;
        self.pause = 0;
        self.sent = sent.min(self.bytes);
        if self.sent == self.bytes && self.stage != Stage::Leaving {
            self.stage = Stage::Kept;
        }
    }

    fn failed(&mut self, failure: &ApiFailure) {
        use ProblemCode as P;
        let asked_to_wait = match failure {
            ApiFailure::Rejected(problem) => problem.retry_after,
            _ => None,
        };
        let pause = asked_to_wait.unwrap_or_else(|| 1 << self.failures.min(5));
        self.pause = pause.clamp(1, LONGEST_PAUSE);
        self.failures += 1;
        self.sure = false;
        self.piece = LEAST_PIECE.max(self.piece / 2);
        match failure.code() {
            Some(P::EvidenceNotFound) => {
                self.remote.clear();
                self.sent = 0;
            }
            Some(
                why @ (P::EvidenceEmpty
                | P::EvidenceKind
                | P::EvidenceHeic
                | P::EvidenceMismatch
                | P::EvidenceDamaged
                | P::EvidenceBomb
                | P::EvidenceTooMany
                | P::EvidenceTooMuch
                | P::TooLarge),
            ) => {
                self.remote.clear();
                self.stage = Stage::Refused(why);
            }
            _ => {}
        }
        if !matches!(self.stage, Stage::Leaving | Stage::Refused(_)) {
            self.stage = Stage::Paused;
        }
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;
    use contract::problem::Problem;

    const MEGABYTE: u64 = 1024 * 1024;

    fn rejected(code: ProblemCode, retry_after: Option<u32>) -> Told {
        Told::Failed(ApiFailure::Rejected(Box::new(Problem {
            kind: String::new(),
            title: String::new(),
            status: code.http_status(),
            code,
            request_id: String::new(),
            issues: Vec::new(),
            legal_moves: Vec::new(),
            retry_after,
            filed_on: None,
            since: Vec::new(),
        })))
    }

    /// A server that keeps its promises, behind a network that now and then loses a question or an answer.
    #[derive(Default)]
    struct Server {
        has: Option<u64>,
        asked: u32,
    }

    impl Server {
        fn answer(&mut self, ask: Ask, losses: &[u8]) -> Told {
            let loss = losses.get(self.asked as usize % losses.len().max(1));
            self.asked += 1;
            let lost = Told::Failed(ApiFailure::Unreadable);
            if loss == Some(&1) {
                return lost;
            }
            let told = match (ask, self.has) {
                (Ask::Begin, _) => {
                    self.has = Some(0);
                    Told::Begun("one".into(), 0)
                }
                (_, None) => rejected(ProblemCode::EvidenceNotFound, None),
                (Ask::HowFar, Some(has)) => Told::Has(has),
                (Ask::Take { from, .. }, Some(has)) if from != has => {
                    rejected(ProblemCode::UploadOffset, None)
                }
                (Ask::Take { to, .. }, _) => {
                    self.has = Some(to);
                    Told::Took(to, 10.0)
                }
                (Ask::Delete, _) => {
                    self.has = None;
                    Told::Deleted
                }
            };
            match loss {
                Some(2) => lost,
                Some(3) => {
                    // It was away for so long that the server has forgotten the file.
                    self.has = None;
                    lost
                }
                _ => told,
            }
        }
    }

    fn send(upload: &mut Upload, losses: &[u8]) -> Server {
        let mut server = Server::default();
        while let Some(ask) = upload.next() {
            upload.told(server.answer(ask, losses));
            assert!(server.asked < 10_000, "{upload:?}");
        }
        server
    }

    #[test]
    fn a_file_arrives_in_ever_larger_pieces() {
        let mut upload = Upload::new("a.pdf".into(), 50 * MEGABYTE);
        let server = send(&mut upload, &[]);
        assert_eq!(upload.stage, Stage::Kept);
        assert_eq!(upload.percent(), 100);
        assert!(server.asked < 20, "{}", server.asked);
    }

    #[test]
    fn whatever_is_lost_on_the_way_it_arrives_whole() {
        // A loss each so many questions, of each kind, at each place.
        for every in 3..10_usize {
            for kind in 1..4_u8 {
                for at in 0..every {
                    let mut losses = vec![0; every];
                    losses[at] = kind;
                    // Who forgets too often never has a whole file: only large gaps are looked at.
                    if kind == 3 && every < 9 {
                        continue;
                    }
                    let mut upload = Upload::new("a.pdf".into(), MEGABYTE);
                    let server = send(&mut upload, &losses);
                    assert_eq!(upload.stage, Stage::Kept, "{losses:?}");
                    assert_eq!(server.has, Some(MEGABYTE));
                }
            }
        }
    }

    #[test]
    fn pauses_grow_and_end_with_an_answer() {
        let mut upload = Upload::new("a.pdf".into(), MEGABYTE);
        let mut pauses = Vec::new();
        for _ in 0..7 {
            upload.told(Told::Failed(ApiFailure::Offline));
            assert_eq!(upload.stage, Stage::Paused);
            pauses.push(upload.pause);
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30]);
        // An answer to a small question does not mean that bytes get through.
        upload.told(Told::Begun("one".into(), 0));
        assert_eq!((upload.stage, upload.pause), (Stage::Paused, 0));
        upload.told(Told::Failed(ApiFailure::Offline));
        assert_eq!(upload.pause, 30);
        upload.told(Told::Took(1, 1.0));
        assert_eq!((upload.stage, upload.pause), (Stage::Sending, 0));
        upload.told(rejected(ProblemCode::TooManyRequests, Some(5)));
        assert_eq!((upload.stage, upload.pause), (Stage::Paused, 5));
        assert_eq!(upload.next(), Some(Ask::HowFar));
    }

    #[test]
    fn a_refusal_ends_it() {
        for code in [ProblemCode::EvidenceMismatch, ProblemCode::EvidenceTooMuch] {
            let mut upload = Upload::new("a.pdf".into(), 10);
            upload.told(Told::Begun("one".into(), 0));
            upload.told(rejected(code, None));
            assert_eq!(upload.stage, Stage::Refused(code));
            assert!(upload.is_settled());
            assert_eq!(upload.remote, "");
        }
    }

    #[test]
    fn after_a_reload_the_server_is_asked_first() {
        let mut upload = Upload::again("a.pdf".into(), 100, "one".into(), Stage::Waiting);
        assert_eq!(upload.next(), Some(Ask::HowFar));
        upload.told(Told::Has(60));
        assert_eq!(upload.percent(), 60);
        assert_eq!(upload.next(), Some(Ask::Take { from: 60, to: 100 }));
        let kept = Upload::again("a.pdf".into(), 100, "one".into(), Stage::Kept);
        assert_eq!((kept.next(), kept.percent()), (None, 100));
    }

    #[test]
    fn what_nobody_wants_is_deleted_until_the_server_says_so() {
        let mut upload = Upload::again("a.pdf".into(), 100, "one".into(), Stage::Leaving);
        assert_eq!(upload.next(), Some(Ask::Delete));
        upload.told(Told::Failed(ApiFailure::Offline));
        assert_eq!(upload.next(), Some(Ask::Delete));
        // A piece that was on its way changes nothing.
        upload.told(Told::Took(100, 1.0));
        assert_eq!(upload.stage, Stage::Leaving);
        upload.told(rejected(ProblemCode::EvidenceNotFound, None));
        assert_eq!(upload.remote, "");
    }
}
