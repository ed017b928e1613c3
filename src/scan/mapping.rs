//! R8's and ProGuard's `mapping.txt`: the names of the source in place of those of the build, in everything a scan tells.
//! Code that an obfuscator moved belongs to whom its name in the source says, so that fingerprints survive a rebuild that
//! renames it otherwise.

use std::collections::BTreeMap;

use proguard::{ProguardMapper, ProguardMapping, StackFrame};

use super::Scan;
use crate::checks::{Edge, Evidence, Finding, Frame, Location};
use crate::knowledge::{Knowledge, Text};
use crate::sdk::ByName;

/// A mapping, read.
#[derive(Debug)]
pub struct Mapping<'m> {
    mapper: ProguardMapper<'m>,
}

impl<'m> Mapping<'m> {
    /// Reads a file's bytes. The error is one sentence.
    pub fn parse(bytes: &'m [u8]) -> Result<Self, String> {
        let mapping = ProguardMapping::new(bytes);
        if !mapping.is_valid() {
            return Err("this is no mapping of R8 or ProGuard: it names no class".to_owned());
        }
        Ok(Self {
            mapper: ProguardMapper::new(mapping),
        })
    }

    /// Puts the names of the source into a scan.
    pub fn apply(&self, scan: &mut Scan, knowledge: &Knowledge) {
        let app = scan.app.clone().unwrap_or_default();
        let entries = app.launchers.iter().chain(&app.application);
        let names = ByName::new(&app.package, entries.map(String::as_str), &knowledge.sdks);
        for row in scan.personal_data.iter_mut().flatten() {
            row.chain = self.chain(&row.chain, &names);
            if let Some(last) = row.chain.last() {
                row.owner.clone_from(&last.owner);
            }
        }
        for user in scan.permissions.iter_mut().flat_map(|p| &mut p.users) {
            let (class, method) = self.member(&user.class, &user.method);
            user.owner = owner(&user.owner, &user.class, &class, &names);
            (user.class, user.method) = (class, method);
        }
        for finding in &mut scan.findings {
            self.finding(finding, &names);
        }
        for text in scan.scenes.iter_mut().flat_map(|scene| &mut scene.about) {
            *text = self.text(text, &BTreeMap::new());
        }
    }

    fn finding(&self, finding: &mut Finding, names: &ByName<'_>) {
        // What a text says as `class.method`: by itself it does not tell where the class ends.
        let mut members = BTreeMap::new();
        let places = finding.evidence.iter().filter_map(|e| e.location.as_ref());
        let named = places
            .chain(&finding.location)
            .chain(&finding.condition)
            .filter_map(|location| match location {
                Location::Code { class, method, .. } => Some((class, method)),
                Location::Entry { .. } => None,
            });
        let named = named.chain(finding.chain.iter().map(|f| (&f.class, &f.method)));
        for (class, method) in named {
            let (to_class, to_method) = self.member(class, method);
            let short = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
            // Texts may use the simple name of a class too.
            members.insert(
                format!("{}.{method}", short(class)),
                format!("{}.{to_method}", short(&to_class)),
            );
            members.insert(
                format!("{class}.{method}"),
                format!("{to_class}.{to_method}"),
            );
        }
        for text in [&mut finding.title, &mut finding.message, &mut finding.fix] {
            *text = self.text(text, &members);
        }
        for Evidence {
            value, location, ..
        } in &mut finding.evidence
        {
            *value = self.line(value, &members);
            *location = location.take().map(|location| self.location(location));
        }
        if let Some(Location::Code { class: before, .. }) = finding.location.clone() {
            finding.location = finding.location.take().map(|l| self.location(l));
            if let Some(Location::Code { class, .. }) = &finding.location {
                finding.owner = owner(&finding.owner, &before, class, names);
            }
        }
        finding.condition = finding.condition.take().map(|l| self.location(l));
        finding.chain = self.chain(&finding.chain, names);
        for other in &mut finding.ways.others {
            *other = self.chain(other, names);
        }
    }

    /// The class and method of the source.
    fn member(&self, class: &str, method: &str) -> (String, String) {
        if let Some((class, method)) = self.mapper.remap_method(class, method) {
            return (class.to_owned(), method.to_owned());
        }
        let class = self.mapper.remap_class(class).unwrap_or(class);
        (class.to_owned(), method.to_owned())
    }

    /// The frames of the source for one of the build, outermost first: inlined methods come back.
    fn frames(&self, class: &str, method: &str, line: Option<u32>) -> Vec<Place> {
        let mut found = Vec::new();
        if let Some(line) = line {
            let frame = StackFrame::new(class, method, line as usize);
            found = self
                .mapper
                .remap_frame(&frame)
                .map(|frame| Place {
                    class: frame.class().to_owned(),
                    method: frame.method().to_owned(),
                    file: frame.file().map(str::to_owned),
                    line: frame
                        .line()
                        .and_then(|line| u32::try_from(line).ok())
                        .filter(|line| *line > 0),
                })
                .collect();
            found.reverse();
        }
        if found.is_empty() {
            let (class, method) = self.member(class, method);
            found.push(Place {
                class,
                method,
                file: None,
                line,
            });
        }
        found
    }

    fn chain(&self, chain: &[Frame], names: &ByName<'_>) -> Vec<Frame> {
        let mut mapped = Vec::with_capacity(chain.len());
        for frame in chain {
            let places = self.frames(&frame.class, &frame.method, frame.line);
            let last = places.len() - 1;
            for (at, place) in places.into_iter().enumerate() {
                mapped.push(Frame {
                    original: frame
                        .original
                        .clone()
                        .filter(|_| place.class == frame.class),
                    owner: owner(&frame.owner, &frame.class, &place.class, names),
                    class: place.class,
                    method: place.method,
                    // The descriptor is that of the method that is still there.
                    descriptor: if at == 0 || last == 0 {
                        self.descriptor(&frame.descriptor)
                    } else {
                        String::new()
                    },
                    file: place.file.or_else(|| frame.file.clone()),
                    line: place.line,
                    edge: if at == 0 { frame.edge } else { Edge::Call },
                });
            }
        }
        mapped
    }

    fn location(&self, location: Location) -> Location {
        let Location::Code {
            class,
            method,
            descriptor,
            file,
            line,
        } = location
        else {
            return location;
        };
        // The innermost frame is where it stands in the source.
        let place = self.frames(&class, &method, line).pop();
        let Some(place) = place else {
            return Location::Code {
                class,
                method,
                descriptor,
                file,
                line,
            };
        };
        Location::Code {
            class: place.class,
            method: place.method,
            descriptor: self.descriptor(&descriptor),
            file: place.file.or(file),
            line: place.line,
        }
    }

    /// Every class of a descriptor.
    fn descriptor(&self, descriptor: &str) -> String {
        let mut text = String::with_capacity(descriptor.len());
        let mut rest = descriptor;
        while let Some((before, after)) = rest.split_once('L') {
            text.push_str(before);
            let Some((name, tail)) = after.split_once(';') else {
                break;
            };
            let class = name.replace('/', ".");
            let class = self.mapper.remap_class(&class).unwrap_or(&class);
            text.push('L');
            text.push_str(&class.replace('.', "/"));
            text.push(';');
            rest = tail;
        }
        text.push_str(rest);
        text
    }

    fn text(&self, text: &Text, members: &BTreeMap<String, String>) -> Text {
        Text::new(self.line(&text.zh, members), self.line(&text.en, members))
    }

    /// Names of classes and members inside a text. A name without a dot is a word, and stays.
    fn line(&self, text: &str, members: &BTreeMap<String, String>) -> String {
        let is_name =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '$' | '<' | '>');
        let mut mapped = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_name) {
            let (before, after) = rest.split_at(start);
            let end = after.find(|c| !is_name(c)).unwrap_or(after.len());
            let (token, tail) = after.split_at(end);
            mapped.push_str(before);
            // A sentence may end right behind a name.
            let name = token.trim_end_matches('.');
            let dots = token.get(name.len()..).unwrap_or_default();
            match members.get(name) {
                Some(member) => mapped.push_str(member),
                None if name.contains('.') => {
                    mapped.push_str(self.mapper.remap_class(name).unwrap_or(name));
                }
                None => mapped.push_str(name),
            }
            mapped.push_str(dots);
            rest = tail;
        }
        mapped.push_str(rest);
        mapped
    }
}

/// The owner of a class that a mapping renames. An SDK that the package shows stays: its shape or its names told.
fn owner(told: &str, before: &str, class: &str, names: &ByName<'_>) -> String {
    let open = told == "app" || told.starts_with("unknown:");
    match open && before != class {
        true => names.owner_of(class).to_string(),
        false => told.to_owned(),
    }
}

/// A place in the source.
struct Place {
    class: String,
    method: String,
    file: Option<String>,
    line: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = b"# compiler: R8\n\
        com.example.Reader -> a.b:\n\
        # {\"id\":\"sourceFile\",\"fileName\":\"Reader.kt\"}\n\
        \x20   1:1:java.lang.String com.example.Device.imei():41:41 -> a\n\
        \x20   1:1:void read(com.example.Reader):12 -> a\n\
        com.example.Device -> a.c:\n";

    #[test]
    fn frames_of_the_source_come_back() {
        let mapping = Mapping::parse(TEXT).unwrap();
        let frame = Frame {
            class: "a.b".to_owned(),
            method: "a".to_owned(),
            descriptor: "(La/c;[La/b;I)V".to_owned(),
            file: Some("SourceFile".to_owned()),
            line: Some(1),
            edge: Edge::Thread,
            owner: "app".to_owned(),
            original: None,
        };
        let names = ByName::new("com.example", std::iter::empty(), &[]);
        let chain = mapping.chain(&[frame], &names);
        let told: Vec<_> = chain
            .iter()
            .map(|f| (f.class.as_str(), f.method.as_str(), f.line, f.edge))
            .collect();
        assert_eq!(
            told,
            [
                ("com.example.Reader", "read", Some(12), Edge::Thread),
                ("com.example.Device", "imei", Some(41), Edge::Call)
            ]
        );
        assert_eq!(chain[0].file.as_deref(), Some("Reader.kt"));
        assert_eq!(
            chain[0].descriptor,
            "(Lcom/example/Device;[Lcom/example/Reader;I)V"
        );
        let mut members = BTreeMap::new();
        members.insert("a.b.a".to_owned(), "com.example.Reader.read".to_owned());
        assert_eq!(
            mapping.line("a.b.a 读取 a word; a.c.", &members),
            "com.example.Reader.read 读取 a word; com.example.Device."
        );
    }

    #[test]
    fn something_else_is_refused() {
        assert!(Mapping::parse(b"<html>").is_err());
        assert!(Mapping::parse(b"").is_err());
    }
}
