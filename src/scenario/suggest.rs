//! "Did you mean": the nearest of the names that would be right.

/// The name that `written` was probably meant to be, if one is near enough.
///
/// Nearness is the Damerau–Levenshtein distance (optimal string alignment), at most a third of the longer name;
/// case and the difference between `-` and `_` do not count.
pub fn nearest<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |name: &str| name.to_lowercase().replace('-', "_");
    let wanted = plain(written);
    names
        .into_iter()
        .filter(|name| name.len() <= 4 * written.len().max(4))
        .map(|name| (strsim::osa_distance(&wanted, &plain(name)), name))
        .filter(|(distance, name)| *distance <= wanted.chars().count().max(name.chars().count()) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The sentence "did you mean `x`?", else the list of all names, else nothing.
pub fn did_you_mean<'a>(written: &str, names: impl IntoIterator<Item = &'a str>, what: &str) -> Option<String> {
    let names: Vec<&str> = names.into_iter().collect();
    match nearest(written, names.iter().copied()) {
        Some(name) => Some(format!("did you mean `{name}`?")),
        None if names.is_empty() => None,
        None => Some(format!("{what}: {}", listing(&names, "and"))),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_of_the_finger_but_not_other_words() {
        let keys = ["threshold", "window", "arrivals"];
        assert_eq!(nearest("treshold", keys), Some("threshold"));
        assert_eq!(nearest("Widnow", keys), Some("window"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("release-days", ["release_days"]), Some("release_days"));
    }
}
