//! Puts lines on pages: everything flows, tables break between their lines, and nothing is too long.

use super::form::{Block, COLUMNS, Cell, Role, Row};
use super::typeface::{Paragraph, Setter};
use super::wording;

/// A4, in points.
pub(super) const PAGE: (f32, f32) = (595.28, 841.89);
const LEFT: f32 = 68.0;
const WIDTH: f32 = PAGE.0 - 2.0 * LEFT;
const TOP: f32 = 64.0;
const BOTTOM: f32 = PAGE.1 - 68.0;
const FOOT: f32 = PAGE.1 - 40.0;

/// Above what stands on a cover.
const COVER_TOP: f32 = 110.0;

/// Between text and rule.
const PAD: (f32, f32) = (5.0, 4.0);
/// Lines that are not left alone at the end of a page, or at the beginning of one.
const FEW: usize = 2;
/// What is no longer than this does not break over pages.
const WHOLE: f32 = 240.0;

/// Size and line height of type.
#[derive(Clone, Copy)]
struct Type {
    size: f32,
    leading: f32,
}

const COVER: Type = Type {
    size: 16.0,
    leading: 30.0,
};
const TITLE: Type = Type {
    size: 22.0,
    leading: 40.0,
};
const HEAD: Type = Type {
    size: 12.0,
    leading: 20.0,
};
const PROSE: Type = Type {
    size: 12.0,
    leading: 21.0,
};
const TABLE: Type = Type {
    size: 10.5,
    leading: 17.0,
};
const SMALL: Type = Type {
    size: 9.0,
    leading: 15.0,
};
const SIGNED: Type = Type {
    size: 12.0,
    leading: 32.0,
};

/// One thing that reading software reads out; its parts may be on several pages.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Leaf(pub usize);

/// What the document consists of, in the order of reading.
pub(super) enum Element {
    /// The heading of a paper, and where it is.
    Title(Leaf, String, usize, f32),
    /// The heading of a part, and where it is.
    Head(Leaf, String, usize, f32),
    /// A paragraph.
    Words(Leaf),
    /// Lines of a table.
    Table(Vec<Vec<(Role, u16, Leaf)>>),
}

/// A line of type in its place.
pub(super) struct Mark {
    /// Paragraph and line of it; none where a cell is empty.
    pub line: Option<(usize, usize)>,
    /// Where it begins, and the height that its characters stand on.
    pub at: (f32, f32),
    /// What it is a part of; nothing for what repeats on every page.
    pub leaf: Option<Leaf>,
}

/// A ruled box.
pub(super) struct Ruled {
    /// Left, top, width and height.
    pub at: (f32, f32, f32, f32),
    /// Whether it has a tint.
    pub is_tinted: bool,
}

/// A page.
#[derive(Default)]
pub(super) struct Page {
    /// Below the type.
    pub boxes: Vec<Ruled>,
    /// The type.
    pub marks: Vec<Mark>,
}

/// The pages, and what they are made of.
pub(super) struct Sheets {
    setter: Setter,
    /// Every paragraph.
    pub paragraphs: Vec<Paragraph>,
    /// In order.
    pub pages: Vec<Page>,
    /// In the order of reading.
    pub elements: Vec<Element>,
    /// How many leaves there are.
    pub leaves: usize,
    /// The pages on which papers begin, counted from 0.
    pub starts: Vec<usize>,
    /// Where the next thing goes on the last page.
    y: f32,
    /// Whether a page begins with the signature.
    is_signed_apart: bool,
}

/// Lays out papers, each from a new page on, with this at the foot of every page.
pub(super) fn lay_out(setter: Setter, papers: &[Vec<Block>], foot: &str) -> Sheets {
    let mut sheets = Sheets {
        setter,
        paragraphs: Vec::new(),
        pages: Vec::new(),
        elements: Vec::new(),
        leaves: 0,
        starts: Vec::new(),
        y: TOP,
        is_signed_apart: false,
    };
    for blocks in papers {
        sheets.paper(blocks);
    }
    sheets.feet(foot);
    sheets
}

/// Where a page ends before it is full.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Nowhere,
    /// Before the block at this place.
    Before(usize),
    /// Before the last lines of the block at this place.
    Within(usize),
}

impl Sheets {
    fn paper(&mut self, blocks: &[Block]) {
        let before = (
            self.paragraphs.len(),
            self.pages.len(),
            self.elements.len(),
            self.leaves,
        );
        self.starts.push(self.pages.len());
        self.setter.has_replaced = false;
        self.flow(blocks, Turn::Nowhere);
        let last = |block: &Block| matches!(block, Block::Section { .. });
        let Some(last) = blocks.iter().rposition(last) else {
            return;
        };
        // On a page of its own a signature could stand under anything: what it is for goes with it, or the end of that
        // where it is as long as a page itself.
        for turn in [Turn::Before(last), Turn::Within(last)] {
            if self.is_signed_apart {
                self.paragraphs.truncate(before.0);
                self.pages.truncate(before.1);
                self.elements.truncate(before.2);
                self.leaves = before.3;
                self.flow(blocks, turn);
            }
        }
    }

    /// Lets the blocks flow over as many new pages as they take, with another page there.
    fn flow(&mut self, blocks: &[Block], turn: Turn) {
        self.is_signed_apart = false;
        self.turn();
        for (at, block) in blocks.iter().enumerate() {
            if turn == Turn::Before(at) && self.y > TOP {
                self.turn();
            }
            self.block(block, turn == Turn::Within(at));
        }
        if self.setter.has_replaced {
            self.block(&Block::Note(wording::MISSING_NOTE.to_owned()), false);
        }
    }

    fn block(&mut self, block: &Block, is_parted: bool) {
        match block {
            Block::Title(title) => {
                let place = (self.pages.len() - 1, self.y);
                let leaf = self.centred(title, TITLE);
                self.y += 6.0;
                self.elements
                    .push(Element::Title(leaf, title.clone(), place.0, place.1));
            }
            Block::Cover(words) => {
                self.y += COVER_TOP;
                let leaf = self.centred(words, COVER);
                self.elements.push(Element::Words(leaf));
            }
            Block::Words(words) => self.words(words, PROSE),
            Block::Note(words) => {
                self.y += 12.0;
                self.words(words, SMALL);
            }
            Block::Section { head, rows } => self.section(head, rows, is_parted),
            Block::Table(rows) => {
                self.y += 8.0;
                self.rows(rows, is_parted);
            }
            Block::Signature(statement, lines) => self.signature(statement, lines),
        }
    }

    /// Puts words into the middle.
    fn centred(&mut self, words: &str, of: Type) -> Leaf {
        let leaf = self.leaf();
        let text = self.set(words, of, WIDTH);
        let at = LEFT + (WIDTH - self.width(text)) / 2.0;
        self.lines(&[text], of, at, leaf);
        leaf
    }

    fn words(&mut self, words: &str, of: Type) {
        let leaf = self.leaf();
        let text = self.set(words, of, WIDTH);
        self.lines(&[text], of, LEFT, leaf);
        self.elements.push(Element::Words(leaf));
    }

    fn section(&mut self, head: &str, rows: &[Row], is_parted: bool) {
        // A head is not left alone at the end of a page.
        let height = HEAD.leading + PAD.1 * 2.0;
        self.y += 8.0;
        let first = self.first_height(rows);
        self.need(height + first);
        let leaf = self.leaf();
        let text = self.set(head, HEAD, WIDTH);
        let place = (self.pages.len() - 1, self.y);
        self.rule((LEFT, self.y, WIDTH, height), true);
        self.y += PAD.1;
        self.lines(&[text], HEAD, LEFT + PAD.0, leaf);
        self.y += PAD.1;
        self.elements
            .push(Element::Head(leaf, head.to_owned(), place.0, place.1));
        self.rows(rows, is_parted);
    }

    fn rows(&mut self, rows: &[Row], is_parted: bool) {
        let mut table = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            // The last line of a table is not left alone at the beginning of a page.
            if let (2, Some(Row::Cells(first)), Some(Row::Cells(second))) =
                (rows.len() - at, rows.get(at), rows.get(at + 1))
            {
                let last = self.row_height(first) + self.row_height(second);
                if last <= WHOLE {
                    self.need(last);
                }
            }
            if is_parted && rows.len() - at == FEW + 1 {
                self.turn();
            }
            match row {
                Row::Cells(cells) => table.push(self.row(cells)),
                Row::Prose(texts) => {
                    self.end_table(&mut table);
                    self.prose(texts, PROSE.size * 2.0);
                }
                Row::Items(texts) => {
                    self.end_table(&mut table);
                    self.prose(texts, 0.0);
                }
            }
        }
        self.end_table(&mut table);
    }

    /// How much of a section stays with its head: its first lines, all of them where they are few.
    fn first_height(&mut self, rows: &[Row]) -> f32 {
        let (texts, indent) = match rows.first() {
            Some(Row::Prose(texts)) => (texts, PROSE.size * 2.0),
            Some(Row::Items(texts)) => (texts, 0.0),
            Some(Row::Cells(_)) | None => {
                let mut heights = Vec::new();
                for row in rows {
                    let Row::Cells(cells) = row else { break };
                    heights.push(self.row_height(cells));
                }
                let whole: f32 = heights.iter().sum();
                return if whole <= WHOLE {
                    whole
                } else {
                    heights.iter().take(FEW + 1).sum()
                };
            }
        };
        let width = WIDTH - 2.0 * PAD.0;
        let mut lines = 0;
        for text in texts {
            let set = self.setter.set(text, PROSE.size, width, indent);
            lines += set.layout.len();
        }
        let height = |lines: usize| PROSE.leading * lines as f32 + PAD.1 * 2.0;
        if height(lines) <= WHOLE {
            height(lines)
        } else {
            height(FEW)
        }
    }

    /// How high a line of a table is.
    fn row_height(&mut self, cells: &[Cell]) -> f32 {
        let mut most = 1;
        for cell in cells {
            let width = WIDTH * f32::from(cell.columns) / f32::from(COLUMNS) - 2.0 * PAD.0;
            let set = self.setter.set(&cell.text, TABLE.size, width, 0.0);
            most = most.max(set.layout.len());
        }
        TABLE.leading * most as f32 + PAD.1 * 2.0
    }

    fn end_table(&mut self, rows: &mut Vec<Vec<(Role, u16, Leaf)>>) {
        if !rows.is_empty() {
            self.elements.push(Element::Table(std::mem::take(rows)));
        }
    }

    fn row(&mut self, cells: &[Cell]) -> Vec<(Role, u16, Leaf)> {
        let mut columns = Vec::new();
        let mut left = LEFT;
        let mut told = Vec::new();
        for cell in cells {
            let width = WIDTH * f32::from(cell.columns) / f32::from(COLUMNS);
            let leaf = self.leaf();
            let is_empty = cell.text.is_empty();
            let texts = (!is_empty).then(|| self.set(&cell.text, TABLE, width - 2.0 * PAD.0));
            columns.push(Column {
                left,
                width,
                lines: self.lines_of(texts.as_slice(), leaf),
                leaf: Some(leaf),
                is_tinted: cell.role != Role::Value,
            });
            told.push((cell.role, cell.columns, leaf));
            left += width;
        }
        self.columns(&columns, TABLE);
        told
    }

    fn prose(&mut self, texts: &[String], indent: f32) {
        let mut lines = Vec::new();
        for text in texts {
            let leaf = self.leaf();
            let text = self.set_in(text, PROSE, WIDTH - 2.0 * PAD.0, indent);
            lines.extend(self.lines_of(&[text], leaf));
            self.elements.push(Element::Words(leaf));
        }
        let column = Column {
            left: LEFT,
            width: WIDTH,
            lines,
            leaf: None,
            is_tinted: false,
        };
        self.columns(&[column], PROSE);
    }

    /// Puts columns of lines side by side into ruled boxes, on as many pages as it takes.
    fn columns(&mut self, columns: &[Column], of: Type) {
        let most = columns
            .iter()
            .map(|column| column.lines.len())
            .max()
            .unwrap_or_default()
            .max(1);
        let height = |lines: usize| of.leading * lines as f32 + PAD.1 * 2.0;
        if height(most) <= WHOLE {
            self.need(height(most));
        } else {
            self.need(height(FEW));
        }
        let mut from = 0;
        while from < most {
            let room = (BOTTOM - self.y - PAD.1 * 2.0) / of.leading;
            // Cut off, never below nothing.
            let mut take = (room as usize).clamp(1, most - from);
            let left_over = most - from - take;
            if (1..FEW).contains(&left_over) && take > FEW {
                take -= FEW - left_over;
            }
            let is_whole = take == most;
            for column in columns {
                self.rule(
                    (column.left, self.y, column.width, height(take)),
                    column.is_tinted,
                );
                let lines = column.lines.iter().skip(from).take(take);
                // What is shorter than the others of its line stands in the middle.
                let short = if is_whole {
                    take - column.lines.len().min(take)
                } else {
                    0
                };
                let top = self.y + PAD.1 + of.leading * short as f32 / 2.0;
                for (at, (text, line, leaf)) in lines.enumerate() {
                    let y = top + of.leading * at as f32;
                    self.mark(
                        Some((*text, *line)),
                        column.left + PAD.0,
                        y,
                        of,
                        Some(*leaf),
                    );
                }
                if column.lines.is_empty() && column.leaf.is_some() {
                    self.mark(None, column.left, self.y, of, column.leaf);
                }
            }
            self.y += height(take);
            from += take;
            if from < most {
                self.turn();
            }
        }
    }

    fn signature(&mut self, statement: &str, lines: &[String]) {
        self.y += 14.0;
        let leaf = self.leaf();
        let text = self.set_in(statement, PROSE, WIDTH, PROSE.size * 2.0);
        let stated = self.lines_of(&[text], leaf).len();
        self.need(PROSE.leading * stated as f32 + 6.0 + SIGNED.leading * lines.len() as f32);
        self.is_signed_apart = self.y <= TOP;
        self.lines(&[text], PROSE, LEFT, leaf);
        self.elements.push(Element::Words(leaf));
        self.y += 6.0;
        for line in lines {
            let leaf = self.leaf();
            let text = self.set(line, SIGNED, WIDTH);
            self.lines(&[text], SIGNED, LEFT + WIDTH * 0.36, leaf);
            self.elements.push(Element::Words(leaf));
        }
    }

    fn feet(&mut self, number: &str) {
        let pages = self.pages.len();
        for page in 0..pages {
            let text = self.set(&wording::foot(number, page + 1, pages), SMALL, WIDTH);
            let x = LEFT + (WIDTH - self.width(text)) / 2.0;
            if let Some(page) = self.pages.get_mut(page) {
                page.marks.push(Mark {
                    line: Some((text, 0)),
                    at: (x, FOOT),
                    leaf: None,
                });
            }
        }
    }

    /// Puts lines one below the other.
    fn lines(&mut self, texts: &[usize], of: Type, x: f32, leaf: Leaf) {
        for (text, line, leaf) in self.lines_of(texts, leaf) {
            self.need(of.leading);
            self.mark(Some((text, line)), x, self.y, of, Some(leaf));
            self.y += of.leading;
        }
    }

    fn mark(
        &mut self,
        line: Option<(usize, usize)>,
        x: f32,
        top: f32,
        of: Type,
        leaf: Option<Leaf>,
    ) {
        // Chinese characters fill their square, and stand 0.88 of it below its top.
        let baseline = top + (of.leading - of.size) / 2.0 + of.size * 0.88;
        if let Some(page) = self.pages.last_mut() {
            let at = (x, baseline);
            page.marks.push(Mark { line, at, leaf });
        }
    }

    fn rule(&mut self, at: (f32, f32, f32, f32), is_tinted: bool) {
        if let Some(page) = self.pages.last_mut() {
            page.boxes.push(Ruled { at, is_tinted });
        }
    }

    /// Goes on to the next page, unless there is so much room on this one.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > TOP {
            self.turn();
        }
    }

    fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = TOP;
    }

    fn leaf(&mut self) -> Leaf {
        self.leaves += 1;
        Leaf(self.leaves - 1)
    }

    fn set(&mut self, text: &str, of: Type, width: f32) -> usize {
        self.set_in(text, of, width, 0.0)
    }

    /// Sets a paragraph whose first line begins so far in.
    fn set_in(&mut self, text: &str, of: Type, width: f32, indent: f32) -> usize {
        self.paragraphs
            .push(self.setter.set(text, of.size, width, indent));
        self.paragraphs.len() - 1
    }

    fn width(&self, text: usize) -> f32 {
        let paragraph = self.paragraphs.get(text);
        paragraph.map_or(0.0, |paragraph| paragraph.layout.width())
    }

    fn lines_of(&self, texts: &[usize], leaf: Leaf) -> Vec<(usize, usize, Leaf)> {
        let count = |text: usize| {
            self.paragraphs
                .get(text)
                .map_or(0, |text| text.layout.len())
        };
        let texts = texts.iter();
        texts
            .flat_map(|&text| (0..count(text)).map(move |line| (text, line, leaf)))
            .collect()
    }
}

/// A cell, or prose, with its lines.
struct Column {
    left: f32,
    width: f32,
    lines: Vec<(usize, usize, Leaf)>,
    /// What is empty when there are no lines.
    leaf: Option<Leaf>,
    is_tinted: bool,
}
