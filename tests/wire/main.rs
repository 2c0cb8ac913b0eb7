//! Golden JSON of the wire types: what one side writes, the other side reads. A fixture changes only
//! together with the API's version.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;

use contract::complaint::{AnswerComplaint, ComplaintDraft, StaffComplaintsView};
use contract::desk::{
    AuditView, ColleaguesView, PasswordChange, SecondFactorOffer, SecondFactorProof, SessionView,
    SignIn, SignInWays,
};
use contract::draft::{Code, Draft};
use contract::evidence::BasketView;
use contract::group::{GroupMove, GroupPart, Invitation, StaffGroupView, StartGroup};
use contract::invitation::{PartyAnswer, PartyInvitation, PartyView};
use contract::kinds::OrganizationKind;
use contract::open_data::OpenDataView;
use contract::organization::{OrganizationView, SearchView};
use contract::page::{PageVerdict, PageView};
use contract::personal::Correction;
use contract::portal::PortalView;
use contract::problem::{Problem, ProblemCode};
use contract::push::{PushDevice, PushMark, PushStop, PushSubscription};
use contract::rating::{FeedbackView, RatingDraft, StaffRatingsView, WaitingView, WordsVerdict};
use contract::region::RegionView;
use contract::report::{Report, ReportsView};
use contract::request::{
    Detail, NoteRequest, PerformanceReport, Receipt, RequestView, TransferAnswer, WithdrawRequest,
};
use contract::settlement::{PaymentReport, SettlementView, TermsAnswer, TermsProposal};
use contract::slots::SlotAnswer;
use contract::staff::{QueueView, Reassignment, StaffMove};
use contract::status::Status;
use contract::supervision::FiguresView;
use jiff::civil::date;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn fixture(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/wire")
        .join(name);
    serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap()
}

/// The fixture reads as `T`, and `T` writes the fixture: nothing is lost, renamed or added on the way.
fn holds<T: DeserializeOwned + Serialize>(name: &str) -> T {
    let golden = fixture(name);
    let value: T = serde_json::from_value(golden.clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
    let written = serde_json::to_value(&value).unwrap();
    assert_eq!(
        without_defaults(written),
        without_defaults(golden),
        "{name}"
    );
    value
}

/// `false` is what an absent flag means; both forms are the same on the wire.
fn without_defaults(mut value: Value) -> Value {
    match &mut value {
        Value::Object(map) => {
            map.retain(|name, value| name != "fields_from_name" || *value != json!(false));
            map.values_mut()
                .for_each(|value| *value = without_defaults(value.take()));
        }
        Value::Array(list) => list
            .iter_mut()
            .for_each(|value| *value = without_defaults(value.take())),
        _ => {}
    }
    value
}

#[test]
fn every_wire_type_matches_its_golden_form() {
    holds::<RegionView>("region-view.json");
    holds::<SearchView>("search-view.json");
    holds::<OrganizationView>("organization-view.json");
    holds::<PortalView>("portal-view.json");
    holds::<Draft>("draft.json").parse().unwrap();
    holds::<Receipt>("receipt.json");
    holds::<RequestView>("request-view.json");
    holds::<Vec<Detail>>("timeline-details.json");
    holds::<WithdrawRequest>("withdraw-request.json");
    holds::<NoteRequest>("note-request.json");
    holds::<Correction>("correction.json");
    holds::<BasketView>("basket-view.json");
    holds::<PushSubscription>("push-subscription.json");
    holds::<PushDevice>("push-device.json");
    holds::<PushStop>("push-stop.json");
    holds::<PushMark>("push-mark.json");
    holds::<QueueView>("queue-view.json");
    holds::<Report>("report.json").parse().unwrap();
    holds::<ReportsView>("reports-view.json");
    holds::<Problem>("problem.json");
    holds::<Invitation>("invitation.json");
    holds::<GroupPart>("group-part.json");
    holds::<StaffGroupView>("staff-group-view.json");
    assert!(holds::<StartGroup>("start-group.json").issues().is_empty());
    holds::<Vec<GroupMove>>("group-moves.json");
    for staff_move in holds::<Vec<StaffMove>>("staff-moves.json") {
        staff_move.parse().unwrap();
    }
    holds::<Reassignment>("reassignment.json");
    holds::<TransferAnswer>("transfer-answer.json");
    holds::<PerformanceReport>("performance-report.json");
    holds::<SlotAnswer>("slot-answer.json").parse().unwrap();
    holds::<PartyView>("party-view.json");
    holds::<PartyInvitation>("party-invitation.json");
    for answer in holds::<Vec<PartyAnswer>>("party-answers.json") {
        answer.parse().unwrap();
    }
    holds::<OpenDataView>("open-data-view.json");
    holds::<SignInWays>("sign-in-ways.json");
    holds::<SignIn>("sign-in.json");
    holds::<SessionView>("session-view.json");
    assert!(
        holds::<PasswordChange>("password-change.json")
            .issues()
            .is_empty()
    );
    holds::<SecondFactorOffer>("second-factor-offer.json");
    holds::<SecondFactorProof>("second-factor-proof.json");
    holds::<ColleaguesView>("colleagues-view.json");
    holds::<AuditView>("audit-view.json");
    holds::<FiguresView>("figures-view.json");
    holds::<PageView>("page-view.json");
    holds::<PageVerdict>("page-verdict.json");
    holds::<ComplaintDraft>("complaint.json").parse().unwrap();
    holds::<AnswerComplaint>("answer-complaint.json");
    holds::<RatingDraft>("rating.json").parse().unwrap();
    holds::<FeedbackView>("feedback-view.json");
    holds::<StaffComplaintsView>("staff-complaints-view.json");
    holds::<StaffRatingsView>("staff-ratings-view.json");
    holds::<WaitingView>("waiting-words-view.json");
    holds::<WordsVerdict>("words-verdict.json");
    let proposal = holds::<TermsProposal>("terms-proposal.json");
    proposal.terms.parse(date(2026, 11, 27)).unwrap();
    for answer in holds::<Vec<TermsAnswer>>("terms-answers.json") {
        answer.parse().unwrap();
    }
    holds::<Vec<PaymentReport>>("payment-reports.json");
    holds::<SettlementView>("settlement-view.json");
}

#[test]
fn an_old_tab_survives_names_newer_than_itself() {
    let mut view = fixture("request-view.json");
    view["status"] = json!("escalated");
    view["timeline"][0]["event"] = json!("teleport");
    view["added_later"] = json!({ "anything": true });
    let view: RequestView = serde_json::from_value(view).unwrap();
    assert_eq!(view.status, Status::Unknown);

    let mut search = fixture("search-view.json");
    search["organizations"][0]["kind"] = json!("moon-committee");
    let search: SearchView = serde_json::from_value(search).unwrap();
    assert_eq!(
        search.organizations.first().unwrap().kind,
        OrganizationKind::Unknown
    );

    let mut problem = fixture("problem.json");
    problem["code"] = json!("brand-new");
    problem["issues"] = json!([{ "field": "shoe_size", "code": "too-wide", "max": 3 }]);
    let problem: Problem = serde_json::from_value(problem).unwrap();
    assert_eq!(problem.code, ProblemCode::Unknown);
    assert_eq!(problem.issues.first().unwrap().code, Code::Unknown);
}

#[test]
fn what_the_server_reads_refuses_fields_it_does_not_know() {
    fn refuses<T: DeserializeOwned>(name: &str) {
        let mut value = fixture(name);
        value["surprise"] = json!(1);
        assert!(serde_json::from_value::<T>(value).is_err(), "{name}");
    }
    refuses::<Draft>("draft.json");
    refuses::<WithdrawRequest>("withdraw-request.json");
    refuses::<NoteRequest>("note-request.json");
    refuses::<Correction>("correction.json");
    refuses::<Report>("report.json");
    refuses::<ComplaintDraft>("complaint.json");
    refuses::<AnswerComplaint>("answer-complaint.json");
    refuses::<RatingDraft>("rating.json");
    refuses::<WordsVerdict>("words-verdict.json");
    refuses::<StartGroup>("start-group.json");
    refuses::<PushSubscription>("push-subscription.json");
    refuses::<PushDevice>("push-device.json");
    refuses::<PushStop>("push-stop.json");
    refuses::<Reassignment>("reassignment.json");
    refuses::<TransferAnswer>("transfer-answer.json");
    refuses::<PerformanceReport>("performance-report.json");
    refuses::<TermsProposal>("terms-proposal.json");
    for inner in ["terms", "terms/terms/0", "terms/terms/0/parts/0"] {
        let mut proposal = fixture("terms-proposal.json");
        let found = proposal.pointer_mut(&format!("/{inner}")).unwrap();
        found["surprise"] = json!(1);
        assert!(serde_json::from_value::<TermsProposal>(proposal).is_err());
    }
    let Value::Array(reports) = fixture("payment-reports.json") else {
        panic!("a list of reports")
    };
    for mut report in reports {
        report["payment"]["surprise"] = json!(1);
        assert!(serde_json::from_value::<PaymentReport>(report).is_err());
    }
    let Value::Array(answers) = fixture("terms-answers.json") else {
        panic!("a list of answers")
    };
    for mut answer in answers {
        answer["surprise"] = json!(1);
        assert!(serde_json::from_value::<TermsAnswer>(answer).is_err());
    }
    let mut slots = fixture("slot-answer.json");
    slots["surprise"] = json!(1);
    assert!(serde_json::from_value::<SlotAnswer>(slots).is_err());
    let Value::Array(answers) = fixture("party-answers.json") else {
        panic!("a list of answers")
    };
    for mut answer in answers {
        answer["surprise"] = json!(1);
        assert!(
            serde_json::from_value::<PartyAnswer>(answer.clone()).is_err(),
            "{answer}"
        );
    }
    let Value::Array(moves) = fixture("staff-moves.json") else {
        panic!("a list of moves")
    };
    for mut staff_move in moves {
        staff_move["surprise"] = json!(1);
        assert!(
            serde_json::from_value::<StaffMove>(staff_move.clone()).is_err(),
            "{staff_move}"
        );
    }
}

#[test]
fn every_problem_code_travels_with_an_error_status() {
    for code in ProblemCode::ALL {
        assert!((400..600).contains(&code.http_status()), "{code:?}");
    }
}
