//! Pushing labels apart along one direction.

/// Centres for boxes of the given heights that touch neither each other nor the ends of `low..high`, as close as
/// possible (least squares) to the centres wanted. Boxes keep the order of their wishes, and of the input where wishes
/// are equal. The result has the order of the input. Boxes that together are higher than the room run over `high`.
///
/// Each box's wish, less the room that the boxes before it take, is a plain number; keeping the order without overlap
/// means that these numbers may not fall. That is isotonic regression, solved by pooling adjacent violators (Ayer et
/// al. 1955), and clamping its solution keeps it optimal within bounds.
pub fn spread(wanted: &[(f64, f64)], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].0.total_cmp(&wanted[b].0));
    let total: f64 = wanted.iter().map(|&(_, height)| height).sum();

    // Pools of neighbours that share one shift: (sum of wishes, number of boxes).
    let mut pools: Vec<(f64, usize)> = Vec::new();
    let mut taken = 0.0;
    for &index in &order {
        let (center, height) = wanted[index];
        pools.push((center - height / 2.0 - taken, 1));
        taken += height;
        while let [.., before, last] = pools[..] {
            if before.0 / before.1 as f64 <= last.0 / last.1 as f64 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((before.0 + last.0, before.1 + last.1));
        }
    }

    let shifts = pools.iter().flat_map(|&(sum, count)| std::iter::repeat_n(sum / count as f64, count));
    let mut centers = vec![0.0; wanted.len()];
    let mut taken = 0.0;
    for (&index, shift) in order.iter().zip(shifts) {
        let height = wanted[index].1;
        centers[index] = shift.min(high - total).max(low) + taken + height / 2.0;
        taken += height;
    }
    centers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(spread(&[(50.0, 10.0), (20.0, 10.0)], 0.0, 100.0), [50.0, 20.0]);
        assert!(spread(&[], 0.0, 100.0).is_empty());
    }

    #[test]
    fn labels_that_collide_share_the_shift() {
        assert_eq!(spread(&[(50.0, 10.0), (50.0, 10.0)], 0.0, 100.0), [45.0, 55.0]);
        assert_eq!(spread(&[(50.0, 10.0), (52.0, 20.0), (90.0, 4.0)], 0.0, 100.0), [43.5, 58.5, 90.0]);
    }

    #[test]
    fn labels_stay_within_the_ends() {
        assert_eq!(spread(&[(-5.0, 10.0), (0.0, 10.0)], 0.0, 100.0), [5.0, 15.0]);
        assert_eq!(spread(&[(99.0, 10.0), (100.0, 10.0)], 0.0, 100.0), [85.0, 95.0]);
    }
}
