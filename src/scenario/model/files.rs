//! Files and folders: which of the app's own are there, and what lies in them.

use crate::knowledge::model::Expr;
use crate::scenario::engine::Engine;
use crate::scenario::engine::call::Invocation;
use crate::scenario::engine::heap::Slot;
use crate::scenario::engine::value::{Strs, Value, Vid};

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
/// The installer may put native libraries below an own folder.
const LIBRARIES: &str = "/data/data/app/lib";
/// Slot of a file or folder that this run made, and of a folder for the names of what it made in it.
pub(crate) const EXISTS: &str = "exists";
const MADE: &str = "made";
/// Slots of a file for its path, and for the folder that it lies in.
const PATH: &str = "path";
const FOLDER: &str = "folder";
/// Path that stands for all that are not known.
const SOMEWHERE: &str = "?";
/// Bytes of a path, and folders above it, that are looked at.
const PATH_BYTES: usize = 512;
const FOLDERS: usize = 16;

impl Engine<'_, '_> {
    /// The files of paths, told apart by path; nothing for an unknown path.
    pub(crate) fn files(&mut self, paths: Vid) -> Vid {
        if !matches!(self.values.get(paths).strs, Strs::Set(_)) {
            return Vid::BOTTOM;
        }
        // A program that opens files by their names alone need not name the class.
        let file = self.code.class_named("java.io.File");
        self.named(paths, file.unwrap_or(self.code.object()))
    }

    /// The same, and they say where they are.
    fn files_at(&mut self, paths: Vid) -> Vid {
        let Strs::Set(known) = self.values.get(paths).strs.clone() else {
            return Vid::BOTTOM;
        };
        let slot = Slot::Named(self.strings.intern(PATH));
        let mut files = Vid::BOTTOM;
        for path in known {
            let path = self.values.intern(Value::str(path));
            let file = self.files(path);
            self.write_slot(file, slot, path);
            files = self.join(files, file);
        }
        files
    }

    /// Whether a file can be opened for reading: not when it is an own one that this run did not make. One of an earlier run only when
    /// it is known what was left in it: else what comes of reading it would be a guess.
    pub(crate) fn readable(&mut self, call: &Invocation<'_>, file: Vid) -> Vid {
        let path = self.read_named(file, PATH);
        let known = matches!(self.values.get(path).strs, Strs::Set(_));
        if !known || !self.values.get(file).types.is_empty() {
            return Vid::BOOL;
        }
        match self.past.left.is_some() && !self.is_known_of(call, path) {
            true => self.made_now(file, path),
            false => self.exists(call, file),
        }
    }

    /// Whether a file is there: own ones only when this run made them, or an earlier one did; the system's perhaps.
    pub(crate) fn exists(&mut self, call: &Invocation<'_>, file: Vid) -> Vid {
        let path = self.read_named(file, PATH);
        let foreign = self.is_foreign(path);
        if foreign || !self.assume.empty_storage {
            return Vid::BOOL;
        }
        let slot = Slot::Named(self.strings.intern(EXISTS));
        // Earlier runs left it under its path: what made it there made others, too, where a helper makes the objects.
        let of = self.kept_as(file, path);
        let objs = self.values.get(of).objs.clone();
        let mut left = objs.iter().map(|obj| {
            self.left_at(*obj, slot, call.at.ctx)
                .is_some_and(|left| left != Vid::ZERO)
        });
        if !objs.is_empty() && left.all(|left| left) {
            return Vid::ONE;
        }
        self.made_now(file, path)
    }

    /// Whether this run made a file.
    fn made_now(&mut self, file: Vid, path: Vid) -> Vid {
        if self.is_foreign(path) {
            return Vid::BOOL;
        }
        let slot = Slot::Named(self.strings.intern(EXISTS));
        let of = self.kept_as(file, path);
        let made = self.read_slot(of, slot);
        self.join(made, Vid::ZERO)
    }

    /// What stands for a file whoever makes or deletes it: the one of its path, where that is known.
    fn kept_as(&mut self, file: Vid, path: Vid) -> Vid {
        match self.files(path) {
            Vid::BOTTOM => file,
            files => files,
        }
    }

    /// What is in a folder: of an own one what this run made in it.
    pub(crate) fn listing(&mut self, call: &Invocation<'_>, folder: Vid, tag: u8) -> Vid {
        let returns = self.code.method_return(call.method);
        let path = self.read_named(folder, PATH);
        let made = match self.readable(call, folder) {
            Vid::ZERO => Some(Vid::BOTTOM),
            _ if self.values.get(folder).types.is_empty() && self.is_own(path) => {
                self.made_in(path)
            }
            _ => None,
        };
        let element = self.code.element_type(returns);
        let files = element != self.code.string();
        let within = match self.values.get(path).strs {
            Strs::Set(_) => path,
            // What lies deeper lies in the same folder.
            _ => self.read_named(folder, FOLDER),
        };
        if made.is_none() && !(files && matches!(self.values.get(within).strs, Strs::Set(_))) {
            return self.unknown(returns);
        }
        let array = self.allocate(call.at, returns, tag + 1);
        let array = self.obj(array);
        match made {
            Some(Vid::BOTTOM) => self.write_length(array, Vid::ZERO),
            Some(made) if files => {
                let within = self.text("/");
                let within = self.concat(path, within);
                let paths = self.concat(within, made);
                let files = self.files_at(paths);
                self.write_elements(array, files);
            }
            Some(made) => self.write_elements(array, made),
            // Some files, of which only the folder is known.
            None => {
                let file = self.allocate(call.at, element, tag + 2);
                let file = self.obj(file);
                for (slot, value) in [(PATH, Vid::ANY_STR), (FOLDER, within)] {
                    let slot = Slot::Named(self.strings.intern(slot));
                    self.write_slot(file, slot, value);
                }
                self.write_elements(array, file);
            }
        }
        self.join(array, Vid::ZERO)
    }

    /// A file or folder is made: the folders that it lies in are there, and no longer empty.
    pub(crate) fn fill_folders(&mut self, call: &Invocation<'_>, of: &Expr, made: Vid) {
        let named = match of {
            Expr::Function(name, args) if name == "file" => args.first(),
            _ => None,
        };
        let (holder, paths) = match named {
            Some(Expr::Slot(file, _)) => {
                let file = self.eval(call, file, 5);
                (file, self.read_named(file, PATH))
            }
            Some(path) => (Vid::BOTTOM, self.eval(call, path, 5)),
            None => (made, self.read_named(made, PATH)),
        };
        let mut within: Vec<(String, Option<String>)> = match &self.values.get(paths).strs {
            Strs::Set(set) => {
                let known = set.iter().flat_map(|path| above(self.strings.get(*path)));
                known.map(|(folder, name)| (folder, Some(name))).collect()
            }
            Strs::None => Vec::new(),
            // Of a file whose own name is not known the folder may be.
            Strs::Any | Strs::Written(_) => {
                let folder = self.read_named(holder, FOLDER);
                match &self.values.get(folder).strs {
                    Strs::Set(set) => {
                        let folders = set.iter().map(|folder| self.strings.get(*folder));
                        let known = folders.clone().flat_map(above);
                        let known = known.map(|(folder, name)| (folder, Some(name)));
                        known
                            .chain(folders.map(|folder| (folder.to_owned(), None)))
                            .collect()
                    }
                    _ => vec![(SOMEWHERE.to_owned(), None)],
                }
            }
        };
        within.sort_unstable();
        within.dedup();
        let slots = [EXISTS, MADE].map(|name| Slot::Named(self.strings.intern(name)));
        for (folder, name) in within {
            let path = self.text(&folder);
            let folder = self.files(path);
            let name = match name {
                Some(name) => self.text(&name),
                None => Vid::ANY_STR,
            };
            for (slot, value) in slots.into_iter().zip([Vid::ONE, name]) {
                self.write_slot(folder, slot, value);
            }
        }
    }

    /// Whether some of these paths lead out of the app's own folders, or to what the installer put there.
    fn is_foreign(&self, paths: Vid) -> bool {
        let (paths, _) = self.values.get(paths).strings();
        paths.iter().any(|path| {
            let path = self.strings.get(*path);
            let libraries = path.strip_prefix(LIBRARIES);
            libraries.is_some_and(|below| below.is_empty() || below.starts_with('/'))
                || FOREIGN_PATHS.iter().any(|root| path.starts_with(root))
        })
    }

    /// Whether these paths are known and the app's own, which held nothing before it was started.
    pub(super) fn is_own(&self, paths: Vid) -> bool {
        let known = matches!(self.values.get(paths).strs, Strs::Set(_));
        self.assume.empty_storage && known && !self.is_foreign(paths)
    }

    /// The names of what this run made in the folders of these paths; `None` where some of them are not known.
    fn made_in(&mut self, paths: Vid) -> Option<Vid> {
        let slot = Slot::Named(self.strings.intern(MADE));
        let somewhere = self.text(SOMEWHERE);
        let mut names = Vid::BOTTOM;
        for paths in [paths, somewhere] {
            let folders = self.files(paths);
            let here = self.read_slot(folders, slot);
            names = self.join(names, here);
        }
        (self.values.get(names).strs != Strs::Any).then_some(names)
    }
}

/// The folders that a path lies in, nearest first, each with what of the path lies in it. A path may be anything: of one that is
/// too long there are none, and not all of one that is too deep.
fn above(path: &str) -> impl Iterator<Item = (String, String)> + '_ {
    let path = if path.len() > PATH_BYTES { "" } else { path };
    path.rmatch_indices('/').take(FOLDERS).map(|(at, _)| {
        let (folder, rest) = (&path[..at], &path[at + 1..]);
        let name = rest.split('/').next().unwrap_or(rest);
        (folder.to_owned(), name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_above_a_path_are_few() {
        let names = |path: &str| above(path).collect::<Vec<_>>();
        let pair = |folder: &str, name: &str| (folder.to_owned(), name.to_owned());
        assert_eq!(
            names("/data/a/b"),
            [pair("/data/a", "b"), pair("/data", "a"), pair("", "data")]
        );
        assert_eq!(names(&"/x".repeat(100)).len(), FOLDERS);
        assert!(names(&"/".repeat(60_000)).is_empty());
        assert!(names("plain").is_empty());
    }
}
