//! Puts the objects of a PDF in one order. svg2pdf keeps fonts and resources in hash maps, whose order changes from call
//! to call; here entries of dictionaries are sorted, and objects are numbered in the order in which they are found from
//! the trailer on. Neither changes what the document says.
//!
//! It reads what pdf-writer writes, and no other PDF: one entry of a dictionary a line, `N 0 obj` before each object, a
//! cross-reference table at the end.

use std::collections::BTreeMap;

/// Between the dictionary and the bytes of a stream.
const STREAM: &[u8] = b"\nstream\n";
/// What follows the number of an object that is referred to.
const REFERENCE: &str = " 0 R";
/// Bytes of an entry of the cross-reference table.
const ENTRY: usize = 20;

/// An object without its number: what may refer to others, and the bytes of its stream.
type Object<'a> = (String, &'a [u8]);

/// The same document, with equal bytes for equal contents; none if it is not written as described above.
pub fn settled(pdf: &[u8]) -> Option<Vec<u8>> {
    let (start, objects, trailer) = parts(pdf)?;
    let mut order: Vec<u32> = Vec::new();
    let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
    let mut number = |old: u32, order: &mut Vec<u32>| {
        *numbers.entry(old).or_insert_with(|| {
            order.push(old);
            order.len()
        })
    };
    let trailer = renumbered(trailer, |old| number(old, &mut order));
    let mut written = start.to_vec();
    let mut offsets = Vec::new();
    while let Some(old) = order.get(offsets.len()) {
        let (head, stream) = objects.get(old)?;
        let head = renumbered(head, |old| number(old, &mut order));
        offsets.push(written.len());
        written.extend(format!("{} 0 obj\n{head}", offsets.len()).into_bytes());
        written.extend(*stream);
    }
    let table = written.len();
    written.extend(format!("xref\n0 {}\n0000000000 65535 f\r\n", offsets.len() + 1).into_bytes());
    for offset in &offsets {
        written.extend(format!("{offset:010} 00000 n\r\n").into_bytes());
    }
    let references = trailer.lines().filter(|line| line.contains(REFERENCE)).collect::<Vec<_>>().join("\n");
    let size = offsets.len() + 1;
    written.extend(format!("trailer\n<<\n  /Size {size}\n{references}\n>>\nstartxref\n{table}\n%%EOF").into_bytes());
    Some(written)
}

/// What stands before the objects, the objects by number, and the trailer.
fn parts(pdf: &[u8]) -> Option<(&[u8], BTreeMap<u32, Object<'_>>, &str)> {
    let trailer_at = pdf.windows(8).rposition(|window| window == b"trailer\n")?;
    let trailer = std::str::from_utf8(&pdf[trailer_at..]).ok()?;
    let table_at: usize = trailer.lines().rev().nth(1)?.parse().ok()?;
    let table = pdf.get(table_at..trailer_at)?.strip_prefix(b"xref\n")?;
    let entries = &table[table.iter().position(|&byte| byte == b'\n')? + 1..];
    let in_use = entries.chunks(ENTRY).filter(|entry| entry.get(17) == Some(&b'n'));
    let mut offsets: Vec<usize> =
        in_use.map(|entry| std::str::from_utf8(&entry[..10]).ok()?.parse().ok()).collect::<Option<_>>()?;
    offsets.sort_unstable();
    let start = pdf.get(..*offsets.first()?)?;
    let ends = offsets.iter().skip(1).copied().chain([table_at]);
    let objects = offsets.iter().zip(ends).map(|(&from, to)| object(pdf.get(from..to)?));
    Some((start, objects.collect::<Option<_>>()?, trailer))
}

fn object(bytes: &[u8]) -> Option<(u32, Object<'_>)> {
    let stream_at = bytes.windows(STREAM.len()).position(|window| window == STREAM).unwrap_or(bytes.len());
    let (head, stream) = bytes.split_at(stream_at);
    let (number, head) = std::str::from_utf8(head).ok()?.split_once(" 0 obj\n")?;
    Some((number.parse().ok()?, (sorted(head), stream)))
}

/// Entries that fill one line each, sorted within their dictionary.
fn sorted(head: &str) -> String {
    let mut lines: Vec<&str> = head.split('\n').collect();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let is_entry = |line: &str| line.trim_start().starts_with('/') && !line.ends_with("<<");
    for run in lines.chunk_by_mut(|a, b| is_entry(a) && is_entry(b) && depth(a) == depth(b)) {
        run.sort_unstable();
    }
    lines.join("\n")
}

/// The text with other numbers of the objects that it refers to.
fn renumbered(text: &str, mut number: impl FnMut(u32) -> usize) -> String {
    let mut pieces = text.split(REFERENCE).peekable();
    let mut written = String::new();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            written.push_str(piece);
            break;
        }
        let kept = piece.trim_end_matches(|c: char| c.is_ascii_digit());
        written.push_str(kept);
        match piece[kept.len()..].parse() {
            Ok(old) => written.push_str(&number(old).to_string()),
            Err(_) => written.push_str(&piece[kept.len()..]),
        }
        written.push_str(REFERENCE);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(objects: &[&str], trailer: &str) -> Vec<u8> {
        let mut pdf = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1);
        for object in objects {
            table += &format!("{:010} 00000 n\r\n", pdf.len());
            pdf.extend(object.bytes());
        }
        let end = format!("{table}trailer\n<<\n  /Size 4\n{trailer}\n>>\nstartxref\n{}\n%%EOF", pdf.len());
        pdf.extend(end.into_bytes());
        pdf
    }

    #[test]
    fn order_does_not_matter() {
        let fonts = ["<<\n  /Name /A\n>>\nendobj\n\n", "<<\n  /Length 9\n>>\nstream\n2 0 R /B \nendstream\nendobj\n\n"];
        let one = document(
            &[
                "1 0 obj\n<<\n  /F <<\n    /F0 2 0 R\n    /F1 3 0 R\n  >>\n>>\nendobj\n\n",
                &format!("2 0 obj\n{}", fonts[0]),
                &format!("3 0 obj\n{}", fonts[1]),
            ],
            "  /Root 1 0 R",
        );
        let other = document(
            &[
                &format!("1 0 obj\n{}", fonts[0]),
                &format!("2 0 obj\n{}", fonts[1]),
                "3 0 obj\n<<\n  /F <<\n    /F1 2 0 R\n    /F0 1 0 R\n  >>\n>>\nendobj\n\n",
            ],
            "  /Root 3 0 R",
        );
        assert_ne!(one, other);
        assert_eq!(settled(&one), Some(one.clone()), "what is in order stays as it is");
        assert_eq!(settled(&other), Some(one));
    }

    #[test]
    fn what_is_no_such_document_is_left_alone() {
        for text in ["", "no document", "trailer\n<<\n>>\nstartxref\n7000\n%%EOF"] {
            assert_eq!(settled(text.as_bytes()), None);
        }
    }
}
