//! Lines of equal value through a lattice of values: marching squares with linear interpolation.

/// Values at whole coordinates: `values[row][column]`; `None` where there is none.
pub type Lattice = Vec<Vec<Option<f64>>>;

/// `(column, row)`, between the lattice's points.
pub type Spot = (f64, f64);

/// The lines at a level, each from end to end; none through a square that lacks a value.
pub fn lines(lattice: &Lattice, level: f64) -> Vec<Vec<Spot>> {
    let mut pieces = Vec::new();
    for row in 0..lattice.len().saturating_sub(1) {
        for column in 0..lattice[row].len().saturating_sub(1) {
            pieces.extend(square(lattice, (column, row), level));
        }
    }
    joined(pieces)
}

/// The pieces within a square. Where two opposite corners lie above the level, its mean decides what is joined.
fn square(lattice: &Lattice, (column, row): (usize, usize), level: f64) -> Vec<[Spot; 2]> {
    let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
    let Some(values) = corners.iter().map(|&(c, r)| lattice[r][c]).collect::<Option<Vec<f64>>>() else {
        return Vec::new();
    };
    let crossing = |from: usize| {
        let to = (from + 1) % 4;
        ((values[from] >= level) != (values[to] >= level)).then(|| {
            // Always from the smaller coordinate on, so that neighbouring squares find the same spot.
            let (a, b) = if corners[from] <= corners[to] { (from, to) } else { (to, from) };
            let share = (level - values[a]) / (values[b] - values[a]);
            let mix = |a: usize, b: usize| a as f64 + share * (b as f64 - a as f64);
            (mix(corners[a].0, corners[b].0), mix(corners[a].1, corners[b].1))
        })
    };
    let spots = [0, 1, 2, 3].map(crossing);
    match spots {
        [Some(top), Some(right), Some(bottom), Some(left)] => {
            let is_high = values.iter().sum::<f64>() / 4.0 >= level;
            if is_high == (values[0] >= level) {
                vec![[top, right], [bottom, left]]
            } else {
                vec![[top, left], [right, bottom]]
            }
        }
        _ => match spots.into_iter().flatten().collect::<Vec<Spot>>()[..] {
            [from, to] => vec![[from, to]],
            _ => Vec::new(),
        },
    }
}

/// Pieces that share ends, as lines.
fn joined(mut pieces: Vec<[Spot; 2]>) -> Vec<Vec<Spot>> {
    let mut lines = Vec::new();
    while let Some([from, to]) = pieces.pop() {
        let mut line = std::collections::VecDeque::from([from, to]);
        while let Some((index, next, at_end)) = continuation(&pieces, line[0], line[line.len() - 1]) {
            pieces.swap_remove(index);
            if at_end { line.push_back(next) } else { line.push_front(next) }
        }
        lines.push(line.into_iter().collect());
    }
    lines
}

/// A piece that goes on from the end of a line or before its start: its index, its other end, and where.
fn continuation(pieces: &[[Spot; 2]], start: Spot, end: Spot) -> Option<(usize, Spot, bool)> {
    pieces.iter().enumerate().find_map(|(index, &[from, to])| match () {
        () if from == end => Some((index, to, true)),
        () if to == end => Some((index, from, true)),
        () if from == start => Some((index, to, false)),
        () if to == start => Some((index, from, false)),
        () => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_has_a_straight_line() {
        let lattice: Lattice = (0..4).map(|_| (0..5).map(|column| Some(f64::from(column))).collect()).collect();
        let lines = lines(&lattice, 1.25);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].len(), 4);
        assert!(lines[0].iter().all(|spot| spot.0 == 1.25));
    }

    #[test]
    fn a_hill_has_a_ring_and_a_gap_has_none() {
        let mut lattice: Lattice = vec![vec![Some(0.0); 5]; 5];
        lattice[2][2] = Some(1.0);
        let ring = lines(&lattice, 0.5);
        assert_eq!((ring.len(), ring[0].len(), ring[0].first()), (1, 5, ring[0].last()));
        lattice[2][2] = None;
        assert!(lines(&lattice, 0.5).is_empty());
        assert!(lines(&vec![], 0.5).is_empty());
    }
}
