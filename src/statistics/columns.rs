//! Numbers of several replications, column by column.

/// Numbers that are turned together: enough that rows are fetched in long stretches, few enough that the columns of some
/// variants stay in the nearer caches.
pub const WIDTH: usize = 128;

/// The values of some numbers in some replications. Outcomes hold the numbers of one replication side by side, which are
/// fetched in long stretches; here stand the values of one number side by side, as they are added.
#[derive(Debug, Default)]
pub struct Columns {
    values: Vec<f64>,
    height: usize,
}

impl Columns {
    /// Takes rows over, at least one, each of equal length. Four at a time: values that come to stand side by side are
    /// written together.
    pub fn fill(&mut self, rows: &[&[f64]]) {
        self.height = rows.len();
        self.values.resize(rows.len() * rows.first().map_or(0, |row| row.len()), 0.0);
        let (fours, rest) = rows.as_chunks();
        for (four, [a, b, c, d]) in fours.iter().enumerate() {
            let columns = self.values.chunks_exact_mut(self.height);
            for ((((column, a), b), c), d) in columns.zip(*a).zip(*b).zip(*c).zip(*d) {
                column[4 * four..][..4].copy_from_slice(&[*a, *b, *c, *d]);
            }
        }
        for (place, row) in (4 * fours.len()..).zip(rest) {
            let columns = self.values.chunks_exact_mut(self.height);
            columns.zip(*row).for_each(|(column, value)| column[place] = *value);
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
        let rows = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0], [9.0, 10.0]];
        columns.fill(&rows.each_ref().map(|row| &row[..]));
        assert_eq!(columns.iter().collect::<Vec<_>>(), [[1.0, 3.0, 5.0, 7.0, 9.0], [2.0, 4.0, 6.0, 8.0, 10.0]]);
        columns.fill(&[&[7.0]]);
        assert_eq!(columns.iter().collect::<Vec<_>>(), [[7.0]]);
    }
}
