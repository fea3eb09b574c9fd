//! Traffic equations: how often each node of a network is visited.

/// Flow through each node, given what enters from outside and the shares `routing[from][to]` that go on from node to
/// node: the solution of flow = entering + routingᵀ·flow. `None` if a part of the flow never leaves.
///
/// Source: J. R. Jackson, "Networks of waiting lines", Operations Research 5 (1957), 518–521; solved by Gauss's
/// elimination with row pivots.
pub fn traffic(entering: &[f64], routing: &[Vec<f64>]) -> Option<Vec<f64>> {
    let nodes = entering.len();
    // Rows of I − routingᵀ, each with its right-hand side.
    let mut rows: Vec<Vec<f64>> = (0..nodes)
        .map(|to| {
            let share = |from: usize| f64::from(u8::from(from == to)) - routing[from][to];
            (0..nodes).map(share).chain([entering[to]]).collect()
        })
        .collect();
    for column in 0..nodes {
        let pivot = (column..nodes).max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        rows.swap(column, pivot);
        let (done, below) = rows.split_at_mut(column + 1);
        let pivot = &done[column];
        if pivot[column].abs() < 1e-12 {
            return None;
        }
        for row in below {
            let factor = row[column] / pivot[column];
            row.iter_mut().zip(pivot).for_each(|(value, above)| *value -= factor * above);
        }
    }
    let mut flow = vec![0.0; nodes];
    for node in (0..nodes).rev() {
        let known: f64 = (node + 1..nodes).map(|other| rows[node][other] * flow[other]).sum();
        flow[node] = (rows[node][nodes] - known) / rows[node][node];
    }
    flow.iter().all(|flow| flow.is_finite()).then_some(flow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rework_visits_again() {
        // A tenth of what is reviewed goes back to drafting.
        let flow = traffic(&[9.0, 0.0], &[vec![0.0, 1.0], vec![0.1, 0.0]]).unwrap();
        assert!((flow[0] - 10.0).abs() < 1e-12 && (flow[1] - 10.0).abs() < 1e-12, "{flow:?}");
    }

    #[test]
    fn a_loop_without_exit_has_no_solution() {
        assert_eq!(traffic(&[1.0, 0.0], &[vec![0.0, 1.0], vec![1.0, 0.0]]), None);
        assert_eq!(traffic(&[], &[]), Some(vec![]));
    }
}
