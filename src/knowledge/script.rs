//! Parses the scripts of the framework model; [`super::model`] tells what they mean.

use super::model::{Component, Expr, FUNCTIONS, How, Rule, Run, Statement};

/// Parses one rule from its class, key and script. The error is a sentence.
pub fn rule(class: &str, key: &str, script: &str) -> Result<Rule, String> {
    let (method, params) = match key.split_once('(') {
        None => (key, None),
        Some((method, rest)) => {
            let list = rest
                .strip_suffix(')')
                .ok_or(format!("`{key}` lacks its closing `)`"))?;
            let params = list
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty());
            (method, Some(params.map(str::to_owned).collect()))
        }
    };
    let mut parser = Parser {
        tokens: tokens(script)?,
        at: 0,
    };
    let script = parser.script()?;
    Ok(Rule {
        class: class.to_owned(),
        method: method.to_owned(),
        params,
        script,
    })
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Mark(char),
}

fn tokens(script: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = script.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            let (text, after) = rest[1..]
                .split_once('\'')
                .ok_or("a text lacks its closing quote".to_owned())?;
            tokens.push(Token::Text(text.to_owned()));
            rest = after;
        } else if first.is_alphanumeric() || matches!(first, '_' | '$' | '-' | '<') {
            let word = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '-' | '<' | '>'));
            let end = rest.find(word).unwrap_or(rest.len());
            tokens.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        } else if matches!(first, '.' | ',' | '(' | ')' | '[' | ']' | '=' | ';') {
            tokens.push(Token::Mark(first));
            rest = &rest[1..];
        } else {
            return Err(format!("`{first}` means nothing here"));
        }
        rest = rest.trim_start();
    }
    Ok(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn script(&mut self) -> Result<Vec<Statement>, String> {
        let mut script = Vec::new();
        while self.at < self.tokens.len() {
            script.push(self.statement()?);
            if self.at < self.tokens.len() {
                self.expect(';')?;
            }
        }
        Ok(script)
    }

    fn statement(&mut self) -> Result<Statement, String> {
        let how = match self.peek_word() {
            Some("return") => {
                self.at += 1;
                return Ok(Statement::Return(self.expr()?));
            }
            Some("start") => {
                self.at += 1;
                let word = self.word()?;
                let kind = Component::from_word(&word)
                    .ok_or(format!("`{word}` is no kind of component"))?;
                return Ok(Statement::Start(kind, self.expr()?));
            }
            Some("pending") => {
                self.at += 1;
                let of = self.arguments()?;
                let by = self.peek_word() == Some("by");
                self.at += usize::from(by);
                let by = by.then(|| self.type_name()).transpose()?;
                return Ok(Statement::Pending(of, by));
            }
            Some("undo") => {
                self.at += 1;
                return Ok(Statement::Undo(self.arguments()?));
            }
            Some("take_out") => {
                self.at += 1;
                return Ok(Statement::TakeOut(self.arguments()?));
            }
            Some("call") => How::Call,
            Some("posted") => How::Posted,
            Some("thread") => How::Thread,
            Some("callback") => How::Callback,
            Some("person") => How::Person,
            Some("answer") if matches!(self.tokens.get(self.at + 1), Some(Token::Word(_))) => {
                How::Answer
            }
            _ => {
                let place = self.expr()?;
                if !matches!(place, Expr::Slot(..) | Expr::Element(_) | Expr::Keyed(..)) {
                    return Err("only a slot or an element can be assigned to".to_owned());
                }
                self.expect('=')?;
                return Ok(Statement::Store(place, self.expr()?));
            }
        };
        self.at += 1;
        // The last `.name(` of the expression is the method that is run.
        let on = self.primary()?;
        let (on, method) = self.target(on)?;
        let args = self.arguments()?;
        Ok(Statement::Run(Run {
            how,
            on,
            method,
            args,
        }))
    }

    fn target(&mut self, mut on: Expr) -> Result<(Expr, String), String> {
        loop {
            if self.tokens.get(self.at) == Some(&Token::Mark('.')) {
                if self.tokens.get(self.at + 2) == Some(&Token::Mark('(')) {
                    self.at += 1;
                    return Ok((on, self.word()?));
                }
            } else if self.tokens.get(self.at) != Some(&Token::Mark('[')) {
                return Err("expected `.method(…)`".to_owned());
            }
            on = self.postfix(on)?;
        }
    }

    fn expr(&mut self) -> Result<Expr, String> {
        let mut expr = self.primary()?;
        while matches!(self.tokens.get(self.at), Some(Token::Mark('.' | '['))) {
            expr = self.postfix(expr)?;
        }
        Ok(expr)
    }

    fn postfix(&mut self, on: Expr) -> Result<Expr, String> {
        if self.tokens.get(self.at) == Some(&Token::Mark('.')) {
            self.at += 1;
            return Ok(Expr::Slot(Box::new(on), self.word()?));
        }
        self.expect('[')?;
        if self.tokens.get(self.at) == Some(&Token::Mark(']')) {
            self.at += 1;
            return Ok(Expr::Element(Box::new(on)));
        }
        let key = self.expr()?;
        self.expect(']')?;
        Ok(Expr::Keyed(Box::new(on), Box::new(key)))
    }

    fn primary(&mut self) -> Result<Expr, String> {
        if let Some(Token::Text(text)) = self.tokens.get(self.at) {
            let text = text.clone();
            self.at += 1;
            return Ok(Expr::Str(text));
        }
        let word = self.word()?;
        if let Some(number) = word.strip_prefix("arg").and_then(|n| n.parse().ok()) {
            return Ok(Expr::Arg(number));
        }
        match word.as_str() {
            "this" => return Ok(Expr::This),
            "null" | "false" => return Ok(Expr::Int(0)),
            "true" => return Ok(Expr::Int(1)),
            _ => {}
        }
        if let Ok(number) = word.parse() {
            return Ok(Expr::Int(number));
        }
        if !FUNCTIONS.contains(&word.as_str()) {
            return Err(format!("`{word}` is neither an expression nor a function"));
        }
        let typed = matches!(
            word.as_str(),
            "any" | "new" | "one" | "some" | "made" | "only"
        );
        let mut args = Vec::new();
        if self.tokens.get(self.at) == Some(&Token::Mark('(')) {
            if typed {
                self.at += 1;
                args.push(Expr::Type(self.type_name()?));
                if word == "only" {
                    self.expect(',')?;
                    args.push(self.expr()?);
                }
                self.expect(')')?;
            } else {
                args = self.arguments()?;
            }
        }
        Ok(Expr::Function(word, args))
    }

    fn type_name(&mut self) -> Result<String, String> {
        let mut name = self.word()?;
        while self.tokens.get(self.at) == Some(&Token::Mark('.')) {
            self.at += 1;
            name.push('.');
            name.push_str(&self.word()?);
        }
        Ok(name)
    }

    fn arguments(&mut self) -> Result<Vec<Expr>, String> {
        self.expect('(')?;
        let mut args = Vec::new();
        while self.tokens.get(self.at) != Some(&Token::Mark(')')) {
            args.push(self.expr()?);
            if self.tokens.get(self.at) == Some(&Token::Mark(',')) {
                self.at += 1;
            } else if self.tokens.get(self.at) != Some(&Token::Mark(')')) {
                return Err("expected `,` or `)`".to_owned());
            }
        }
        self.at += 1;
        Ok(args)
    }

    fn peek_word(&self) -> Option<&str> {
        match self.tokens.get(self.at) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn word(&mut self) -> Result<String, String> {
        match self.tokens.get(self.at) {
            Some(Token::Word(word)) => {
                let word = word.clone();
                self.at += 1;
                Ok(word)
            }
            Some(other) => Err(format!("expected a name, found {other:?}")),
            None => Err("the script ends too early".to_owned()),
        }
    }

    fn expect(&mut self, mark: char) -> Result<(), String> {
        if self.tokens.get(self.at) == Some(&Token::Mark(mark)) {
            self.at += 1;
            return Ok(());
        }
        Err(format!("expected `{mark}`"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_parse() {
        let post = rule(
            "android.os.Handler",
            "post(Runnable)",
            "posted arg1.run(); return true",
        );
        let post = post.unwrap();
        assert_eq!(post.params, Some(vec!["Runnable".to_owned()]));
        assert_eq!(post.script.len(), 2);
        let put = rule(
            "x.Editor",
            "putBoolean",
            "this.prefs[arg1] = arg2; return this",
        )
        .unwrap();
        assert!(matches!(
            put.script[0],
            Statement::Store(Expr::Keyed(..), Expr::Arg(2))
        ));
        let get = rule(
            "x.P",
            "get",
            "return stored(this, arg1, new(java.lang.String))",
        )
        .unwrap();
        assert!(
            matches!(&get.script[0], Statement::Return(Expr::Function(name, _)) if name == "stored")
        );
        assert!(rule("x", "y", "return frobnicate(arg1)").is_err());
        let pending = rule(
            "x",
            "start",
            "pending(arg1) by java.util.TimerTask; posted arg1.run()",
        );
        let pending = pending.unwrap().script.remove(0);
        let by = Some("java.util.TimerTask".to_owned());
        assert_eq!(pending, Statement::Pending(vec![Expr::Arg(1)], by));
        let undo = rule("x", "stop", "undo(this, arg1)").unwrap();
        assert!(matches!(&undo.script[0], Statement::Undo(of) if of.len() == 2));
    }
}
