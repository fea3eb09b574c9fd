//! Numbers of several replications, column by column.

/// Numbers that are turned together: few enough that the columns of some variants stay in the nearest cache.
pub const WIDTH: usize = 32;

/// The values of some numbers in some replications. Outcomes hold the numbers of one replication side by side, which are
/// fetched in long stretches; here stand the values of one number side by side, as they are added.
#[derive(Debug, Default)]
pub struct Columns {
    values: Vec<f64>,
    height: usize,
}

impl Columns {
    /// Takes rows over, at least one, each of equal length.
    pub fn fill<'a>(&mut self, rows: impl ExactSizeIterator<Item = &'a [f64]>) {
        self.height = rows.len();
        for (place, row) in rows.enumerate() {
            self.values.resize(self.height * row.len(), 0.0);
            for (number, &value) in row.iter().enumerate() {
                self.values[number * self.height + place] = value;
            }
        }
    }

    /// The columns, in the order of the numbers.
    pub fn iter(&self) -> impl Iterator<Item = &[f64]> {
        self.values.chunks_exact(self.height.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_columns() {
        let mut columns = Columns::default();
        columns.fill([&[1.0, 2.0, 3.0][..], &[4.0, 5.0, 6.0]].into_iter());
        assert_eq!(columns.iter().collect::<Vec<_>>(), [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]);
        columns.fill([&[7.0][..]].into_iter());
        assert_eq!(columns.iter().collect::<Vec<_>>(), [[7.0]]);
    }
}
