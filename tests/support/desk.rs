//! The desk as the people at an organization use it, in a browser.

use crate::page::Page;

/// An account at the desk, as somebody types it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its name.
    pub login: String,
    /// Its password.
    pub password: String,
}

/// The desk in a browser.
#[derive(Debug)]
pub struct Desk<'a> {
    page: &'a Page,
}

impl<'a> Desk<'a> {
    /// The desk that this page shows.
    pub const fn at(page: &'a Page) -> Self {
        Self { page }
    }

    /// Opens an address below `/desk` and signs in there.
    pub async fn open(page: &'a Page, path: &str, account: &Account) -> Self {
        page.open(&format!("/desk{path}")).await;
        let desk = Self::at(page);
        desk.sign_in(account).await;
        desk
    }

    /// Signs out, so that somebody else can sign in.
    pub async fn leave(&self) {
        self.page.open("/desk/account").await;
        self.page.press("退出登录").await;
        self.page.wait_for_words("已经退出登录").await;
    }

    /// Fills in and sends the form that stands in the place of any page.
    pub async fn sign_in(&self, account: &Account) {
        self.page.wait_for_title("登录工作台").await;
        self.page.fill("#login", &account.login).await;
        self.page.fill("#password", &account.password).await;
        self.page.press("登录").await;
    }

    /// Opens a case from the list.
    pub async fn open_case(&self, number: &str) {
        self.page.click(&format!("a.entry[href*='{number}']")).await;
        self.page.wait_for_words(&format!("编号 {number}")).await;
    }

    /// Opens the form of a move.
    pub async fn begin(&self, name: &str) {
        let button = format!("//section[@id='acts']//button[normalize-space()='{name}']");
        self.page.press_path(&button).await;
        self.page.wait_for("#form-title").await;
    }

    /// Sends the form that is open.
    pub async fn send(&self) {
        self.page.press("确定").await;
    }

    /// Makes a move that needs no words, and waits until it is done.
    pub async fn make(&self, name: &str) {
        self.begin(name).await;
        self.send().await;
        self.page.wait_for_words(&format!("办好了：{name}")).await;
    }

    /// Picks a day in a field of the browser's own, whatever order it writes year, month and day in.
    pub async fn pick_day(&self, css: &str, day: &str) {
        self.page.wait_for(css).await;
        let script = "const [css, day] = arguments;
            const field = document.querySelector(css);
            field.value = day;
            field.dispatchEvent(new Event('input', { bubbles: true }));";
        self.page.script(script, vec![css.into(), day.into()]).await;
        self.page.wait_for_value(css, day).await;
    }

    /// The numbers that are listed, the first first.
    pub async fn listed(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('a.entry')]
            .map((entry) => entry.pathname.split('/').pop())";
        let numbers = self.page.script(script, vec![]).await;
        serde_json::from_value(numbers).expect("a list of numbers")
    }
}
