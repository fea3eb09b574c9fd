//! Conditions as written: `backlog > 50 and queued[class=petitions, stage=drafting].max.p95 <= 10`.
//!
//! ```ebnf
//! condition  = comparison, { "and", comparison } ;
//! comparison = measure, ( "<" | "<=" | ">" | ">=" ), number ;
//! measure    = name, [ "[", where, { ",", where }, "]" ], [ ".", name, [ ".", quantile ] ] ;
//! where      = ( "class" | "stage" | "event" ), "=", name ;
//! quantile   = "p", digit, digit ;
//! ```
//!
//! Here only the form is read; what the names mean depends on the place of the condition.

use std::ops::Range;

use crate::model::Relation;

/// A measure against a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What is compared.
    pub measure: Measure,
    /// How.
    pub relation: Relation,
    /// With what.
    pub bound: f64,
}

/// A metric at a place, and perhaps which statistic of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Name of the metric.
    pub name: Word,
    /// Restrictions: `class`, `stage` or `event`, each at most once, and a name.
    pub places: Vec<(Word, Word)>,
    /// The statistic within a run.
    pub statistic: Option<Word>,
    /// The quantile over replications, of the form `p95`.
    pub quantile: Option<Word>,
}

/// A name and where it stands, in bytes of the condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The name.
    pub text: String,
    /// Its place.
    pub range: Range<usize>,
}

/// A condition that is not well formed: where, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// In bytes of the condition.
    pub range: Range<usize>,
    /// The end of a sentence that begins with "expected".
    pub expected: &'static str,
}

impl Measure {
    /// The name that a restriction gives.
    pub fn place(&self, what: &str) -> Option<&Word> {
        self.places.iter().find(|(kind, _)| kind.text == what).map(|(_, name)| name)
    }
}

/// Reads a condition; it has at least one comparison.
pub fn parse(text: &str) -> Result<Vec<Comparison>, Malformed> {
    let mut reader = Reader { text, at: 0 };
    let mut comparisons = vec![reader.comparison()?];
    while !reader.is_done() {
        let start = reader.at;
        if reader.name().is_none_or(|word| word.text != "and") {
            reader.at = start;
            return reader.malformed("`and`, or the end of the condition");
        }
        comparisons.push(reader.comparison()?);
    }
    Ok(comparisons)
}

/// Reads a measure that stands alone.
pub fn parse_measure(text: &str) -> Result<Measure, Malformed> {
    let mut reader = Reader { text, at: 0 };
    let measure = reader.measure()?;
    if reader.is_done() { Ok(measure) } else { reader.malformed("the end of the measure") }
}

struct Reader<'t> {
    text: &'t str,
    /// Bytes read so far.
    at: usize,
}

impl Reader<'_> {
    fn comparison(&mut self) -> Result<Comparison, Malformed> {
        let measure = self.measure()?;
        let relation = if self.takes("<=") {
            Relation::AtMost
        } else if self.takes(">=") {
            Relation::AtLeast
        } else if self.takes("<") {
            Relation::Less
        } else if self.takes(">") {
            Relation::Greater
        } else {
            return self.malformed("`<`, `<=`, `>` or `>=`");
        };
        Ok(Comparison { measure, relation, bound: self.number()? })
    }

    fn measure(&mut self) -> Result<Measure, Malformed> {
        let Some(name) = self.name() else { return self.malformed("the name of a metric") };
        let mut places: Vec<(Word, Word)> = Vec::new();
        if self.takes("[") {
            loop {
                let place = self.place()?;
                if places.iter().any(|(kind, _)| kind.text == place.0.text) {
                    return Err(Malformed { range: place.0.range, expected: "each of them only once" });
                }
                places.push(place);
                if self.takes("]") {
                    break;
                }
                if !self.takes(",") {
                    return self.malformed("`,` or `]`");
                }
            }
        }
        let statistic = self.after_point("the name of a statistic, such as `max`")?;
        let quantile = if statistic.is_some() { self.after_point(QUANTILE)? } else { None };
        if let Some(word) = &quantile
            && !is_quantile(&word.text)
        {
            return Err(Malformed { range: word.range.clone(), expected: QUANTILE });
        }
        Ok(Measure { name, places, statistic, quantile })
    }

    fn place(&mut self) -> Result<(Word, Word), Malformed> {
        const KINDS: &str = "`class`, `stage` or `event`";
        let start = self.at;
        let Some(kind) = self.name() else { return self.malformed(KINDS) };
        if !["class", "stage", "event"].contains(&kind.text.as_str()) {
            self.at = start;
            return self.malformed(KINDS);
        }
        if !self.takes("=") {
            return self.malformed("`=` and a name");
        }
        match self.name() {
            Some(name) => Ok((kind, name)),
            None => self.malformed("a name"),
        }
    }

    fn after_point(&mut self, expected: &'static str) -> Result<Option<Word>, Malformed> {
        if !self.takes(".") {
            return Ok(None);
        }
        self.name().map_or_else(|| self.malformed(expected), |word| Ok(Some(word)))
    }

    /// A number as TOML writes it.
    fn number(&mut self) -> Result<f64, Malformed> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let written = rest[..length].replace('_', "");
        let begins_well = written.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
        match written.parse::<f64>() {
            Ok(number) if begins_well && number.is_finite() => {
                self.at += length;
                Ok(number)
            }
            _ => self.malformed("a number; its unit lies in the name of the metric"),
        }
    }

    fn name(&mut self) -> Option<Word> {
        self.skip_blanks();
        let length = self.word_length();
        let range = self.at..self.at + length;
        self.at += length;
        (length > 0).then(|| Word { text: self.text[range.clone()].to_owned(), range })
    }

    fn word_length(&self) -> usize {
        let rest = &self.text[self.at..];
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len())
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.skip_blanks();
        let found = self.text[self.at..].starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    fn is_done(&mut self) -> bool {
        self.skip_blanks();
        self.at == self.text.len()
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    /// What comes next is not what was expected.
    fn malformed<T>(&mut self, expected: &'static str) -> Result<T, Malformed> {
        self.skip_blanks();
        let next = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        let length = self.word_length().max(next);
        Err(Malformed { range: self.at..self.at + length, expected })
    }
}

const QUANTILE: &str = "a quantile such as `p95`";

fn is_quantile(text: &str) -> bool {
    matches!(text.as_bytes(), [b'p', a, b] if a.is_ascii_digit() && b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_part_is_read() {
        let text = "queued[class=petitions, stage = drafting].max.p95<=1_000.5 and backlog > -2e3";
        let comparisons = parse(text).unwrap();
        let [first, second] = comparisons.as_slice() else { panic!("{comparisons:?}") };
        assert_eq!((first.relation, first.bound, second.bound), (Relation::AtMost, 1_000.5, -2_000.0));
        let texts: Vec<&str> = [
            Some(&first.measure.name),
            first.measure.place("class"),
            first.measure.place("stage"),
            first.measure.statistic.as_ref(),
            first.measure.quantile.as_ref(),
        ]
        .into_iter()
        .flatten()
        .map(|word| &text[word.range.clone()])
        .collect();
        assert_eq!(texts, ["queued", "petitions", "drafting", "max", "p95"]);
        assert!(second.measure.places.is_empty() && second.measure.statistic.is_none());
    }

    #[test]
    fn slips_are_found_where_they_are() {
        for (text, range) in [
            ("", 0..0),
            ("> 3", 0..1),
            ("backlog", 7..7),
            ("backlog = 5", 8..9),
            ("backlog > many", 10..14),
            ("backlog > 5 days", 12..16),
            ("backlog > 5 and", 15..15),
            ("backlog > 5 or queued > 1", 12..14),
            ("backlog[where=x] > 5", 8..13),
            ("backlog[class=a, class=b] > 5", 17..22),
            ("backlog[class=] > 5", 14..15),
            ("backlog[class=a > 5", 16..17),
            ("backlog.max.x95 > 5", 12..15),
            ("backlog. > 5", 9..10),
            ("backlog > inf", 10..13),
        ] {
            assert_eq!(parse(text).unwrap_err().range, range, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            if let Err(malformed) = parse(&text) {
                prop_assert!(text.get(malformed.range).is_some());
            }
        }
    }
}
