//! What a small firm does that checks itself.

use serde_json::json;

use crate::page::Page;

/// The headlines of the screens, one for each dimension.
pub const PARTS: [&str; 10] = [
    "法律风险意识",
    "公司治理",
    "合同管理",
    "劳动用工",
    "知识产权",
    "税务",
    "数据与个人信息",
    "融资与担保",
    "行业合规",
    "纠纷",
];

impl Page {
    /// Gives every question of this screen the same answer.
    pub async fn answer_part(&self, answer: &str) {
        for at in 1..=self.count("#main fieldset").await {
            self.click(&format!("input[name=q{at}][value={answer}]"))
                .await;
        }
    }

    /// From the first screen to the result, with one answer for each dimension.
    pub async fn check_oneself(&self, answers: [&str; 10]) {
        self.open("/health-check").await;
        self.press("开始自测").await;
        for (title, answer) in PARTS.iter().zip(answers) {
            self.wait_for_title(title).await;
            self.answer_part(answer).await;
            self.go_on().await;
        }
        self.wait_for_title("自测结果").await;
    }

    /// Opens an address of the self-check as somebody who has answered every question like this.
    pub async fn open_checked(&self, path: &str, answer: &str) {
        let fill = "const [answer, done] = arguments;
            const fill = async () => {
                const { parts } = await (await fetch('/checkup/zh-CN.json')).json();
                const answers = parts.flatMap(part => part.questions).map(({ id }) => [id, answer]);
                const values = [['saved_at', Date.now()], ...answers];
                localStorage['fengqiao.checkup'] = values.map(value => value.join('\\x1f') + '\\x1e').join('');
                return true;
            };
            fill().then(done, error => done(String(error)));";
        self.open("/privacy").await;
        assert_eq!(self.answer(fill, vec![json!(answer)]).await, json!(true));
        self.open(path).await;
    }
}
