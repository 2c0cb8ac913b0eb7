//! `fengqiao demo`: an empty store filled with sample cases, so that every page can be seen alive. Each case is marked
//! as a sample wherever it is shown; all of them live as real ones do, from filing on, at a clock that is turned.

use std::error::Error;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use contract::desk::Role;
use contract::draft::Draft;
use contract::kinds::{DisputeField, OrganizationKind};
use contract::number::{AccessCode, RequestNumber};
use contract::request::{NoteRequest, PerformanceReport, Receipt};
use contract::staff::StaffMove;
use contract::status::Event;
use fengqiao::config::{Flags, Serve};
use fengqiao::directory::{Directory, Regions};
use fengqiao::domain::{Cases, Filing, Owner, Staff, Submitted, World, new_account, system_clock};
use fengqiao::import;
use fengqiao::password;
use fengqiao::store::desk::AccountRow;
use fengqiao::store::{OrganizationRow, Store};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::Outcome;
use super::staff::refused;

/// Where everybody in the samples lives: 南京市鼓楼区.
const REGION: &str = "320106";
/// The clocks that people go by.
const CHINA: Offset = Offset::constant(8);
/// The password of every sample account. Nobody keeps anything in a demonstration.
const PASSWORD: &str = "fengqiao-demo";

/// A kind of case: where it goes, what it is about, and how it goes on.
struct Sample {
    field: DisputeField,
    topic: &'static str,
    name: &'static str,
    respondent_kind: &'static str,
    respondent: &'static str,
    amount: &'static str,
    story: &'static str,
    claims: &'static str,
    /// Days before now that it is filed.
    days_ago: i64,
    /// What happens so many hours after filing.
    course: &'static [(i64, Act)],
}

/// What somebody does.
#[derive(Clone, Copy)]
enum Act {
    /// The organization, as [`StaffMove`] is written; `{day2}`, `{day4}` and
    /// `{day5}` stand for the day so many days from now, `{account}` and `{mediator}` for its mediator.
    Staff(&'static str),
    /// The applicant writes.
    Note(&'static str),
    /// The applicant says whether it was performed.
    Performed(bool),
}

const ACCEPT: Act = Act::Staff(r#"{"move":"accept","note":"已登记，调解员会先给您打电话。"}"#);
const ASSIGN: Act =
    Act::Staff(r#"{"move":"assign","mediator":"{mediator}","account":"{account}"}"#);
const INVITE: Act = Act::Staff(
    r#"{"move":"invite","summary":"【示例】对方申请人想请双方坐下来谈，把事情说清楚。","note":"邀请信已寄出。"}"#,
);
const WILLING: Act = Act::Staff(r#"{"move":"agree-to-mediate","note":"对方电话里说愿意谈。"}"#);
const SCHEDULE: Act = Act::Staff(
    r#"{"move":"schedule","appointment":{"at":"{day5}T14:30:00+08:00","channel":"in-person","place":"调解室"}}"#,
);
const OFFER: Act = Act::Staff(
    r#"{"move":"offer-slots","slots":[{"at":"{day4}T09:30:00+08:00","minutes":60,"channel":"in-person","place":"调解室"},{"at":"{day4}T19:00:00+08:00","minutes":60,"channel":"phone","place":"打给双方"},{"at":"{day5}T14:30:00+08:00","minutes":60,"channel":"in-person","place":"调解室"}],"choose_by":"{day2}","note":"请选一选哪个时间方便。"}"#,
);
const BEGIN: Act = Act::Staff(r#"{"move":"begin-mediation"}"#);
const AGREE: Act = Act::Staff(r#"{"move":"record-agreement","form":"written"}"#);
const PERFORM: Act = Act::Staff(r#"{"move":"begin-performance"}"#);
const VISIT: Act =
    Act::Staff(r#"{"move":"record-return-visit","note":"电话回访：钱已收到，没有别的问题。"}"#);
const CLOSE: Act = Act::Staff(r#"{"move":"close"}"#);

const SAMPLES: &[Sample] = &[
    Sample {
        field: DisputeField::Labor,
        topic: "wages",
        name: "示例·王某",
        respondent_kind: "company",
        respondent: "示例服装有限公司",
        amount: "18600",
        story: "【示例】厂里从八月起没有发工资，问过两次都说再等等。",
        claims: "发清三个月工资",
        days_ago: 0,
        course: &[],
    },
    Sample {
        field: DisputeField::Labor,
        topic: "overtime",
        name: "示例·李某",
        respondent_kind: "company",
        respondent: "示例电子厂",
        amount: "4200",
        story: "【示例】上个月加班六十多个小时，加班费只发了一半。",
        claims: "补发加班费",
        days_ago: 6,
        course: &[],
    },
    Sample {
        field: DisputeField::Labor,
        topic: "dismissal",
        name: "示例·赵某",
        respondent_kind: "company",
        respondent: "示例物流有限公司",
        amount: "",
        story: "【示例】没有说理由就不让我上班了，也没有书面通知。",
        claims: "说明理由，依法给补偿",
        days_ago: 3,
        course: &[(
            5,
            Act::Staff(
                r#"{"move":"ask-for-more","note":"请把劳动合同或者工资条拍照补上来，没有也请说一声。"}"#,
            ),
        )],
    },
    Sample {
        field: DisputeField::Labor,
        topic: "wages",
        name: "示例·孙某",
        respondent_kind: "company",
        respondent: "示例餐饮店",
        amount: "9800",
        story: "【示例】离职的时候老板说月底结清，到现在没有给。",
        claims: "结清工资",
        days_ago: 9,
        course: &[
            (4, ACCEPT),
            (6, ASSIGN),
            (20, INVITE),
            (60, WILLING),
            (70, SCHEDULE),
        ],
    },
    Sample {
        field: DisputeField::Labor,
        topic: "social-insurance",
        name: "示例·周某",
        respondent_kind: "company",
        respondent: "示例家政公司",
        amount: "",
        story: "【示例】干了两年一直没有给交社保，想请单位补上。",
        claims: "补缴社会保险",
        days_ago: 12,
        course: &[(3, ACCEPT), (5, ASSIGN), (30, INVITE)],
    },
    Sample {
        field: DisputeField::Labor,
        topic: "wages",
        name: "示例·吴某",
        respondent_kind: "company",
        respondent: "示例装饰工程队",
        amount: "23000",
        story: "【示例】工地完工四个月了，工钱还差两万三。",
        claims: "付清工钱",
        days_ago: 25,
        course: &[
            (8, ACCEPT),
            (9, ASSIGN),
            (30, INVITE),
            (52, WILLING),
            (75, BEGIN),
            (120, AGREE),
            (130, PERFORM),
            (400, Act::Performed(false)),
        ],
    },
    Sample {
        field: DisputeField::Labor,
        topic: "wages",
        name: "示例·郑某",
        respondent_kind: "company",
        respondent: "示例广告公司",
        amount: "7600",
        story: "【示例】最后一个月的工资没有发。",
        claims: "发清工资",
        days_ago: 40,
        course: &[
            (6, ACCEPT),
            (7, ASSIGN),
            (26, INVITE),
            (50, WILLING),
            (72, BEGIN),
            (96, AGREE),
            (97, PERFORM),
            (300, Act::Performed(true)),
            (400, VISIT),
            (420, CLOSE),
        ],
    },
    Sample {
        field: DisputeField::Neighbours,
        topic: "",
        name: "示例·冯某",
        respondent_kind: "person",
        respondent: "楼上住户",
        amount: "",
        story: "【示例】楼上夜里经常拖椅子，老人睡不好。",
        claims: "晚上十点以后轻一点",
        days_ago: 1,
        course: &[],
    },
    Sample {
        field: DisputeField::Neighbours,
        topic: "",
        name: "示例·陈某",
        respondent_kind: "person",
        respondent: "对门邻居",
        amount: "800",
        story: "【示例】楼道里堆的东西挡了路，搬的时候把我家门碰坏了。",
        claims: "清走杂物，修好门",
        days_ago: 15,
        course: &[
            (5, ACCEPT),
            (6, ASSIGN),
            (24, INVITE),
            (48, WILLING),
            (60, BEGIN),
            (61, Act::Note("【示例】门已经请人看过，修要三百块。")),
        ],
    },
    Sample {
        field: DisputeField::Neighbours,
        topic: "",
        name: "示例·褚某",
        respondent_kind: "person",
        respondent: "隔壁邻居",
        amount: "",
        story: "【示例】隔壁装修把共用的墙打了洞。",
        claims: "恢复原样",
        days_ago: 30,
        course: &[
            (7, ACCEPT),
            (30, INVITE),
            (
                80,
                Act::Staff(
                    r#"{"move":"end-mediation","ground":"unwilling","next_door":"court","note":"对方明确说不愿意谈。"}"#,
                ),
            ),
        ],
    },
    Sample {
        field: DisputeField::Neighbours,
        topic: "",
        name: "示例·卫某",
        respondent_kind: "person",
        respondent: "某住户",
        amount: "",
        story: "【示例】有人在小区里打架，已经报警。",
        claims: "赔医药费",
        days_ago: 8,
        course: &[(
            10,
            Act::Staff(
                r#"{"move":"decline","reason":"police-matter","next_door":"police","note":"这件事派出所正在处理。"}"#,
            ),
        )],
    },
    Sample {
        field: DisputeField::Commercial,
        topic: "payment-owed",
        name: "示例·蒋某",
        respondent_kind: "company",
        respondent: "示例商贸有限公司",
        amount: "56000",
        story: "【示例】货送到三个月了，货款只付了一半。",
        claims: "付清货款",
        days_ago: 2,
        course: &[(4, ACCEPT), (5, ASSIGN)],
    },
    Sample {
        field: DisputeField::Labor,
        topic: "wages",
        name: "示例·沈某",
        respondent_kind: "company",
        respondent: "示例印刷厂",
        amount: "5400",
        story: "【示例】上个月的工资少发了一半，想当面把账算清楚。",
        claims: "补齐工资",
        days_ago: 4,
        course: &[
            (4, ACCEPT),
            (6, ASSIGN),
            (20, INVITE),
            (50, WILLING),
            (72, OFFER),
        ],
    },
];

/// Who signs in at the organization of a field, with what.
const PEOPLE: [(&str, &str, Role); 3] = [
    ("lead", "示例负责人", Role::Lead),
    ("mediator", "示例调解员", Role::Mediator),
    ("auditor", "示例审计员", Role::Auditor),
];

/// Fills an empty store. Tells what to sign in with and what to follow a case with.
pub(crate) async fn run(flags: &Flags<true>) -> Outcome {
    let common = super::common(flags)?;
    let settings = Serve::read(&super::values(flags)?)?;
    let store = super::store(&common).await?;
    let keys = super::keys(&common, store.as_ref()).await?;
    let filed = store.tallies(Timestamp::MIN, &[Event::Submit]).await?;
    if !filed.is_empty() || !store.accounts(None).await?.is_empty() {
        return Err(
            "the store holds requests or accounts: a demonstration fills only an empty one".into(),
        );
    }
    let regions = Arc::new(Regions::bundled());
    import::bundled(store.as_ref(), &regions).await?;
    let directory = Arc::new(Directory::load(store.as_ref(), regions).await?);
    let now = system_clock();
    let clock = Arc::new(AtomicI64::new(now.as_second()));
    let hands = Arc::clone(&clock);
    let cases = super::cases(&common, &settings, Arc::clone(&store), keys, directory)?;
    let cases = Cases {
        world: World {
            clock: Box::new(move || {
                Timestamp::from_second(hands.load(Ordering::SeqCst)).unwrap_or(now)
            }),
            ..World::default()
        },
        ..cases
    };
    let (_, organizations) = store.directory().await?;
    let mut out = std::io::stdout().lock();
    for field in [
        DisputeField::Labor,
        DisputeField::Neighbours,
        DisputeField::Commercial,
    ] {
        let organization = one_for(&cases.directory, &organizations, field)?;
        let suffix = match field {
            DisputeField::Labor => "",
            DisputeField::Neighbours => "-2",
            _ => "-3",
        };
        writeln!(out, "\n{}", organization.name)?;
        let mediator = people(store.as_ref(), organization, suffix, &mut out).await?;
        for (at, sample) in SAMPLES.iter().enumerate() {
            if sample.field != field {
                continue;
            }
            let told = live(&cases, &clock, now, organization, &mediator, at, sample).await?;
            writeln!(
                out,
                "  {}  {}  {}",
                told.number, told.access_code, sample.story
            )?;
        }
    }
    // The centre that the late cases of the first are raised to, where there is one.
    let first = one_for(&cases.directory, &organizations, DisputeField::Labor)?;
    let above = cases.directory.centre_above(first);
    let mut all = organizations.iter();
    let any = all.find(|row| row.kind == OrganizationKind::NonlitigationCenter);
    if let Some(centre) = above.as_ref().or(any) {
        writeln!(out, "\n{}", centre.name)?;
        let person = ("centre", "示例中心值班员", Role::Centre);
        account(store.as_ref(), centre, person, &mut out).await?;
    }
    clock.store(now.as_second(), Ordering::SeqCst);
    // What is late is raised as it would have been.
    while cases.raise_overdue().await.map_err(refused)? > 0 {}
    writeln!(
        out,
        "\nSign in at /desk/ with the names above and the password {PASSWORD}; follow a case at /track with its number and code."
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The first organization of the directory that takes cases of this field; of those with a centre above them, if there are
/// any.
fn one_for<'a>(
    directory: &Directory,
    organizations: &'a [OrganizationRow],
    field: DisputeField,
) -> Result<&'a OrganizationRow, Box<dyn Error>> {
    let wanted = match field {
        DisputeField::Labor => OrganizationKind::LaborOrganization,
        DisputeField::Commercial => OrganizationKind::CommercialOrganization,
        _ => OrganizationKind::PeoplesCommittee,
    };
    let all = || {
        organizations.iter().filter(|row| {
            row.kind == wanted && row.fields.contains(&field) && !row.kind.is_within_unit(&row.name)
        })
    };
    let below = all().find(|row| directory.centre_above(row).is_some());
    let found = below.or_else(|| all().next());
    found.ok_or_else(|| format!("no organization takes {}", field.as_str()).into())
}

/// Makes the accounts of an organization. Gives its mediator's id and name.
async fn people(
    store: &dyn Store,
    organization: &OrganizationRow,
    suffix: &str,
    out: &mut impl Write,
) -> Result<(String, String), Box<dyn Error>> {
    let mut mediator = None;
    for (login, name, role) in PEOPLE {
        let login = format!("{login}{suffix}");
        let id = account(store, organization, (&login, name, role), out).await?;
        if role == Role::Mediator {
            mediator = Some((id, name.to_owned()));
        }
    }
    mediator.ok_or_else(|| "there is no mediator".into())
}

async fn account(
    store: &dyn Store,
    organization: &OrganizationRow,
    (login, name, role): (&str, &str, Role),
    out: &mut impl Write,
) -> Result<String, Box<dyn Error>> {
    let made = new_account(login, name, role, &organization.id, system_clock()).await;
    let (_, row) = made.map_err(refused)?;
    let id = row.id.clone();
    let row = AccountRow {
        password_hash: password::hash(PASSWORD).await?,
        ..row
    };
    if !store.add_account(row).await? {
        return Err(format!("there is an account with the login {login:?}").into());
    }
    writeln!(out, "  {login}  {name}  {}", role.as_str())?;
    Ok(id)
}

/// Lets a sample live from filing to now.
async fn live(
    cases: &Cases,
    clock: &AtomicI64,
    now: Timestamp,
    organization: &OrganizationRow,
    (account, mediator): &(String, String),
    at: usize,
    sample: &Sample,
) -> Result<Receipt, Box<dyn Error>> {
    let filed = now - SignedDuration::from_hours(sample.days_ago * 24 + 1);
    clock.store(filed.as_second(), Ordering::SeqCst);
    let client = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let draft = Draft {
        organization: organization.id.clone(),
        field: sample.field.as_str().to_owned(),
        topic: sample.topic.to_owned(),
        amount: sample.amount.to_owned(),
        name: sample.name.to_owned(),
        mobile: "13900000000".to_owned(),
        region: REGION.to_owned(),
        respondent_kind: sample.respondent_kind.to_owned(),
        respondent_name: sample.respondent.to_owned(),
        story: sample.story.to_owned(),
        claims: sample.claims.to_owned(),
        contact_channels: vec!["phone".to_owned()],
        contact_times: vec!["weekday-daytime".to_owned()],
        consent_privacy: true,
        consent_share: true,
        consent_sensitive: true,
        consent_fee: true,
        ..Draft::default()
    };
    let key = format!("demo-sample-{at:06}");
    let submitted = cases
        .submit(&key, None, None, Filing::Dispute(&draft), client)
        .await;
    let (Submitted::Now(receipt) | Submitted::Before(receipt)) = submitted.map_err(refused)?;
    let staff = Staff::for_organization(organization.id.clone(), mediator.clone());
    let owner = || -> Option<Owner> {
        Some(Owner {
            number: RequestNumber::parse(&receipt.number)?,
            code: AccessCode::parse(&receipt.access_code)?,
            client,
        })
    };
    for (step, (hours, act)) in sample.course.iter().enumerate() {
        let at = filed + SignedDuration::from_hours(*hours);
        clock.store(at.min(now).as_second(), Ordering::SeqCst);
        let key = format!("{key}-{step:03}");
        let owner = owner().ok_or("a receipt that cannot be read")?;
        match act {
            Act::Staff(body) => {
                let day = |days: i64| {
                    let at = now + SignedDuration::from_hours(days * 24);
                    at.to_zoned(TimeZone::fixed(CHINA)).date().to_string()
                };
                let body = body
                    .replace("{day2}", &day(2))
                    .replace("{day4}", &day(4))
                    .replace("{day5}", &day(5))
                    .replace("{account}", account)
                    .replace("{mediator}", mediator);
                let body: StaffMove = serde_json::from_str(&body)?;
                let moved = cases
                    .staff_move(&staff, &receipt.number, None, None, body)
                    .await;
                moved.map_err(refused)?;
            }
            Act::Note(note) => {
                let body = NoteRequest {
                    note: (*note).to_owned(),
                };
                cases.note(&owner, &key, &body).await.map_err(refused)?;
            }
            Act::Performed(performed) => {
                let body = PerformanceReport {
                    performed: *performed,
                    note: String::new(),
                };
                let told = cases.report_performance(&owner, &key, &body).await;
                told.map_err(refused)?;
            }
        }
    }
    Ok(receipt)
}
