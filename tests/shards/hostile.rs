//! Files that were made to do harm: right in form, with their checksum, and wrong inside.

use std::fs;

use saule::{
    results::{rows::Provenance, tabulate},
    shards::{self, Merged},
};
use sha2::{Digest, Sha256};

use super::{
    merging::{MORE, shard},
    support::{Place, SCENARIO},
};

/// Bytes before those that the checksum covers.
const PREAMBLE: usize = 56;

/// Draws whole numbers, the same in every run: Knuth's linear congruential generator (MMIX).
struct Draws(u64);

impl Draws {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}

fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let length = (bytes.len() - PREAMBLE) as u64;
    let hash = Sha256::digest(&bytes[PREAMBLE..]);
    bytes[16..24].copy_from_slice(&length.to_le_bytes());
    bytes[24..PREAMBLE].copy_from_slice(&hash);
    bytes
}

/// Reports what was merged, as the program would.
fn report(merged: &Merged) {
    let provenance = Provenance {
        program: String::new(),
        scenario_hash: String::new(),
        seed: 0,
        replications: 0,
        command: String::new(),
        complete: true,
    };
    tabulate(&merged.loaded.scenario, &merged.layout, merged.collector.clone(), provenance);
}

/// Whatever is changed, a shard is refused, or what it says can be reported: nothing panics (overflow included, which
/// the tests check for) and nothing allocates without end.
#[test]
fn are_refused_or_harmless() {
    let place = Place::new();
    place.write("small.toml", format!("{SCENARIO}{MORE}"));
    let few = ["--replications", "4", "--set", r#"observe="20 days""#, "--formats", "none"];
    let folder = place.path(&shard(&place, 1, 1, &few));
    let whole = fs::read(folder.join("shard.bin")).unwrap();
    assert_eq!(whole, sealed(whole.clone()));
    let mut draws = Draws(1);
    let (mut refused, mut harmless) = (0, 0);
    for _ in 0..600 {
        let mut bytes = whole.clone();
        let first = PREAMBLE + draws.below(bytes.len() - PREAMBLE);
        match draws.below(4) {
            0 => bytes[first] ^= 1 << draws.below(8),
            1 => bytes[first] = 0xff,
            2 => bytes.truncate(first),
            _ => drop(bytes.splice(first..first, [0xff; 9])),
        }
        fs::write(folder.join("shard.bin"), sealed(bytes)).unwrap();
        match shards::merge(std::slice::from_ref(&folder)) {
            Err(problem) => {
                assert!(problem.to_string().starts_with("error: "));
                refused += 1;
            }
            Ok(merged) => {
                report(&merged);
                harmless += 1;
            }
        }
    }
    assert!(refused > 300 && harmless > 0, "{refused} refused, {harmless} harmless");
}
