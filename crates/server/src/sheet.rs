//! Figures as a workbook (XLSX), to be handed in and worked on.

use contract::supervision::{Counts, FiguresView, OrganizationCounts, percent};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};
use words::{end_ground_name, field_name, first_wait_name};

/// What a file of this kind is.
pub const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What stands in a column.
type Count = fn(&Counts) -> Option<u32>;

/// The columns of counts, with what stands in them.
const COLUMNS: [(&str, Count); 12] = [
    ("收到申请", |counts| Some(counts.received)),
    ("受理", |counts| Some(counts.accepted)),
    ("不予受理", |counts| Some(counts.declined)),
    ("申请人撤回", |counts| Some(counts.withdrawn)),
    ("达成协议", |counts| Some(counts.agreed)),
    ("未达成协议结束", |counts| Some(counts.ended)),
    ("报告已履行", |counts| Some(counts.performed)),
    ("报告未履行", |counts| Some(counts.unperformed)),
    ("已作首次答复", |counts| Some(counts.answered)),
    ("其中按时", |counts| Some(counts.in_time)),
    ("按时率（%）", |counts| {
        percent(counts.in_time, counts.answered)
    }),
    ("因逾期上报", |counts| Some(counts.raised)),
];

/// The workbook: by organization, by month, why cases ended and what they were about.
pub fn workbook(view: &FiguresView, first_contact_days: u8) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("各组织")?;
    let mut table = Table::begin(sheet, view, &["地区", "组织"])?;
    for one in &view.organizations {
        table.row(&[&one.area, &one.organization.name], &sum(one))?;
    }
    table.row(&["", "合计"], &view.total())?;
    table.end(first_contact_days)?;
    let sheet = book.add_worksheet().set_name("各月")?;
    let mut table = Table::begin(sheet, view, &["月份"])?;
    for month in view.by_month() {
        table.row(&[&month.month], &month.counts)?;
    }
    table.row(&["合计"], &view.total())?;
    table.end(first_contact_days)?;
    let total = view.total();
    let grounds = total.grounds.iter();
    let grounds = grounds.map(|(ground, count)| (end_ground_name(*ground), *count));
    pairs(
        book.add_worksheet().set_name("结束原因")?,
        "未达成协议的原因",
        grounds,
    )?;
    let waits = total.waits.iter();
    let waits = waits.map(|(wait, count)| (first_wait_name(*wait), *count));
    pairs(
        book.add_worksheet().set_name("首次答复用时")?,
        "首次答复用时（含夜间和节假日）",
        waits,
    )?;
    let stars: Vec<_> = total.stars.iter().rev().collect();
    let names: Vec<_> = stars
        .iter()
        .map(|(stars, _)| format!("{stars}星"))
        .collect();
    let counts = stars.iter().map(|(_, count)| *count);
    pairs(
        book.add_worksheet().set_name("评价")?,
        "当事人评价",
        names.iter().map(String::as_str).zip(counts),
    )?;
    let fields = total.fields.iter();
    let fields = fields.map(|(field, count)| (field_name(*field), *count));
    pairs(
        book.add_worksheet().set_name("纠纷类型")?,
        "纠纷类型",
        fields,
    )?;
    book.save_to_buffer()
}

fn sum(organization: &OrganizationCounts) -> Counts {
    let mut sum = Counts::default();
    for month in &organization.months {
        sum.add(&month.counts);
    }
    sum
}

/// A sheet with a line that says of when it is, a row of names and rows of counts.
struct Table<'a> {
    sheet: &'a mut Worksheet,
    names: u16,
    next: u32,
}

impl<'a> Table<'a> {
    fn begin(
        sheet: &'a mut Worksheet,
        view: &FiguresView,
        names: &[&str],
    ) -> Result<Self, XlsxError> {
        let period = format!("{} 至 {}，统计时间 {}", view.from, view.to, view.counted_at);
        sheet.write(0, 0, period)?;
        let head = head();
        let columns = COLUMNS.iter().map(|(name, _)| *name);
        for (at, name) in names.iter().copied().chain(columns).enumerate() {
            let at = column(at);
            sheet.write_with_format(1, at, name, &head)?;
            sheet.set_column_width(
                at,
                if usize::from(at) < names.len() {
                    28
                } else {
                    11
                },
            )?;
        }
        sheet.set_freeze_panes(2, column(names.len()))?;
        Ok(Self {
            sheet,
            names: column(names.len()),
            next: 2,
        })
    }

    fn row(&mut self, names: &[&str], counts: &Counts) -> Result<(), XlsxError> {
        for (at, name) in names.iter().enumerate() {
            self.sheet.write(self.next, column(at), *name)?;
        }
        for (at, (_, count)) in COLUMNS.iter().enumerate() {
            let at = self.names + column(at);
            match count(counts) {
                Some(count) => self.sheet.write(self.next, at, count)?,
                None => self.sheet.write(self.next, at, "—")?,
            };
        }
        self.next += 1;
        Ok(())
    }

    fn end(self, first_contact_days: u8) -> Result<(), XlsxError> {
        let note = format!(
            "“按时”指在承诺的{first_contact_days}个工作日内作出首次答复。转交其他组织的申请，只计入现在办理的组织，不计首次答复。"
        );
        self.sheet.write(self.next + 1, 0, note)?;
        Ok(())
    }
}

fn pairs<'a>(
    sheet: &mut Worksheet,
    name: &str,
    rows: impl Iterator<Item = (&'a str, u32)>,
) -> Result<(), XlsxError> {
    let head = head();
    sheet.write_with_format(0, 0, name, &head)?;
    sheet.write_with_format(0, 1, "件数", &head)?;
    sheet.set_column_width(0, 28)?;
    for (at, (name, count)) in (1..).zip(rows) {
        sheet.write(at, 0, name)?;
        sheet.write(at, 1, count)?;
    }
    Ok(())
}

fn head() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
}

/// Few columns, whatever happens.
fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}
