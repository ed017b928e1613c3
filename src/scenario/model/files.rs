//! Files and folders: which of the app's own are there, and what lies in them.

use crate::knowledge::model::Expr;
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::Slot;
use crate::scenario::engine::value::{Strs, Vid};

/// Where files may be that the app did not make.
const FOREIGN_PATHS: &[&str] = &[
    "/system",
    "/vendor",
    "/proc",
    "/sys",
    "/dev",
    "/sbin",
    "/su",
    "/data/local",
    "/sdcard",
    "/storage",
    "/mnt",
    "/etc",
    "/product",
    "/cache",
    "/apex",
];
/// Slot of a file or folder that this run made, and of a folder in which it made something.
pub(super) const EXISTS: &str = "exists";
const FILLED: &str = "filled";
/// Path that stands for all that are not known.
const SOMEWHERE: &str = "?";

impl Engine<'_, '_> {
    /// The files of paths, told apart by path; nothing for an unknown path.
    pub(crate) fn files(&mut self, paths: Vid) -> Vid {
        match (
            &self.values.get(paths).strs,
            self.code.class_named("java.io.File"),
        ) {
            (Strs::Set(_), Some(file)) => self.named(paths, file),
            _ => Vid::BOTTOM,
        }
    }

    /// Whether a file can be opened for reading: not when it is an own one that this run did not make.
    pub(crate) fn readable(&mut self, file: Vid) -> Vid {
        let path = self.read_named(file, "path");
        let known = matches!(self.values.get(path).strs, Strs::Set(_));
        if known && self.values.get(file).types.is_empty() {
            self.exists(file)
        } else {
            Vid::BOOL
        }
    }

    /// Whether a file is there: own ones only when this run made them, the system's perhaps.
    pub(crate) fn exists(&mut self, file: Vid) -> Vid {
        let path = self.read_named(file, "path");
        let foreign = self.is_foreign(path);
        if foreign || !self.assume.empty_storage {
            return Vid::BOOL;
        }
        let slot = Slot::Named(self.strings.intern(EXISTS));
        let mut made = self.read_slot(file, slot);
        // The same file by another object: what was made under the path.
        let files = self.files(path);
        let there = self.read_slot(files, slot);
        made = self.join(made, there);
        self.join(made, Vid::ZERO)
    }

    /// What is in a folder: nothing in an own one in which this run made nothing.
    pub(crate) fn listing(&mut self, call: &Invocation<'_>, folder: Vid, tag: u8) -> Vid {
        let returns = self.code.method_return(call.method);
        let path = self.read_named(folder, "path");
        let empty = match self.readable(folder) {
            Vid::ZERO => true,
            _ => {
                self.is_own(path)
                    && self.values.get(folder).types.is_empty()
                    && !self.is_filled(path)
            }
        };
        if !empty {
            return self.unknown(returns);
        }
        let array = self.allocate(call.at, returns, tag + 1);
        let array = self.obj(array);
        self.write_length(array, Vid::ZERO);
        self.join(array, Vid::ZERO)
    }

    /// A file or folder is made: the folders that it lies in are there, and no longer empty.
    pub(crate) fn fill_folders(&mut self, call: &Invocation<'_>, of: &Expr, made: Vid) {
        let holder = match of {
            Expr::Function(name, args) if name == "file" => match args.first() {
                Some(Expr::Slot(file, _)) => self.eval(call, file, 5),
                _ => Vid::BOTTOM,
            },
            _ => made,
        };
        let paths = match of {
            Expr::Function(_, args) if holder == Vid::BOTTOM => {
                let path = args.first().map(|path| self.eval(call, path, 5));
                path.unwrap_or(Vid::BOTTOM)
            }
            _ => self.read_named(holder, "path"),
        };
        let mut folders: Vec<String> = match &self.values.get(paths).strs {
            Strs::Set(set) => set
                .iter()
                .flat_map(|path| above(self.strings.get(*path)))
                .collect(),
            Strs::None => Vec::new(),
            // Of a file whose own name is not known the folder may be.
            Strs::Any => {
                let folder = self.read_named(holder, "folder");
                match &self.values.get(folder).strs {
                    Strs::Set(set) => {
                        let within =
                            |path: &str| above(path).chain([path.to_owned()]).collect::<Vec<_>>();
                        set.iter()
                            .flat_map(|path| within(self.strings.get(*path)))
                            .collect()
                    }
                    _ => vec![SOMEWHERE.to_owned()],
                }
            }
        };
        folders.sort_unstable();
        folders.dedup();
        let slots = [EXISTS, FILLED].map(|name| Slot::Named(self.strings.intern(name)));
        for folder in folders {
            let path = self.text(&folder);
            let folder = self.files(path);
            for slot in slots {
                self.write_slot(folder, slot, Vid::ONE);
            }
        }
    }

    fn read_named(&mut self, of: Vid, name: &str) -> Vid {
        let slot = Slot::Named(self.strings.intern(name));
        self.read_slot(of, slot)
    }

    /// Whether some of these paths lead out of the app's own folders.
    fn is_foreign(&self, paths: Vid) -> bool {
        let (paths, _) = self.values.get(paths).strings();
        paths.iter().any(|path| {
            let path = self.strings.get(*path);
            FOREIGN_PATHS.iter().any(|root| path.starts_with(root))
        })
    }

    /// Whether these paths are known and the app's own, which held nothing before it was started.
    fn is_own(&self, paths: Vid) -> bool {
        let known = matches!(self.values.get(paths).strs, Strs::Set(_));
        self.assume.empty_storage && known && !self.is_foreign(paths)
    }

    /// Whether this run may have made something in the folders of these paths.
    fn is_filled(&mut self, paths: Vid) -> bool {
        let slot = Slot::Named(self.strings.intern(FILLED));
        let somewhere = self.text(SOMEWHERE);
        for paths in [paths, somewhere] {
            let folders = self.files(paths);
            if self.read_slot(folders, slot) != Vid::BOTTOM {
                return true;
            }
        }
        false
    }
}

/// The folders that a path lies in, nearest first.
fn above(path: &str) -> impl Iterator<Item = String> + '_ {
    path.rmatch_indices('/')
        .map(|(at, _)| path[..at].to_owned())
}
