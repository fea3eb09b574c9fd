//! "Did you mean": the nearest of the names that would be right.

/// The name that `written` was probably meant to be, if one is near enough.
///
/// Nearness is the Damerau–Levenshtein distance (optimal string alignment), at most a third of the longer name;
/// case and the difference between `-` and `_` do not count. Else a name that begins like it will do.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |name: &str| name.to_lowercase().replace('-', "_");
    let wanted = plain(written);
    let names: Vec<&str> = names.into_iter().collect();
    let begins = |long: &str, short: &str| short.len() >= 3 && long.starts_with(short);
    let near = names
        .iter()
        .copied()
        .filter(|name| name.len() <= 4 * written.len().max(4))
        .map(|name| (strsim::osa_distance(&wanted, &plain(name)), name))
        .filter(|(distance, name)| *distance <= wanted.chars().count().max(name.chars().count()) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name);
    near.or_else(|| names.into_iter().find(|name| begins(&wanted, &plain(name)) || begins(&plain(name), &wanted)))
}

/// The sentence "did you mean `x`?", else the list of all names, else nothing.
pub fn did_you_mean<'a>(written: &str, names: impl IntoIterator<Item = &'a str>, what: &str) -> Option<String> {
    let names: Vec<&str> = names.into_iter().collect();
    match nearest(written, names.iter().copied()) {
        Some(name) => Some(format!("did you mean `{name}`?")),
        None if names.is_empty() => None,
        None => Some(wrapped(&format!("{what} {}", listing(&names, "and")))),
    }
}

/// Breaks a long listing into lines, which the renderer aligns.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        if width > 0 && width + word.len() > 90 {
            lines.push('\n');
            width = 0;
        } else if width > 0 {
            lines.push(' ');
        }
        lines.push_str(word);
        width += word.len() + 1;
    }
    lines
}

/// "`a`, `b` and `c`".
pub fn listing(names: &[&str], last: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    joined(&quoted, last)
}

/// "a, b and c".
pub fn joined(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., tail] => format!("{} {last} {tail}", head.join(", ")),
    }
}

/// "a class", "an event".
pub fn with_article(noun: &str) -> String {
    format!("{} {noun}", if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_of_the_finger_but_not_other_words() {
        let keys = ["threshold", "window", "arrivals"];
        assert_eq!(nearest("treshold", keys), Some("threshold"));
        assert_eq!(nearest("Widnow", keys), Some("window"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("thresh", keys), Some("threshold"));
        assert_eq!(nearest("Monday", ["Mon", "Tue"]), Some("Mon"));
        assert_eq!(nearest("release-days", ["release_days"]), Some("release_days"));
    }
}
