//! Files that are no scenarios: each gets one clear message.

use saule::scenario::{Code, Options, load};

fn only_message(path: &std::path::Path) -> (Code, String) {
    let report = load(path, &Options::default()).unwrap_err();
    assert_eq!(report.counts(), (1, 0));
    (report.diagnostics()[0].code, report.render(false, 120))
}

#[test]
fn a_missing_file_is_named_with_its_neighbour() {
    let (code, text) = only_message("tests/scenario/valid/minimal.tom".as_ref());
    assert_eq!(code, Code::UnreadableFile);
    assert!(text.contains("cannot read `tests/scenario/valid/minimal.tom`: there is no such file"), "{text}");
    assert!(text.contains("did you mean `tests/scenario/valid/minimal.toml`?"), "{text}");
}

#[test]
fn a_directory_is_no_scenario() {
    let (code, text) = only_message("tests/scenario/valid".as_ref());
    assert_eq!(code, Code::UnreadableFile);
    assert!(text.contains("it is a directory"), "{text}");
}

#[test]
fn a_huge_file_is_refused_by_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.toml");
    // Sparse: takes no room, and reading it would take a while.
    std::fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    let (code, text) = only_message(&path);
    assert_eq!(code, Code::UnreadableFile);
    assert!(text.contains("it is larger than 16 MiB"), "{text}");
}

#[test]
fn binary_junk_is_no_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("junk.toml");
    let junk: Vec<u8> = (0..4096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    std::fs::write(&path, junk).unwrap();
    assert_eq!(only_message(&path).0, Code::NotText);
}

#[test]
fn byte_order_marks_and_carriage_returns_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    for name in ["contract.toml", "data/petitions.csv"] {
        let text = std::fs::read_to_string(std::path::Path::new(super::VALID).join(name)).unwrap();
        std::fs::write(folder.path().join(name), format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    }
    let here = super::loaded(&folder.path().join("contract.toml"), &Options::default());
    let there = super::loaded(&std::path::Path::new(super::VALID).join("contract.toml"), &Options::default());
    assert_eq!(format!("{:?}", here.scenario), format!("{:?}", there.scenario));
    assert_eq!(here.resolved.text, there.resolved.text);
}

#[test]
fn an_empty_file_lacks_what_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("empty.toml");
    std::fs::write(&path, "").unwrap();
    let report = load(&path, &Options::default()).unwrap_err();
    let messages: Vec<&str> = report.diagnostics().iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    let expected = ["schema", "start", "horizon", "requests"].map(|key| format!("`{key}` is missing in the scenario"));
    assert_eq!(messages, expected);
}
