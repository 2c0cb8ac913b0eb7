//! What residents do in the portal, as short sentences: journeys, pictures and checks are made of these.

use contract::request::Receipt;
use fantoccini::Locator;
use serde_json::json;

use crate::page::Page;

/// What the tests' applicant writes.
pub const STORY: &str = "老板拖欠了我三个月的工资，一共一万二千元，打电话也不接。";
/// The steps of a labor dispute, with their headlines, on which nothing has to be said.
pub const MORE_QUESTIONS: [(&str, &str); 3] = [
    ("details", "再问几句"),
    ("sums", "要多少钱？"),
    ("evidence", "手里有哪些材料？"),
];

/// What chooses files. It lies unseen over its button.
pub const CHOOSE_FILES: &str = "#choose-files";
/// The buttons under what chooses files.
pub const FILE_WAYS: &str = ".file-way";

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
        self.first_organization().await
    }

    /// The id of the organization that the first card leads to.
    pub async fn first_organization(&self) -> String {
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

    /// Goes to the form about platform work, and past its first step. Gives the organization's id.
    pub async fn begin_gig(&self) -> String {
        let organization = self.find_labor_organization().await;
        self.open(&format!(
            "/request/about?organization={organization}&field=new-employment"
        ))
        .await;
        self.wait_for_step("about", "是什么事？").await;
        self.click("input[name=topic][value=pay]").await;
        self.go_on().await;
        self.wait_for_step("you", "怎么联系您？").await;
        organization
    }

    /// Facts of somebody whose hours and orders are set by others.
    pub async fn say_how_work_goes(&self) {
        for (question, reply) in [
            ("sets-shifts", "yes"),
            ("may-refuse", "no"),
            ("fined", "yes"),
        ] {
            self.click(&format!("input[name={question}][value={reply}]"))
                .await;
        }
        self.wait_for_words("像是有劳动关系").await;
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
        self.wait_for_step("details", "再问几句").await;
    }

    /// The questions of a labor dispute; on to the next step.
    pub async fn answer_details(&self) {
        self.click("input[name=still-working][value=yes]").await;
        self.fill("#tried", "找过老板两次").await;
        self.go_on().await;
        self.wait_for_step("sums", "要多少钱？").await;
    }

    /// What is claimed; on to the next step.
    pub async fn answer_sums(&self) {
        self.answer_sums_and("一共要 12000 元").await;
    }

    /// What is claimed beside what was typed already, and what that comes to; on to the next step.
    pub async fn answer_sums_and(&self, total: &str) {
        self.fill("#claim-wages", "4,000").await;
        self.fill("#months-wages", "3").await;
        self.wait_for_words(total).await;
        self.go_on().await;
        self.wait_for_step("evidence", "手里有哪些材料？").await;
    }

    /// Every step before the one with the files. Gives the organization's id.
    pub async fn come_to_evidence(&self) -> String {
        let organization = self.begin().await;
        self.answer_about().await;
        self.answer_you().await;
        self.answer_other_side().await;
        self.answer_story().await;
        self.answer_details().await;
        self.answer_sums().await;
        self.agree_to_uploads().await;
        organization
    }

    /// Agrees that files are at the server before the request is.
    pub async fn agree_to_uploads(&self) {
        self.wait_for(FILE_WAYS).await;
        self.tick("#files-agree").await;
    }

    /// Waits until the file with this name says so.
    pub async fn wait_for_file(&self, name: &str, words: &str) {
        self.retry(format_args!("{name} says {words:?}"), async || {
            self.file_words(name).await?.contains(words).then_some(())
        })
        .await;
    }

    /// All that is said of a file; `None` while it is not on the list.
    pub async fn file_words(&self, name: &str) -> Option<String> {
        let path = format!("//li[@class='file'][.//b[.='{name}']]");
        let file = self.client().find(Locator::XPath(&path)).await.ok()?;
        file.text().await.ok()
    }

    /// Takes a file away, and waits until it is.
    pub async fn remove_file(&self, name: &str) {
        self.click(&format!("button[aria-label='去掉“{name}”']"))
            .await;
        self.retry(format_args!("{name} is gone"), async || {
            self.file_words(name).await.is_none().then_some(())
        })
        .await;
    }

    /// What there is to show; on to the next step.
    pub async fn answer_evidence(&self) {
        self.click("input[name=has-pay-records][value=they-hold]")
            .await;
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
        self.answer_details().await;
        self.answer_sums().await;
        self.answer_evidence().await;
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

    /// From the step about the matter to how to get in touch, in a dispute within a family.
    pub async fn answer_family(&self) {
        self.go_on().await;
        self.wait_for_step("you", "怎么联系您？").await;
        self.answer_you().await;
        self.answer_other_side().await;
        self.fill("#story", STORY).await;
        self.go_on().await;
        self.wait_for_step("details", "再问几句").await;
        self.go_on().await;
        self.wait_for_step("evidence", "手里有哪些材料？").await;
        self.go_on().await;
        self.wait_for_step("contact", "怎么谈方便？").await;
    }

    /// Chooses to be told of news by mail.
    pub async fn choose_mail(&self, address: &str) {
        self.click("input[name=notice_channels][value=email]").await;
        self.fill("#notice_email", address).await;
    }

    /// Every consent without which this is not sent.
    pub async fn agree(&self) {
        self.tick("#consent_privacy").await;
        self.tick("#consent_share").await;
        if self.has("#consent_sensitive").await {
            self.tick("#consent_sensitive").await;
        }
    }

    /// Says as the other side, on the page of the invitation, that they are willing and how to be reached.
    pub async fn agree_to_mediate(&self, mobile: &str) {
        self.press("我愿意谈").await;
        self.fill("#mobile", mobile).await;
        self.tick("#contact_channels").await;
        self.tick("#consent_privacy").await;
        self.press("告诉调解员").await;
        self.wait_for_title("您愿意谈，等组织约时间").await;
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

    /// Presses the way out and waits for the other site. Not through the driver: it takes the other site, which may be
    /// out of reach, for a failed press.
    pub async fn leave(&self) {
        self.script("document.querySelector('.leave button').click()", vec![])
            .await;
        self.retry("another site is shown", async || {
            let url = self.client().current_url().await.ok()?;
            (url.host_str() == Some("www.weather.com.cn")).then_some(())
        })
        .await;
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
