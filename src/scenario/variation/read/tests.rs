//! What variations mean, and what is said of those that mean nothing.

use proptest::prelude::*;

use super::super::{Unit, Use, Variation, variations};
use super::*;

fn read(text: &str) -> Variation {
    let read = variations(&[text.to_owned()], Use::Either);
    read.unwrap_or_else(|report| panic!("{}", report.render(false, 100))).remove(0)
}

fn shown(text: &str) -> Vec<String> {
    read(text).values.into_iter().map(|value| value.shown).collect()
}

/// The text that is underlined, and what is said of it.
fn refused(text: &str, what_for: Use) -> (String, String) {
    let report = variations(&[text.to_owned()], what_for).expect_err(text);
    let diagnostic = &report.diagnostics()[0];
    (text[diagnostic.span.start..diagnostic.span.end].to_owned(), diagnostic.message.clone())
}

#[test]
fn lists_keep_what_is_written() {
    assert_eq!(shown("stages.a.staff=2, 4,8"), ["2", "4", "8"]);
    assert_eq!(shown("stages.a.discipline = fifo,\"lifo\""), ["fifo", "lifo"]);
    assert_eq!(shown("stages.a.staff=[{ at = 2012-01-01, staff = 2 }, 3],4").len(), 2);
    assert_eq!(shown("requests.a.window=\"1 year, 6 months\",30 days"), ["1 year, 6 months", "30 days"]);
    assert_eq!(read("a.b=fifo,\"li,fo\"").values[1].text, "\"li,fo\"");
    assert_eq!(read("a.b=10 days, 2 days").unit, Some(Unit::Of("days".to_owned())));
    assert_eq!(read("a.b=10 days, 2 weeks").unit, None);
    assert_eq!(read("a.b=1, 2, 30").scale, Scale::Logarithmic);
}

#[test]
fn ranges_keep_their_unit() {
    assert_eq!(shown("a.b=10 days..20 days step 5 days"), ["10 days", "15 days", "20 days"]);
    assert_eq!(shown("a.b=\"1 day\"..\"2 days\" step \"0.5 days\""), ["1 days", "1.5 days", "2 days"]);
    assert_eq!(shown("a.b=-2% per week..2% per week step 2% per week"), ["-2% per week", "0% per week", "2% per week"]);
    assert_eq!(shown("a.b=0.1..0.3 step 0.1"), ["0.1", "0.2", "0.3"]);
    assert_eq!(shown("a.b=2012-02-27..2012-03-05 step 1 week"), ["2012-02-27", "2012-03-05"]);
    assert_eq!(
        shown("a.b=2012-02-27..2012-02-27T12:00:00 step 6 hours"),
        ["2012-02-27T00:00:00", "2012-02-27T06:00:00", "2012-02-27T12:00:00"]
    );
}

/// Where any value within a range will do, nobody is asked how many there are.
#[test]
fn an_interval_needs_no_number_of_values() {
    let read = |text: &str| variations(&[text.to_owned()], Use::Interval).unwrap().remove(0);
    for text in ["a.b=1..100 log", "a.b=1..100 log 9"] {
        assert_eq!(read(text).scale, Scale::Logarithmic, "{text}");
    }
    assert_eq!(read("a.b=1..100").scale, Scale::Linear);
    assert_eq!(refused("a.b=0..100 log", Use::Interval).1, "a logarithmic range begins above 0");
    assert_eq!(refused("a.b=1..100 log", Use::Values).0, "100 log");
}

#[test]
fn whole_numbers_stay_whole() {
    assert_eq!(shown("stages.a.staff=2..4"), ["2", "3", "4"]);
    assert_eq!(shown("requests.a.threshold.signatures=1_000..100_000 log 3"), ["1000", "10000", "100000"]);
    assert_eq!(shown("requests.a.threshold.changes[1].signatures=1..3 log 9"), ["1", "2", "3"]);
    assert_eq!(shown("a.b=1..100 log 4"), ["1", "4.64159", "21.5443", "100"]);
    assert!(read("stages.a.staff=2..4").interval.unwrap().whole);
    assert!(!read("requests.a.new_topic_share=0..1").interval.unwrap().whole);
    assert!(shown("requests.a.new_topic_share=0..1").is_empty());
}

#[test]
fn slips_are_found_where_they_are() {
    for (text, place, message) in [
        ("stages.a.staff", "stages.a.staff", "a variation needs values"),
        ("stages..staff=1", "", "this is not the path of a key"),
        ("a.b=", "", "a value is missing"),
        ("a.b=1,,2", "", "a value is missing"),
        ("a.b=1,2,1", "1", "the value `1` is given twice"),
        ("a.b=4..2 step 1", "4..2 step 1", "this range is empty"),
        ("a.b=4..4 step 1", "4..4 step 1", "this range has one value only"),
        ("a.b=1..4 step -1", "-1", "a step leads from the lower end to the higher"),
        ("a.b=1..4 step 0", "0", "a step leads from the lower end to the higher"),
        ("a.b=1..4 step 1 log 3", "4 step 1 log 3", "a range has one `step` or one `log`"),
        ("a.b=1..4 step 1 day", "1 day", "the step has another unit than the range"),
        ("a.b=1 day..4 weeks", "1 day..4 weeks", "the ends of this range have different units"),
        ("a.b=1..4 days", "1..4 days", "the ends of this range have different units"),
        ("a.b=1 year 6 months..4 years", "1 year 6 months", "`1 year 6 months` cannot be part of a range"),
        ("a.b=fifo..lifo", "fifo", "`fifo` cannot be part of a range"),
        ("a.b=1 day..5 dyas", "5 dyas", "`5 dyas` cannot be part of a range"),
        ("a.b=0..4 log 3", "0..4 log 3", "a logarithmic range begins above 0"),
        ("a.b=1..4 log 1", "1", "`log` is not followed by the number of values"),
        ("a.b=1..4 log many", "many", "`log` is not followed by the number of values"),
        ("a.b=1..9 log 10001", "1..9 log 10001", "these are too many values"),
        ("a.b=1..9 step 0.0001", "1..9 step 0.0001", "these are too many values"),
        ("stages.a.staff=1..9 step 0.5", "0.5", "the key takes whole numbers"),
        ("a.b=2012-01-01..2012-02-01 step 2", "2", "the step of dates is a length of time"),
        ("a.b=2012-01-01..2012-02-01 log 2", "2012-01-01..2012-02-01 log 2", "dates have no logarithms"),
        ("a.b=1..4", "1..4", "this range does not say which values to take"),
    ] {
        assert_eq!(refused(text, Use::Values), (place.to_owned(), message.to_owned()), "{text}");
    }
    assert_eq!(refused("a.b=1,2", Use::Interval).1, "a range is needed here, not a list");
    let twice = ["a.b=1".to_owned(), "a.b=2".to_owned()];
    assert_eq!(variations(&twice, Use::Values).unwrap_err().diagnostics()[0].message, "`a.b` is varied twice");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[a.]{0,3}=?[\\PC.,'\"0-9a-z -]{0,30}") {
        for what_for in [Use::Values, Use::Interval, Use::Either] {
            if let Err(report) = variations(std::slice::from_ref(&text), what_for) {
                prop_assert!(!report.render(false, 80).is_empty());
            }
        }
    }
}
