//! Each way a case ends, and each door that is shown then.

use contract::request::{AgreementForm, DeclineReason, EndGround, NextDoor};
use contract::staff::StaffMove;

use crate::applicant::file;
use crate::page::Page;
use crate::staff::Staff;
use crate::world::World;

/// Declined, with each door that staff can name.
pub(super) async fn doors(
    world: &World,
    organization: &str,
    look: &mut impl AsyncFnMut(&Page, &str),
) {
    for &next_door in NextDoor::ALL {
        let decline = StaffMove::Decline {
            reason: DeclineReason::OutsideArea,
            next_door,
            note: "您在玄武区，请找玄武区的组织。".to_owned(),
        };
        let state = format!("case-declined-{}", next_door.as_str());
        let title = "这家组织没有受理";
        visit(world, organization, &state, title, &[decline], look).await;
    }
}

/// Mediation that ends, with and without an agreement.
pub(super) async fn mediation(
    world: &World,
    organization: &str,
    look: &mut impl AsyncFnMut(&Page, &str),
) {
    let note = String::new;
    let accept = || StaffMove::Accept { note: note() };
    for &ground in EndGround::ALL {
        let end = StaffMove::EndMediation {
            ground,
            next_door: NextDoor::LaborArbitration,
            note: note(),
        };
        let state = format!("case-ended-{}", ground.as_str());
        let title = match ground {
            EndGround::SettledThemselves => "双方自己和解了",
            _ => "调解结束，没有谈成",
        };
        visit(world, organization, &state, title, &[accept(), end], look).await;
    }

    let oral = StaffMove::RecordAgreement {
        form: AgreementForm::Oral,
        effective_on: String::new(),
        note: note(),
    };
    let steps = [accept(), oral];
    visit(
        world,
        organization,
        "case-agreed-oral",
        "谈成了",
        &steps,
        look,
    )
    .await;
    let end = StaffMove::EndMediation {
        ground: EndGround::TooFarApart,
        next_door: NextDoor::Court,
        note: note(),
    };
    let steps = [accept(), end, StaffMove::Close { note: note() }];
    let title = "这件事已经结案";
    visit(
        world,
        organization,
        "case-closed-apart",
        title,
        &steps,
        look,
    )
    .await;
}

/// A fresh case after these steps of staff.
async fn visit(
    world: &World,
    organization: &str,
    state: &str,
    title: &str,
    steps: &[StaffMove],
    look: &mut impl AsyncFnMut(&Page, &str),
) {
    let kept = file(&world.server, organization, state).await;
    let staff = Staff::of(&world.server, organization);
    for step in steps {
        staff.act(&kept.number, step).await;
    }
    world.page.open_case(&kept).await;
    world.page.wait_for_title(title).await;
    look(&world.page, state).await;
}

/// Taken back: by somebody who needs nothing more, and by somebody who needs another door.
pub(super) async fn withdrawals(
    world: &World,
    organization: &str,
    look: &mut impl AsyncFnMut(&Page, &str),
) {
    let page = &world.page;
    for reason in ["solved", "other-organization"] {
        let state = format!("case-withdrawn-{reason}");
        let kept = file(&world.server, organization, &state).await;
        page.open_case(&kept).await;
        page.press("撤回申请").await;
        page.click(&format!("input[name=reason][value={reason}]"))
            .await;
        page.press("确定撤回").await;
        page.wait_for_words("这份申请到此为止").await;
        look(page, &state).await;
    }
    page.press("删除我的资料").await;
    page.wait_for("#erasing").await;
    look(page, "case-erase").await;
    page.press("确定删除").await;
    page.wait_for_title("资料已删除").await;
    look(page, "case-erased").await;
}
