//! What residents do in the portal, as short sentences: journeys, pictures and checks are made of these.

use contract::request::Receipt;
use serde_json::json;

use crate::page::Page;

/// What the tests' applicant writes.
pub const STORY: &str = "老板拖欠了我三个月的工资，一共一万二千元，打电话也不接。";

/// Number and code, as the receipt shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The request number.
    pub number: String,
    /// The secret access code.
    pub code: String,
}

impl Kept {
    /// The path that the receipt's QR code holds.
    pub fn path(&self) -> String {
        format!("/track#{}.{}", self.number, self.code.replace('-', ""))
    }
}

impl From<Receipt> for Kept {
    fn from(receipt: Receipt) -> Self {
        Self {
            number: receipt.number,
            code: receipt.access_code,
        }
    }
}

/// The id of the organization in the address that begins a request.
pub fn organization_in(href: &str) -> String {
    href.split(['?', '&'])
        .find_map(|pair| pair.strip_prefix("organization="))
        .expect("the address names the organization")
        .to_owned()
}

impl Page {
    /// Waits for the page with this headline.
    pub async fn wait_for_title(&self, title: &str) {
        self.retry(format_args!("the headline is {title:?}"), async || {
            (self.words("#main h1").await?.trim() == title).then_some(())
        })
        .await;
    }

    /// Chooses the answer that begins with these words.
    pub async fn choose_answer(&self, words: &str) {
        self.press_path(&format!(
            "//*[self::a or self::button][@class='row'][starts-with(normalize-space(),'{words}')]"
        ))
        .await;
    }

    /// Chooses an answer of the guide and waits for the headline that it leads to.
    pub async fn answer_with(&self, words: &str, title: &str) {
        self.choose_answer(words).await;
        self.wait_for_title(title).await;
    }

    /// From the home page through a door to the organizations near the middle of Nanjing; gives the
    /// first one's id.
    pub async fn find_labor_organization(&self) -> String {
        self.open("/").await;
        self.click(".door[href='/find?field=labor']").await;
        self.wait_for(".organization-card").await;
        let link = self.wait_for(".organization-card a.button").await;
        let href = link
            .attr("href")
            .await
            .expect("the link is there")
            .expect("it leads somewhere");
        organization_in(&href)
    }

    /// Goes to the form from the first card.
    pub async fn begin(&self) -> String {
        let organization = self.find_labor_organization().await;
        self.click(".organization-card a.button").await;
        self.wait_for_step("about", "是什么事？").await;
        organization
    }

    /// Waits for a step of the form by its place in the address bar and its headline.
    pub async fn wait_for_step(&self, slug: &str, title: &str) {
        self.wait_for_path(&format!("/request/{slug}")).await;
        self.wait_for_title(title).await;
    }

    /// The one button that leads on.
    pub async fn go_on(&self) {
        self.click("#main button[type=submit]").await;
    }

    /// What it is about; on to the next step.
    pub async fn answer_about(&self) {
        self.fill("#amount", "12000").await;
        self.go_on().await;
        self.wait_for_step("you", "怎么联系您？").await;
    }

    /// Who the applicant is; on to the next step.
    pub async fn answer_you(&self) {
        self.fill("#name", "张三").await;
        self.fill("#mobile", "13912345678").await;
        self.choose_region("#region").await;
        self.go_on().await;
        self.wait_for_step("other-side", "对方是谁？").await;
    }

    /// Chooses Gulou in Nanjing in the region lists that begin with this one.
    pub async fn choose_region(&self, first: &str) {
        self.choose(first, "320100").await;
        self.choose(&format!("{first}-county"), "320106").await;
    }

    /// Who the other side is; on to the next step.
    pub async fn answer_other_side(&self) {
        self.fill("#respondent_name", "某某餐厅").await;
        self.go_on().await;
        self.wait_for_step("what-happened", "发生了什么？").await;
    }

    /// What happened; on to the next step.
    pub async fn answer_story(&self) {
        self.fill("#story", STORY).await;
        self.fill("#claims", "补发三个月工资").await;
        self.go_on().await;
        self.wait_for_step("contact", "怎么谈方便？").await;
    }

    /// How to get in touch; on to the last step.
    pub async fn answer_contact(&self) {
        self.click("input[name=contact_channels][value=phone]")
            .await;
        self.go_on().await;
        self.wait_for_step("check", "核对一遍，再发送").await;
    }

    /// Every step from the first to the last, nothing agreed to yet. Gives the organization's id.
    pub async fn fill_in(&self) -> String {
        let organization = self.begin().await;
        self.answer_about().await;
        self.answer_you().await;
        self.answer_other_side().await;
        self.answer_story().await;
        self.answer_contact().await;
        organization
    }

    /// From the check to the account of what happened, and back with another one.
    pub async fn tell(&self, story: &str) {
        self.click("a[href='/request/what-happened?return=check']")
            .await;
        self.wait_for_step("what-happened", "发生了什么？").await;
        self.fill("#story", story).await;
        self.go_on().await;
        self.wait_for_step("check", "核对一遍，再发送").await;
    }

    /// Both consents.
    pub async fn agree(&self) {
        self.click("#consent_privacy").await;
        self.click("#consent_share").await;
    }

    /// Waits for the receipt and reads it.
    pub async fn receipt(&self) -> Kept {
        self.wait_for_title("申请已发出").await;
        self.wait_for(".receipt-code").await;
        let number = self
            .words(".receipt-big")
            .await
            .expect("the receipt shows its number");
        let code = self
            .words(".receipt-code")
            .await
            .expect("the receipt shows its code");
        assert!(number.starts_with("FQ-"), "{number}");
        Kept { number, code }
    }

    /// Files a request from the home page on. Gives the receipt and the organization's id.
    pub async fn file(&self) -> (Kept, String) {
        let organization = self.fill_in().await;
        self.agree().await;
        self.go_on().await;
        (self.receipt().await, organization)
    }

    /// Types number and code and asks for the case.
    pub async fn type_number_and_code(&self, number: &str, code: &str) {
        self.wait_for_title("查我的申请进度").await;
        self.fill("#number", number).await;
        self.fill("#code", code).await;
        self.go_on().await;
    }

    /// Opens a case by the address in the receipt's QR code.
    pub async fn open_case(&self, kept: &Kept) {
        // Away first: an address that differs only after the # does not load the page anew.
        self.client()
            .goto("about:blank")
            .await
            .expect("an empty page opens");
        self.open(&kept.path()).await;
        self.wait_for(".case-top").await;
    }

    /// Makes the browser answer every request for the position with this failure (1 refused, 2 unavailable, 3 timed out).
    pub async fn fail_to_locate(&self, code: u8) {
        self.script(
            "const code = arguments[0];
             navigator.geolocation.getCurrentPosition = (found, failed) => failed({ code, message: '' });",
            vec![json!(code)],
        )
        .await;
    }

    /// Makes the browser believe that it has lost, or found, the network.
    pub async fn believe_online(&self, online: bool) {
        self.script(
            "const online = arguments[0];
             Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => online });
             dispatchEvent(new Event(online ? 'online' : 'offline'));",
            vec![json!(online)],
        )
        .await;
    }
}
