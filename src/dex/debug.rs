//! Debug information: line table, parameter names, source file.

use super::bytes::Cursor;

/// The debug information of one body.
#[derive(Debug, Clone, Copy)]
pub struct Debug<'a> {
    line: u32,
    parameters: u32,
    body: Cursor<'a>,
}

/// One row of the line table: from `pc` on, until the next row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Code unit.
    pub pc: u32,
    /// Line in the source file, from 1 (obfuscators write what they like).
    pub line: u32,
    /// Source file, a string index, when it is not the class's.
    pub file: Option<u32>,
}

impl<'a> Debug<'a> {
    pub(crate) fn read(data: &'a [u8], at: u32) -> Option<Self> {
        if at == 0 {
            return None;
        }
        let mut body = Cursor::new(data, at)?;
        Some(Self {
            line: body.uleb()?,
            parameters: body.uleb()?,
            body,
        })
    }

    /// Names of the parameters (`this` left out), string indexes; `None` for one without a name.
    pub fn parameters(&self) -> impl Iterator<Item = Option<u32>> + use<'a> {
        let mut cursor = self.body;
        (0..self.parameters).map_while(move |_| cursor.uleb_p1())
    }

    /// The line table, in order of `pc` as the file has it. Ends with the program or with the file.
    pub fn lines(&self) -> impl Iterator<Item = Line> + use<'a> {
        let mut cursor = self.body;
        let named = (0..self.parameters).all(|_| cursor.uleb().is_some());
        let mut state = Line {
            pc: 0,
            line: self.line,
            file: None,
        };
        std::iter::from_fn(move || {
            if !named {
                return None;
            }
            loop {
                match cursor.u8()? {
                    0x00 => return None,
                    0x01 => state.pc = state.pc.wrapping_add(cursor.uleb()?),
                    0x02 => state.line = state.line.wrapping_add_signed(cursor.sleb()?),
                    // start_local, start_local_extended: register, name, type (, signature)
                    op @ (0x03 | 0x04) => {
                        for _ in 0..=op - 1 {
                            cursor.uleb()?;
                        }
                    }
                    0x05 | 0x06 => {
                        cursor.uleb()?;
                    }
                    0x07 | 0x08 => {}
                    0x09 => state.file = cursor.uleb_p1()?,
                    special => {
                        let step = u32::from(special - 0x0a);
                        state.pc = state.pc.wrapping_add(step / 15);
                        state.line = state.line.wrapping_add(step % 15).wrapping_sub(4);
                        return Some(state);
                    }
                }
            }
        })
    }

    /// The row that covers `pc`.
    pub fn line_at(&self, pc: u32) -> Option<Line> {
        self.lines().take_while(|line| line.pc <= pc).last()
    }
}
