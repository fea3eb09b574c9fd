//! Names of files.

use std::collections::BTreeSet;

/// Longest name of a variant within a file's name.
const LONGEST_SLUG: usize = 60;

/// The names, with a number after those that were there before.
pub fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let free = |name: String| {
        let numbered = (2..).map(|rank| format!("{name}-{rank}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name));
        let free = free.unwrap_or(name);
        taken.insert(free.clone());
        free
    };
    names.map(free).collect()
}

/// Lower-case ASCII letters, digits and `_`, in words joined by `-`; "5,000" is "5000".
pub fn slug(name: &str) -> String {
    let kept = name.chars().filter(|&c| c != ',' && c != '\'').map(|c| c.to_ascii_lowercase());
    let spaced: String = kept.map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { ' ' }).collect();
    let mut slug = spaced.split_whitespace().collect::<Vec<_>>().join("-");
    slug.truncate(LONGEST_SLUG);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "variant".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_variants_become_names_of_files() {
        for (name, expected) in [
            ("keep 5,000", "keep-5000"),
            ("As it happened!", "as-it-happened"),
            ("../../etc", "etc"),
            ("五千", "variant"),
            ("x".repeat(200).as_str(), &"x".repeat(LONGEST_SLUG)),
        ] {
            assert_eq!(slug(name), expected);
        }
        let names = ["Fast", "fast", "fast 2", "fast"].map(slug);
        assert_eq!(unique(names.into_iter()), ["fast", "fast-2", "fast-2-2", "fast-3"]);
    }
}
