//! Sizes of topics.

use saule::{
    model::metric::Metric,
    statistics::{Confidence, Moments},
};

use super::{replications, series};

/// Requests that wait before the first service.
const REQUESTS: usize = 60;

/// Expected number of topics of each size, 1 at index 1, after so many requests have joined: with n waiting, the next
/// opens a topic with probability a, else it makes one of size k larger with probability k/n times their number (Simon
/// 1955, equation 2.1, from a first request that opens a topic). With ever more requests the shares of the sizes go to
/// the Yule–Simon law ρ·B(k, ρ + 1) with ρ = 1/(1 − a).
fn expected_sizes(new_topic_share: f64) -> Vec<f64> {
    let mut sizes = vec![0.0; REQUESTS + 1];
    sizes[1] = 1.0;
    for waiting in 1..REQUESTS {
        let grow = |size: usize| (1.0 - new_topic_share) * size as f64 / waiting as f64 * sizes[size];
        let moves: Vec<f64> = (0..REQUESTS).map(grow).collect();
        for size in 1..REQUESTS {
            sizes[size] -= moves[size];
            sizes[size + 1] += moves[size];
        }
        sizes[1] += new_topic_share;
    }
    sizes
}

/// Sixty requests wait, and then one service a day answers the topic of the oldest. How many topics there are of each
/// size agrees with theory: twelve 99.9% intervals for each share, each narrower than 10% either way where a topic
/// of that size is expected in two runs of five (alpha 0.024 in all; the seed is fixed).
#[test]
fn topics_have_the_sizes_of_a_yule_simon_process() {
    for share in [0.3, 0.6] {
        let set = [
            &format!("stages.desk.initial_backlog={{ first = {REQUESTS} }}"),
            &format!("requests.first.new_topic_share={share}"),
            "stages.desk.answers=topic",
            r#"stages.desk.staff=[{ at = "0 days", staff = 0 }, { at = "1 day", staff = 1 }]"#,
            "horizon=70 days",
            "observe=0.5 days",
        ];
        let (layout, outcomes) = replications("waiting.toml", &set, 10_000);
        let mut counts = vec![Moments::default(); 13];
        for outcome in &outcomes {
            let answered = series(&layout, outcome, Metric::Answered, None, None);
            assert_eq!(answered.last(), Some(&(REQUESTS as f64)));
            let mut of_size = [0.0; REQUESTS + 1];
            for step in answered.windows(2) {
                of_size[(step[1] - step[0]) as usize] += 1.0;
            }
            counts.iter_mut().zip(of_size).for_each(|(moments, count)| moments.add(count));
        }
        for (size, exact) in expected_sizes(share).into_iter().enumerate().take(13).skip(1) {
            let estimate = counts[size].estimate(&mut Confidence::new(0.999)).unwrap();
            let (low, high) = estimate.interval.unwrap();
            println!("share {share}, size {size}: {exact:.4} in [{low:.4}, {high:.4}]");
            assert!(low <= exact && exact <= high, "share {share}, size {size}: {exact} is not in [{low}, {high}]");
            assert!(exact < 0.4 || high - low < 0.2 * exact, "share {share}, size {size}: [{low}, {high}] is too wide");
        }
    }
}
