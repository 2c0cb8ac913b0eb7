//! Whether words can be read by anybody: short sentences, no office language.

/// The longest a Chinese sentence may be, in characters.
pub(super) const LONGEST_SENTENCE: usize = 40;
/// The longest that sentences may be on average.
pub(super) const AVERAGE_SENTENCE: usize = 25;

/// Words that officials write and nobody says.
pub(super) const OFFICIALESE: [&str; 32] = [
    "予以",
    "依法",
    "应予",
    "该等",
    "当事人",
    "申请人",
    "被申请",
    "相关部门",
    "有关部门",
    "主管部门",
    "有权机关",
    "特此",
    "责令",
    "逾期",
    "上述",
    "前款",
    "属地",
    "管辖",
    "标的",
    "办结",
    "切实",
    "妥善",
    "稳妥",
    "维权",
    "诉求",
    "贵方",
    "敬请",
    "事宜",
    "兹",
    "之日起",
    "有效衔接",
    "化解",
];

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['。', '！', '？', '；'])
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_breathes() {
        let text = "先打 110。别怕！下一步呢？";
        assert_eq!(
            sentences(text).collect::<Vec<_>>(),
            ["先打 110", "别怕", "下一步呢"]
        );
    }
}
