//! Diagnostics as text. The only file that knows `annotate-snippets`.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::diagnostic::{Diagnostic, Report, Severity};
use super::source::{SourceId, Sources, Span};

/// Longest stretch of lines between two underlined places that is handed to the renderer, in bytes.
const LONGEST_EXCERPT: usize = 1 << 20;

/// Diagnostics that are shown. Who has so many mistakes has one mistake.
const SHOWN: usize = 500;

/// See [`Report::render`].
pub fn render(report: &Report, color: bool, width: usize) -> String {
    if report.is_empty() {
        return String::new();
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() }.term_width(width.max(40));
    let mut text = String::new();
    for diagnostic in report.diagnostics.iter().take(SHOWN) {
        text.push_str(&renderer.render(&[group(diagnostic, &report.sources)]));
        text.push_str("\n\n");
    }
    text.push_str(&count_line(report));
    text.push('\n');
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.code.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.name()));
    for excerpt in excerpts(diagnostic, sources) {
        group = match excerpt {
            Excerpt::Lines(snippet) => group.element(snippet),
            Excerpt::Name(name) => group.element(Origin::path(name)),
        };
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

enum Excerpt<'a> {
    Lines(Snippet<'a, annotate_snippets::Annotation<'a>>),
    Name(&'a str),
}

/// The places of a diagnostic, one excerpt per text, the primary one first.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let mut places = vec![(diagnostic.span, diagnostic.label.as_str(), AnnotationKind::Primary)];
    places.extend(diagnostic.related.iter().map(|(span, label)| (*span, label.as_str(), AnnotationKind::Context)));
    let mut texts: Vec<SourceId> = Vec::new();
    for (span, ..) in &places {
        if !texts.contains(&span.source) {
            texts.push(span.source);
        }
    }
    let of_text = |id: SourceId| places.iter().filter(move |place| place.0.source == id).cloned().collect();
    texts.into_iter().flat_map(|id| excerpt(id, of_text(id), sources)).collect()
}

type Place<'a> = (Span, &'a str, AnnotationKind);

/// The lines of one text from the first underlined place to the last; one excerpt each if they are far apart.
fn excerpt<'a>(id: SourceId, places: Vec<Place<'a>>, sources: &'a Sources) -> Vec<Excerpt<'a>> {
    let source = sources.get(id);
    if places.iter().all(|(span, ..)| span.end == 0) {
        return vec![Excerpt::Name(&source.name)];
    }
    let lowest = places.iter().map(|place| place.0.start).min().unwrap_or(0);
    let highest = places.iter().map(|place| place.0.end).max().unwrap_or(0);
    if places.len() > 1 && highest.saturating_sub(lowest) > LONGEST_EXCERPT {
        return places.into_iter().flat_map(|place| excerpt(id, vec![place], sources)).collect();
    }
    let text = source.text.as_str();
    let start = text[..boundary(text, lowest)].rfind('\n').map_or(0, |newline| newline + 1);
    let end = boundary(text, highest.max(lowest));
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    let mut snippet = Snippet::source(&text[start..end]).line_start(source.line(start)).path(source.name.as_str());
    for (span, label, kind) in places {
        let from = boundary(text, span.start).clamp(start, end);
        let to = boundary(text, span.end).clamp(from, end);
        let label = (!label.is_empty()).then_some(label);
        snippet = snippet.annotation(kind.span(from - start..to - start).label(label));
    }
    vec![Excerpt::Lines(snippet)]
}

/// The nearest character boundary at or before `offset`.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn count_line(report: &Report) -> String {
    let (errors, warnings) = report.counts();
    let count = |number: usize, noun: &str| match number {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{number} {noun}s")),
    };
    let counts = [count(errors, "error"), count(warnings, "warning")].into_iter().flatten();
    let shown = if errors + warnings > SHOWN { format!("; the first {SHOWN} are shown") } else { String::new() };
    counts.collect::<Vec<_>>().join(", ") + &shown
}
