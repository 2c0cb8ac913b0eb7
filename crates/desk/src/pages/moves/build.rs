//! From what was typed to a move: the rules are those of `contract`, asked before anything is sent.

use contract::days::{day_text, read_day};
use contract::desk::{Colleague, SessionView};
use contract::draft::{Code, Field, Issue, Item};
use contract::request::{
    AgreementForm, Appointment, Audience, ConfirmationOutcome, ContactChannel, DeclineReason,
    EndGround, NextDoor,
};
use contract::staff::StaffMove;

use super::slots::{appointments, row_id};
use super::{Act, Key};
use crate::drafts::Draft;
use crate::i18n::{call_came, call_whom, call_words};

/// What a move depends on besides what was typed.
#[derive(Clone, Debug)]
pub struct Context<'a> {
    /// Who does it.
    pub me: &'a SessionView,
    /// Who can be assigned.
    pub colleagues: &'a [Colleague],
}

/// What is ticked is kept as this.
pub const YES: &str = "yes";

/// What is wrong with one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which answer.
    pub key: Key,
    /// Which of its rows, counted from 0, where it has several.
    pub row: Option<u8>,
    /// What is wrong.
    pub code: Code,
}

impl Fault {
    /// Of an answer as a whole.
    pub const fn new(key: Key, code: Code) -> Self {
        Self {
            key,
            row: None,
            code,
        }
    }

    /// The id of its control.
    pub fn id(self) -> String {
        match self.row {
            Some(row) => row_id(self.key, usize::from(row)),
            None => self.key.id().to_owned(),
        }
    }

    /// Where it stands in the form.
    fn place(self) -> (Key, Option<u8>, Key) {
        let asked = self.row.map_or(self.key, |_| Key::Slots);
        (asked, self.row, self.key)
    }
}

impl From<Issue> for Fault {
    fn from(issue: Issue) -> Self {
        Self {
            row: match issue.item {
                Item::Row(row) => Some(row),
                _ => None,
            },
            ..Self::new(Key::of(issue.field).unwrap_or(Key::Note), issue.code)
        }
    }
}

/// The move that this amounts to, or everything that is wrong, in the order of the form.
pub fn build(act: Act, draft: &Draft, context: &Context<'_>) -> Result<StaffMove, Vec<Fault>> {
    let mut faults = Vec::new();
    let made = assemble(act, draft, context, &mut faults);
    // What is not there at all is said already.
    if let Err(found) = made.clone().parse() {
        for fault in found.into_iter().map(Fault::from) {
            if faults
                .iter()
                .all(|known: &Fault| known.place() != fault.place())
            {
                faults.push(fault);
            }
        }
    }
    faults.sort_by_key(|fault| fault.place());
    if faults.is_empty() {
        Ok(made)
    } else {
        Err(faults)
    }
}

impl Key {
    /// What an issue of this field is shown beside.
    fn of(field: Field) -> Option<Self> {
        Some(match field {
            Field::Organization => Self::Organization,
            Field::Reason => Self::Reason,
            Field::NextDoor => Self::NextDoor,
            Field::Mediator => Self::Mediator,
            Field::Summary => Self::Summary,
            Field::ApplicantAgrees => Self::Agrees,
            Field::At => Self::At,
            Field::ContactChannels => Self::Channel,
            Field::Place => Self::Place,
            Field::Slots => Self::Slots,
            Field::Minutes => Self::Minutes,
            Field::ChooseBy => Self::ChooseBy,
            Field::Until => Self::Until,
            Field::BothAgree => Self::BothAgree,
            Field::EffectiveOn => Self::EffectiveOn,
            Field::Audience => Self::Audience,
            Field::Note => Self::Note,
            _ => return None,
        })
    }
}

fn assemble(act: Act, draft: &Draft, context: &Context<'_>, faults: &mut Vec<Fault>) -> StaffMove {
    let get = |key| draft.get(key).trim().to_owned();
    let note = get(Key::Note);
    let ticked = |key| draft.get(key) == YES;
    let mut missing = |key: Key, code: Code| faults.push(Fault::new(key, code));
    match act {
        Act::Accept => StaffMove::Accept { note },
        Act::AskForMore => StaffMove::AskForMore { note },
        Act::Take => StaffMove::Assign {
            mediator: context.me.name.clone(),
            account: Some(context.me.account.clone()),
            note,
        },
        Act::Assign => {
            let chosen = get(Key::Mediator);
            let found = context.colleagues.iter().find(|one| one.account == chosen);
            if found.is_none() {
                missing(Key::Mediator, Code::NotAChoice);
            }
            StaffMove::Assign {
                mediator: found.map(|one| one.name.clone()).unwrap_or_default(),
                account: found.map(|one| one.account.clone()),
                note,
            }
        }
        Act::Invite => StaffMove::Invite {
            summary: get(Key::Summary),
            applicant_agrees: ticked(Key::Agrees),
            note,
        },
        Act::AgreeToMediate => StaffMove::AgreeToMediate { note },
        Act::Investigate => StaffMove::Investigate { note },
        Act::Schedule => {
            let at = moment(&get(Key::At));
            if at.is_none() {
                missing(Key::At, Code::Missing);
            }
            StaffMove::Schedule {
                appointment: Appointment {
                    at: at.unwrap_or_default(),
                    channel: ContactChannel::from_wire(&get(Key::Channel)),
                    place: get(Key::Place),
                    minutes: None,
                },
                note,
            }
        }
        Act::OfferSlots => {
            let choose_by = read_day(&get(Key::ChooseBy)).map(day_text);
            if choose_by.is_none() {
                missing(Key::ChooseBy, Code::NotADay);
            }
            StaffMove::OfferSlots {
                slots: appointments(draft.get(Key::Slots), faults),
                choose_by: choose_by.unwrap_or_default(),
                applicant_agrees: ticked(Key::Agrees),
                note,
            }
        }
        Act::BeginMediation => StaffMove::BeginMediation { note },
        Act::RecordAgreement => {
            let day = get(Key::EffectiveOn);
            let read = read_day(&day).map(day_text);
            if read.is_none() && !day.is_empty() {
                missing(Key::EffectiveOn, Code::NotADay);
            }
            StaffMove::RecordAgreement {
                form: AgreementForm::from_wire(&get(Key::Reason)),
                effective_on: read.unwrap_or_default(),
                note,
            }
        }
        Act::ApplyForConfirmation => StaffMove::ApplyForConfirmation { note },
        Act::RecordConfirmation => StaffMove::RecordConfirmation {
            outcome: ConfirmationOutcome::from_wire(&get(Key::Reason)),
            note,
        },
        Act::BeginPerformance => StaffMove::BeginPerformance { note },
        Act::ReportPerformed => StaffMove::ReportPerformed { note },
        Act::ReportUnperformed => StaffMove::ReportUnperformed { note },
        Act::HandOverReport => StaffMove::HandOverReport { note },
        Act::Call => {
            let (whom, came) = (call_whom(&get(Key::Whom)), call_came(&get(Key::Came)));
            // Of a call, who and what came of it is enough.
            if whom.is_empty() {
                missing(Key::Whom, Code::NotAChoice);
            }
            if came.is_empty() {
                missing(Key::Came, Code::NotAChoice);
            }
            StaffMove::AddNote {
                note: call_words(whom, came, &note),
                audience: Some(Audience::Internal),
            }
        }
        Act::Note => StaffMove::AddNote {
            note,
            audience: Some(Audience::from_wire(&get(Key::Audience))),
        },
        Act::RecordReturnVisit => StaffMove::RecordReturnVisit { note },
        Act::ExtendTerm => {
            let until = read_day(&get(Key::Until)).map(day_text);
            if until.is_none() {
                missing(Key::Until, Code::NotADay);
            }
            StaffMove::ExtendTerm {
                until: until.unwrap_or_default(),
                both_agree: ticked(Key::BothAgree),
                note,
            }
        }
        Act::ReportRisk => StaffMove::ReportRisk { note },
        Act::ProposeTransfer => {
            let organization = get(Key::Organization);
            if organization.is_empty() {
                missing(Key::Organization, Code::Missing);
            }
            StaffMove::ProposeTransfer {
                organization,
                reason: DeclineReason::from_wire(&get(Key::Reason)),
                note,
            }
        }
        Act::Decline => StaffMove::Decline {
            reason: DeclineReason::from_wire(&get(Key::Reason)),
            next_door: NextDoor::from_wire(&get(Key::NextDoor)),
            note,
        },
        Act::EndMediation => StaffMove::EndMediation {
            ground: EndGround::from_wire(&get(Key::Reason)),
            next_door: NextDoor::from_wire(&get(Key::NextDoor)),
            note,
        },
        Act::Close => StaffMove::Close { note },
    }
}

/// What a field for day and time of day holds, `2026-11-30T14:00`, as RFC 3339: clocks at the desk are China's.
pub(super) fn moment(typed: &str) -> Option<String> {
    let (day, time) = typed.split_once('T')?;
    let day = day_text(read_day(day)?);
    let mut parts = time.split(':');
    let two = |part: Option<&str>| {
        part.filter(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()))
            .map(str::to_owned)
    };
    let (hour, minute) = (two(parts.next())?, two(parts.next())?);
    Some([&day, "T", &hour, ":", &minute, ":00+08:00"].concat())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::pages::samples::me;
    use contract::desk::Role;
    use contract::status::Event;

    fn filled(values: &[(Key, &str)]) -> Draft {
        let mut draft = Draft::default();
        for (key, value) in values {
            draft.set(*key, (*value).to_owned());
        }
        draft
    }

    fn built(act: Act, values: &[(Key, &str)]) -> Result<StaffMove, Vec<Key>> {
        let me = me(Role::Lead);
        let colleagues = [Colleague {
            account: "a2".into(),
            name: "李调解员".into(),
            role: Role::Mediator,
        }];
        let context = Context {
            me: &me,
            colleagues: &colleagues,
        };
        build(act, &filled(values), &context)
            .map_err(|faults| faults.iter().map(|fault| fault.key).collect())
    }

    #[test]
    fn a_time_is_that_of_china() {
        assert_eq!(
            moment("2026-11-30T14:05").as_deref(),
            Some("2026-11-30T14:05:00+08:00")
        );
        for odd in [
            "",
            "2026-11-30",
            "2026-11-30Tnoon",
            "2026-13-30T14:00",
            "2026-11-30T1:00",
        ] {
            assert_eq!(moment(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_missing_is_told_at_once_in_the_order_of_the_form() {
        assert_eq!(
            built(Act::Schedule, &[]),
            Err(vec![Key::At, Key::Channel, Key::Place])
        );
        assert_eq!(
            built(Act::AskForMore, &[(Key::Note, " ")]),
            Err(vec![Key::Note])
        );
        assert_eq!(
            built(Act::Decline, &[]),
            Err(vec![Key::Reason, Key::NextDoor])
        );
        assert_eq!(
            built(Act::ProposeTransfer, &[]),
            Err(vec![Key::Organization, Key::Reason])
        );
        assert_eq!(
            built(Act::Assign, &[(Key::Mediator, "nobody")]),
            Err(vec![Key::Mediator])
        );
        assert_eq!(
            built(Act::ExtendTerm, &[]),
            Err(vec![Key::Until, Key::BothAgree])
        );
        assert_eq!(
            built(Act::OfferSlots, &[(Key::Slots, "\t60\tphone\t打给您")]),
            Err(vec![Key::Slots, Key::At, Key::ChooseBy])
        );
        assert_eq!(
            built(Act::Note, &[(Key::Note, "好")]),
            Err(vec![Key::Audience])
        );
    }

    #[test]
    fn every_act_becomes_the_move_it_is_named_after() {
        let typed = [
            (Key::Note, "写了几句话"),
            (Key::Audience, "both"),
            (Key::Whom, "applicant"),
            (Key::Came, "reached"),
            (Key::Organization, "o2"),
            (Key::Mediator, "a2"),
            (Key::Summary, "想请您坐下来谈谈工资的事。"),
            (Key::At, "2026-11-30T14:00"),
            (Key::Channel, "in-person"),
            (Key::Place, "中山路 1 号"),
            (
                Key::Slots,
                "2026-11-30T09:30\t60\tphone\t打给您\n2026-12-01T09:30\t60\tphone\t打给您",
            ),
            (Key::ChooseBy, "2026-11-29"),
            (Key::Until, "2026-12-30"),
            (Key::BothAgree, YES),
            (Key::NextDoor, "court"),
        ];
        for act in Act::ALL {
            let reason = match act {
                Act::RecordAgreement => "written",
                Act::RecordConfirmation => "confirmed",
                Act::EndMediation => "too-far-apart",
                _ => "outside-area",
            };
            let mut typed = typed.to_vec();
            typed.push((Key::Reason, reason));
            let made = built(act, &typed).unwrap();
            assert!(act.events().contains(&made.event()), "{act:?}");
        }
    }

    #[test]
    fn a_call_is_a_note_for_the_organization_alone() {
        let made = built(
            Act::Call,
            &[(Key::Whom, "respondent"), (Key::Came, "missed")],
        )
        .unwrap();
        let note = StaffMove::AddNote {
            note: "打电话给对方：没打通".into(),
            audience: Some(Audience::Internal),
        };
        assert_eq!(made, note);
        assert_eq!(built(Act::Call, &[]), Err(vec![Key::Whom, Key::Came]));
        assert_eq!(built(Act::Take, &[]).unwrap().event(), Event::Assign);
    }
}
