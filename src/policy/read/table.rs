//! Tables with merged cells, written out.

use crate::policy::model::Table;

/// Most columns; further cells of a row are left out.
const COLUMNS: usize = 60;
/// Most rows of one table.
const ROWS: usize = 3000;

/// A cell as written.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) across: usize,
    pub(super) down: usize,
    pub(super) head: bool,
}

/// Puts rows together; merged cells are repeated in every place that they cover.
#[derive(Debug, Default)]
pub(super) struct Builder {
    rows: Vec<Vec<String>>,
    lines: Vec<u32>,
    heads: Vec<bool>,
    /// Cells of rows above that reach into the next row, by column: how many rows more, and the text.
    open: Vec<Option<(usize, String)>>,
}

impl Builder {
    pub(super) fn row(&mut self, cells: &[Cell], line: u32) {
        if self.rows.len() >= ROWS || cells.is_empty() {
            return;
        }
        let mut row: Vec<String> = Vec::new();
        let mut next: Vec<Option<(usize, String)>> = Vec::new();
        let fill = |row: &mut Vec<String>, next: &mut Vec<Option<(usize, String)>>| {
            while let Some(Some((left, text))) = self.open.get(row.len()).cloned() {
                row.push(text.clone());
                next.push((left > 1).then(|| (left - 1, text)));
            }
        };
        for cell in cells {
            fill(&mut row, &mut next);
            for _ in 0..cell.across.clamp(1, COLUMNS) {
                if row.len() >= COLUMNS {
                    break;
                }
                row.push(cell.text.clone());
                next.push((cell.down > 1).then(|| (cell.down.min(ROWS) - 1, cell.text.clone())));
            }
        }
        while row.len() < self.open.len().min(COLUMNS) {
            let before = row.len();
            fill(&mut row, &mut next);
            if row.len() == before {
                row.push(String::new());
                next.push(None);
            }
        }
        while next.last().is_some_and(Option::is_none) {
            next.pop();
        }
        self.open = next;
        self.heads.push(cells.iter().all(|cell| cell.head));
        self.rows.push(row);
        self.lines.push(line);
    }

    /// The table; `None` when it holds no text.
    pub(super) fn finish(self) -> Option<Table> {
        let mut table = Table {
            header_rows: self.heads.iter().take_while(|head| **head).count(),
            rows: self.rows,
            lines: self.lines,
        };
        let filled = |row: &Vec<String>| row.iter().any(|cell| !cell.is_empty());
        if !table.rows.iter().any(filled) {
            return None;
        }
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        for row in &mut table.rows {
            row.resize(width, String::new());
        }
        if table.header_rows == table.rows.len() {
            table.header_rows = 1;
        }
        Some(table)
    }
}
