//! What can be wrong with a scenario, and how it is said.

use std::collections::BTreeSet;

use super::source::{Sources, Span};

/// Whether a diagnostic stops the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The scenario cannot be simulated.
    Error,
    /// It can, but something deserves a look.
    Warning,
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal;)*) => {
        /// The kinds of diagnostics. Their names are stable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $meaning] $variant),*
        }

        impl Code {
            /// Every kind, in the order of the documentation.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The name that is printed, in kebab case.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            /// Whether it stops the program.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }

            /// One sentence about it.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning),* }
            }
        }
    };
}

codes! {
    UnreadableFile     "unreadable-file"     Error   "A scenario file is missing, a directory, or too large.";
    NotText            "not-text"            Error   "A scenario file is not UTF-8 text.";
    Syntax             "syntax"              Error   "The text is not TOML.";
    NewerSchema        "newer-schema"        Error   "The file was written for a newer saule.";
    OffsetDateTime     "offset-date-time"    Error   "A date-time has a time zone; scenarios are in civil time.";
    ImpossibleDate     "impossible-date"     Error   "A date does not exist in the calendar.";
    UnknownKey         "unknown-key"         Error   "No such key belongs here.";
    MissingKey         "missing-key"         Error   "A key that is needed is not there.";
    WrongType          "wrong-type"          Error   "A value has another TOML type than its key takes.";
    OutOfRange         "out-of-range"        Error   "A number is outside the values that make sense.";
    MissingUnit        "missing-unit"        Error   "A bare number stands where a quantity with its unit is needed.";
    MalformedValue     "malformed-value"     Error   "A text is not the duration, rate or word that its key takes.";
    MissingKind        "missing-kind"        Error   "One of several kinds has to be chosen, and none is.";
    ParameterSet       "parameter-set"       Error   "The parameters given do not make up one of the sets.";
    Contradiction      "contradiction"       Error   "Two keys exclude each other.";
    InvalidName        "invalid-name"        Error   "A name is reserved, or is not a bare key.";
    DanglingName       "dangling-name"       Error   "A name refers to something that is not defined.";
    InvalidPath        "invalid-path"        Error   "The path of an override is not well formed.";
    UnknownPath        "unknown-path"        Error   "The path of an override leads nowhere.";
    NotOverridable     "not-overridable"     Error   "This key cannot be changed or removed here.";
    ExtendsCycle       "extends-cycle"       Error   "A scenario extends itself, directly or through others.";
    OutOfOrder         "out-of-order"        Error   "Moments do not follow each other as they must.";
    SharesSum          "shares-sum"          Error   "Shares do not add up to 1.";
    NoExit             "no-exit"             Error   "A request could never leave the desk.";
    WorkingTime        "working-time"        Error   "A duration mixes up calendar time and working time.";
    NeverOpen          "never-open"          Error   "A calendar or a list of release days never opens.";
    UnsuitableMetric   "unsuitable-metric"   Error   "A metric exists, but not in this place.";
    DataFile           "data-file"           Error   "A data file cannot be read.";
    DataColumn         "data-column"         Error   "A data file has no such column.";
    DataRow            "data-row"            Error   "A row of a data file is malformed.";
    InfiniteMean       "infinite-mean"       Warning "A distribution has no finite mean, so averages do not settle.";
    UnreachableStage   "unreachable-stage"   Warning "No request can come to a stage.";
    DroppedOffset      "dropped-offset"      Warning "A data file has time zones, which are dropped.";
}

/// One problem: where it is, what was expected, how to mend it.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where it is; an empty range at the start stands for the whole text.
    pub span: Span,
    /// What stands under the underlined source.
    pub label: String,
    /// Other places that have to do with it.
    pub related: Vec<(Span, String)>,
    /// How to mend it.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// A problem at a place in a text.
    pub fn at(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), span, label: String::new(), related: Vec::new(), help: Vec::new() }
    }

    /// Says what was expected, under the underlined source.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a way to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds a way to mend it, if there is one.
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help.extend(help);
        self
    }

    /// Points to another place that has to do with it.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// Diagnostics under collection. The same one at the same place is kept once: variants share most of their text.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
    known: BTreeSet<(Span, Code, String)>,
}

impl Findings {
    /// Adds a diagnostic, unless it is there already.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        if self.known.insert((diagnostic.span, diagnostic.code, diagnostic.message.clone())) {
            self.list.push(diagnostic);
        }
    }

    /// True if any of them stops the program.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.code.severity() == Severity::Error)
    }

    /// True if one of this kind is among them.
    pub fn has(&self, code: Code) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.code == code)
    }

    /// Drops what is said about lines that are not even TOML: it would be about what the parser made of them.
    pub fn drop_beside_syntax_errors(&mut self, sources: &Sources) {
        let line = |span: Span| (span.source, sources.get(span.source).line(span.start));
        let is_syntax = |code| matches!(code, Code::Syntax | Code::ImpossibleDate);
        let broken: BTreeSet<_> = self.list.iter().filter(|d| is_syntax(d.code)).map(|d| line(d.span)).collect();
        self.list.retain(|d| is_syntax(d.code) || !broken.contains(&line(d.span)));
    }

    /// Closes the collection: in the order of the texts.
    pub fn into_report(mut self, sources: Sources) -> Report {
        self.list.sort_by_key(|diagnostic| diagnostic.span);
        Report { sources, diagnostics: self.list }
    }
}

/// Diagnostics in the order of the texts they point into, and those texts.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub(super) sources: Sources,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// The diagnostics, by place.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// True if there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// How many errors and how many warnings there are.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.diagnostics.iter().filter(|d| d.code.severity() == Severity::Error).count();
        (errors, self.diagnostics.len() - errors)
    }

    /// The report as text for a terminal `width` columns wide, coloured by ANSI escapes if `color`.
    ///
    /// Ends with a line that counts errors and warnings; empty if there are none.
    pub fn render(&self, color: bool, width: usize) -> String {
        super::render::render(self, color, width)
    }
}
