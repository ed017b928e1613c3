//! The app's own databases: tables by name, and what of their rows is known.
//!
//! A table is an object, and so are the rows of it that have one value in one column (settings by their names): what is put in goes
//! to all of them that it may belong to, and a statement that asks for such a value sees only those. What gives the rows of a
//! statement is an object as well, named by the statement, so that it says itself which columns it has.

use crate::program::TypeId;
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::{Site, Slot};
use crate::scenario::engine::numbers::ints_of;
use crate::scenario::engine::value::{Obj, Str, Strs, Value, Vid};
use crate::scenario::model::sql::{self, Change, Sought, Term};

/// The class whose objects stand for tables and rows.
const CURSOR: &str = "android.database.Cursor";
/// Key under which a table says that something is in it.
const ROW: &str = "row";
/// Slot of what gives rows for the tables that they are of, and for those whose rows it only counts.
const ROWS: &str = "rows";
const COUNTED: &str = "counted";
/// Slots of a table: something unknown was put in; something was taken out, by a condition or whatever it was.
const LOOSE: &str = "loose";
const REMOVED: &str = "removed";
const CLEARED: &str = "cleared";
/// What the names begin with of tables, of what is in their cells, and of what gives the rows of a statement.
const TABLE: &str = "table ";
const CELLS: &str = "cells of ";
const SELECTED: &str = "rows of ";
/// The name of what is no known table.
const UNKNOWN: &str = "?";
/// Bytes of a statement that is looked at.
const STATEMENT: usize = 4096;
/// Columns that are told apart.
const COLUMNS: i64 = 16;
/// What a condition stands behind.
const WHERE: &str = " where ";
/// Slot of a table for the names of its columns.
const COLUMN_NAMES: &str = "columns";
/// Rows of one statement that are told apart.
const ROWS_AT_ONCE: usize = 4;
/// The numbers from which on a column's number stands for its name.
const NAMED: i64 = 1 << 32;

impl Engine<'_, '_> {
    fn rows_named(&mut self, name: &str) -> Vid {
        let class = self.row_class();
        let name = self.strings.intern(name);
        let rows = self.only(Site::Named(name), class);
        self.obj(rows)
    }

    /// The class of what stands for rows. A program that only counts them need not name the platform's.
    fn row_class(&self) -> TypeId {
        let class = self.code.class_named(CURSOR);
        class.unwrap_or(self.code.object())
    }

    fn table(&mut self, name: &str) -> Vid {
        self.rows_named(&format!("{TABLE}{name}"))
    }

    /// The rows of a table that have a value in a column; without the value those of which it is not known.
    fn part_of_table(&mut self, table: &str, column: &str, value: Option<&str>) -> Vid {
        let column = column.to_lowercase();
        match value {
            Some(value) => self.table(&format!("{table}\0{column}\0{value}")),
            None => self.table(&format!("{table}\0{column}")),
        }
    }

    /// The known texts of a value, with single blanks; none where it may be others, or is too long to be looked at.
    fn statements(&self, of: Vid) -> Vec<String> {
        let (texts, unknown) = self.values.get(of).strings();
        let all = || texts.iter().map(|one| self.strings.get(*one));
        if unknown || all().any(|text| text.len() > STATEMENT) {
            return Vec::new();
        }
        let blanks = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        all().map(blanks).collect()
    }

    /// The names of tables in small letters; of what is not known one of its own.
    fn names_of(&self, tables: Vid) -> Vec<String> {
        let names = self.statements(tables);
        match names.is_empty() {
            true => vec![UNKNOWN.to_owned()],
            false => names.iter().map(|name| name.to_lowercase()).collect(),
        }
    }

    /// The tables that names mean.
    pub(crate) fn tables(&mut self, names: Vid) -> Vid {
        self.tables_named(self.names_of(names).into_iter())
    }

    /// The tables of these names; of no name one of its own.
    fn tables_named(&mut self, names: impl Iterator<Item = String>) -> Vid {
        let mut result = Vid::BOTTOM;
        for name in names {
            let table = self.table(&name);
            result = self.join(result, table);
        }
        match result {
            Vid::BOTTOM => self.table(UNKNOWN),
            known => known,
        }
    }

    /// What gives the rows of tables: with an array of columns, and perhaps a condition with an array of what it compares.
    pub(crate) fn rows(&mut self, tables: Vid, columns: Vid, condition: Vid, given: Vid) -> Vid {
        let columns = self.columns(columns);
        let mut statements = self.statements(tables);
        let condition = match self.statements(condition).as_slice() {
            [one] => format!("{WHERE}{one}"),
            _ => String::new(),
        };
        for table in &mut statements {
            *table = format!("select {columns} from {table}{condition}");
        }
        self.rows_by(statements, given)
    }

    /// What gives the rows that statements select, with an array of what their conditions compare.
    pub(crate) fn selected(&mut self, statements: Vid, given: Vid) -> Vid {
        let statements = self.statements(statements);
        self.rows_by(statements, given)
    }

    fn rows_by(&mut self, mut statements: Vec<String>, given: Vid) -> Vid {
        if statements.is_empty() {
            statements.push(String::new());
        }
        let mut result = Vid::BOTTOM;
        for statement in statements {
            let sought = self.sought(sql::sought(&statement), given);
            let of = match &sought {
                Some((column, value)) => format!("{statement}\0{column}\0{value}"),
                None => statement.clone(),
            };
            let rows = self.rows_named(&format!("{SELECTED}{of}"));
            let tables = self.tables_of(&statement, sought.as_ref());
            let rows_slot = Slot::Named(self.strings.intern(ROWS));
            self.write_slot(rows, rows_slot, tables);
            if sql::counts(&statement) {
                let counted = Slot::Named(self.strings.intern(COUNTED));
                self.write_slot(rows, counted, tables);
            }
            result = self.join(result, rows);
        }
        result
    }

    /// The column and value that a condition looks for, where they are known. Rows are told apart in small programs only.
    fn sought(&mut self, sought: Option<Sought>, given: Vid) -> Option<(String, String)> {
        match sought.filter(|_| self.caps.small)? {
            Sought::Value(column, value) => Some((column, value)),
            Sought::Given(column, number) => {
                let number = self.values.int(i64::try_from(number).ok()?);
                let value = self.read_key(given, number);
                Some((column, self.plain(value)?))
            }
        }
    }

    /// The tables of a statement, as far as a condition leaves their rows.
    fn tables_of(&mut self, statement: &str, sought: Option<&(String, String)>) -> Vid {
        let names = sql::tables(statement);
        if let ([name], Some((column, value))) = (names.as_slice(), sought) {
            return self.rows_where(name, column, value);
        }
        self.tables_named(names.into_iter())
    }

    /// The rows of a table that may have a value in a column.
    fn rows_where(&mut self, name: &str, column: &str, value: &str) -> Vid {
        let mut result = self.part_of_table(name, column, Some(value));
        let whole = self.table(name);
        let unsure = [LOOSE, CLEARED].map(|slot| self.read_named(whole, slot));
        if unsure != [Vid::BOTTOM; 2] {
            result = self.join(result, whole);
        }
        // Where some value in that column was not known, it may be this one.
        let open = self.part_of_table(name, column, None);
        if self.has_rows(open) {
            result = self.join(result, open);
        }
        result
    }

    /// Whether something may have been put into a table.
    fn has_rows(&mut self, table: Vid) -> bool {
        let row = self.text(ROW);
        self.read_key(table, row) != Vid::BOTTOM || self.was_left(table, row)
    }

    /// The text or number that a value is, when it can be only one.
    fn plain(&mut self, value: Vid) -> Option<String> {
        let bare = self.unboxed(value);
        let bare = self.values.get(bare);
        match (bare.single_str(), bare.single_int()) {
            (Some(text), _) => Some(self.strings.get(text).to_owned()),
            (_, Some(number)) if bare.boxes == 0 && number != 0 => Some(number.to_string()),
            _ => None,
        }
    }

    /// The names in an array of columns, as a statement lists them.
    fn columns(&mut self, array: Vid) -> String {
        let length = self.array_length(array);
        let length = self.values.get(length).single_int();
        let length = length.filter(|length| (1..=COLUMNS).contains(length));
        let names: Option<Vec<String>> = (0..length.unwrap_or_default())
            .map(|place| {
                let place = self.values.int(place);
                let name = self.read_key(array, place);
                let name = self.values.get(name).single_str()?;
                Some(self.strings.get(name).to_owned())
            })
            .collect();
        match names {
            Some(names) if !names.is_empty() => names.join(", "),
            _ => "*".to_owned(),
        }
    }

    /// Puts a row into tables: values by column.
    pub(crate) fn put_row(&mut self, tables: Vid, values: Vid) {
        for name in self.names_of(tables) {
            let table = self.table(&name);
            self.fill(table, values);
            self.put_parts(&name, values);
        }
    }

    /// Puts a row into those parts of a table to which its values belong.
    fn put_parts(&mut self, name: &str, values: Vid) {
        let given = self.values.shared(values);
        let mut known = given.types.is_empty() && self.caps.small;
        for map in given.objs.iter().copied() {
            let one = self.obj(map);
            let other = Slot::Named(self.any_key);
            let keys = self.keys_in(map);
            known &= self.read_slot(one, other) == Vid::BOTTOM && keys.len() <= COLUMNS as usize;
            for key in keys.into_iter().take(COLUMNS as usize) {
                let Some(column) = self.values.get(key).single_str() else {
                    known = false;
                    continue;
                };
                let column = self.strings.get(column).to_owned();
                let held = self.read_key(one, key);
                let value = self.plain(held);
                let part = self.part_of_table(name, &column, value.as_deref());
                self.fill(part, values);
            }
        }
        if !known {
            let table = self.table(name);
            self.put_cells(table, Vid::BOTTOM);
        }
    }

    /// Carries out known statements that change tables, given an array of what they take.
    pub(crate) fn executed(&mut self, call: &Invocation<'_>, statements: Vid, given: Vid, tag: u8) {
        for statement in self.statements(statements) {
            match sql::change(&statement) {
                Some(Change::Create(table, columns)) => {
                    let columns = self.text(&columns.join("\0"));
                    let table = self.table(&table);
                    let slot = Slot::Named(self.strings.intern(COLUMN_NAMES));
                    self.write_slot(table, slot, columns);
                }
                Some(Change::Insert(name, mut columns, rows)) => {
                    let table = self.table(&name);
                    if columns.is_empty() {
                        columns = self.column_names(table);
                    }
                    // What is put in by many rows is not told apart.
                    for (row, terms) in rows.iter().take(ROWS_AT_ONCE).enumerate() {
                        if columns.len() == terms.len() && rows.len() <= ROWS_AT_ONCE {
                            let sets = columns.iter().zip(terms);
                            let tag = tag + 1 + row as u8;
                            let values = self.row_of(call, sets, given, tag);
                            self.fill(table, values);
                            self.put_parts(&name, values);
                        } else {
                            self.fill(table, Vid::BOTTOM);
                        }
                    }
                }
                Some(Change::Update(name, sets, sought)) => {
                    let sets = sets.iter().map(|(column, term)| (column, term));
                    let values = self.row_of(call, sets, given, tag + 1);
                    let sought = self.sought(sought, given);
                    self.update_table(&name, values, sought);
                }
                Some(Change::Delete(name, sought)) => {
                    let sought = self.sought(sought, given);
                    self.delete_from(&name, sought);
                }
                // What a statement that is not plain puts in is not known.
                None => {
                    for name in sql::filled(&statement) {
                        let table = self.table(&name);
                        self.fill(table, Vid::BOTTOM);
                    }
                }
            }
        }
    }

    /// The names of a table's columns; none where they are not known.
    fn column_names(&mut self, table: Vid) -> Vec<String> {
        let names = self.read_named(table, COLUMN_NAMES);
        let names = self.values.get(names).single_str();
        let names = names.map(|names| self.strings.get(names).split('\0').map(str::to_owned));
        names.map(Iterator::collect).unwrap_or_default()
    }

    /// Values by column, as a call's statement gives them.
    fn row_of<'t>(
        &mut self,
        call: &Invocation<'_>,
        sets: impl Iterator<Item = (&'t String, &'t Term)>,
        given: Vid,
        tag: u8,
    ) -> Vid {
        let class = self.row_class();
        let row = self.allocate(call.at, class, tag);
        let row = self.obj(row);
        for (column, term) in sets {
            let value = match term {
                Term::Text(text) => self.text(text),
                Term::Number(number) => self.values.int(*number),
                Term::Null => Vid::ZERO,
                Term::Given(number) => {
                    let number = self.values.int(*number as i64);
                    let value = self.read_key(given, number);
                    self.unboxed(value)
                }
                Term::Unknown => self.join(Vid::ANY_INT, Vid::ANY_STR),
            };
            let column = self.text(column);
            self.note_keys(row, column);
            self.write_key(row, column, value);
        }
        row
    }

    fn fill(&mut self, table: Vid, values: Vid) {
        let row = self.text(ROW);
        self.write_key(table, row, Vid::ONE);
        self.put_cells(table, values);
    }

    /// What changes rows gives how many there are: those of tables that a condition leaves get new values.
    pub(crate) fn update_rows(
        &mut self,
        call: &Invocation<'_>,
        tables: Vid,
        values: Vid,
        condition: (Vid, Vid),
    ) -> Vid {
        let sought = self.condition(condition);
        let mut rows = Vid::BOTTOM;
        for name in self.names_of(tables) {
            let one = self.update_table(&name, values, sought.clone());
            rows = self.join(rows, one);
        }
        self.there(call, rows)
    }

    /// The same for what removes them.
    pub(crate) fn delete_rows(
        &mut self,
        call: &Invocation<'_>,
        tables: Vid,
        condition: (Vid, Vid),
    ) -> Vid {
        let sought = self.condition(condition);
        let mut rows = Vid::BOTTOM;
        for name in self.names_of(tables) {
            let one = self.delete_from(&name, sought.clone());
            rows = self.join(rows, one);
        }
        self.there(call, rows)
    }

    /// What a condition looks for, with an array of what it compares.
    fn condition(&mut self, (condition, given): (Vid, Vid)) -> Option<(String, String)> {
        let condition = match self.statements(condition).as_slice() {
            [one] => sql::sought(&format!("{WHERE}{one}")),
            _ => None,
        };
        self.sought(condition, given)
    }

    /// The rows of a table that are left by what is sought.
    fn left_of(&mut self, name: &str, sought: Option<&(String, String)>) -> Vid {
        match sought {
            Some((column, value)) => self.rows_where(name, column, value),
            None => self.table(name),
        }
    }

    /// New values for rows of a table; gives those rows.
    fn update_table(&mut self, name: &str, values: Vid, sought: Option<(String, String)>) -> Vid {
        let rows = self.left_of(name, sought.as_ref());
        let whole = self.table(name);
        self.put_cells(whole, values);
        if rows == whole {
            self.put_cells(whole, Vid::BOTTOM);
        } else {
            self.put_cells(rows, values);
            self.put_parts(name, values);
        }
        rows
    }

    /// Removes rows of a table; gives them.
    fn delete_from(&mut self, name: &str, sought: Option<(String, String)>) -> Vid {
        let rows = self.left_of(name, sought.as_ref());
        let whole = self.table(name);
        let slot = Slot::Named(self.strings.intern(REMOVED));
        self.write_slot(whole, slot, Vid::ONE);
        let slot = match rows == whole {
            true => Slot::Named(self.strings.intern(CLEARED)),
            false => slot,
        };
        self.write_slot(rows, slot, Vid::ONE);
        rows
    }

    /// Whether there are rows, as a number.
    fn there(&mut self, call: &Invocation<'_>, tables: Vid) -> Vid {
        let row = self.text(ROW);
        self.stored_in_call(call, tables, row, Vid::ZERO)
    }

    /// What lies in the cells of a table, by column.
    fn cells(&mut self, table: Obj) -> Option<Vid> {
        let Site::Named(name) = self.objects.key(table).site else {
            return None;
        };
        let name = self.strings.get(name).strip_prefix(TABLE)?;
        let cells = format!("{CELLS}{name}");
        (name != UNKNOWN).then(|| self.rows_named(&cells))
    }

    /// Puts values by column into tables; where they are not known, what is in the tables no longer is.
    fn put_cells(&mut self, tables: Vid, values: Vid) {
        let given = self.values.shared(values);
        if given.objs.is_empty() || !given.types.is_empty() {
            let loose = Slot::Named(self.strings.intern(LOOSE));
            return self.write_slot(tables, loose, Vid::ONE);
        }
        for table in self.values.shared(tables).objs.iter().copied() {
            if let Some(cells) = self.cells(table) {
                self.put_all(cells, values);
            }
        }
    }

    /// The number of a column that is known by its name: one that stands for it.
    pub(crate) fn column_index(&mut self, names: Vid) -> Vid {
        let Strs::Set(names) = &self.values.get(names).strs else {
            return self.values.at_least(0);
        };
        let ints = ints_of(names.iter().map(|name| NAMED + i64::from(name.0)));
        self.values.intern(Value {
            ints,
            ..Value::default()
        })
    }

    /// The name of a column of what gives rows, when it can be only one.
    fn column_name(&mut self, rows: Vid, column: Vid) -> Option<Vid> {
        let number = self.values.get(column).single_int()?;
        if let Ok(name) = u32::try_from(number.saturating_sub(NAMED)) {
            return Some(self.values.intern(Value::str(Str(name))));
        }
        let [rows] = self.values.get(rows).objs.as_slice() else {
            return None;
        };
        let Site::Named(name) = self.objects.key(*rows).site else {
            return None;
        };
        let statement = self.strings.get(name).strip_prefix(SELECTED)?;
        let name = sql::column(statement, usize::try_from(number).ok()?)?;
        Some(self.text(&name))
    }

    /// What rows hold in a column: what was put there; of the row that counts others whether there are any; else anything.
    pub(crate) fn cell(&mut self, call: &Invocation<'_>, rows: Vid, column: Vid) -> Vid {
        let anything = self.unknown(self.code.method_return(call.method));
        let held = self.values.shared(rows);
        if held.objs.is_empty() || !held.types.is_empty() {
            return anything;
        }
        let mut result = Vid::BOTTOM;
        for one in held.objs.iter().copied() {
            let one = self.obj(one);
            let value = match (self.column_name(one, column), self.read_named(one, COUNTED)) {
                (Some(name), _) => self.cell_of(call, one, name),
                (None, counted) if counted != Vid::BOTTOM => self.there(call, counted),
                (None, _) => Vid::BOTTOM,
            };
            // No such column was put in so far, or a number that is read as a text.
            if value == Vid::BOTTOM {
                return self.null_gives(call.at, Vid::ZERO, anything);
            }
            result = self.join(result, value);
        }
        result
    }

    /// What the rows hold in a column of that name; nothing when that is not known.
    fn cell_of(&mut self, call: &Invocation<'_>, rows: Vid, name: Vid) -> Vid {
        let tables = self.read_named(rows, ROWS);
        let held = self.values.shared(tables);
        if !held.types.is_empty() || self.read_named(tables, LOOSE) != Vid::BOTTOM {
            return Vid::BOTTOM;
        }
        let mut result = Vid::BOTTOM;
        for table in held.objs.iter().copied() {
            let Some(cells) = self.cells(table) else {
                return Vid::BOTTOM;
            };
            let one = self.stored_in_call(call, cells, name, Vid::BOTTOM);
            if one == Vid::BOTTOM {
                return Vid::BOTTOM;
            }
            result = self.join(result, one);
        }
        result
    }
}
