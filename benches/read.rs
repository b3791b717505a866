//! Reading settings by the derived code beside hand-written code that does the same work, with divan: `cargo bench`.

mod support;

use divan::{Bencher, black_box};
use support::{Case, Map, flat::Flat, postgres::Source, scalars::Scalars, tables::Tables, thirty::Thirty};

fn main() {
    divan::main();
}

fn ours<T: Case>(bencher: Bencher, settings: &Map) {
    support::assert_same::<T>(settings);
    bencher.bench_local(|| T::ours(black_box(settings)));
}

fn by_hand<T: Case>(bencher: Bencher, settings: &Map) {
    support::assert_same::<T>(settings);
    bencher.bench_local(|| T::by_hand(black_box(settings)));
}

/// A group of two benches that read the same settings.
macro_rules! pair {
    ($group:ident: $case:ty, $settings:expr) => {
        #[divan::bench_group]
        mod $group {
            use super::{Bencher, support};

            #[divan::bench]
            fn ours(bencher: Bencher) {
                super::ours::<$case>(bencher, &$settings);
            }

            #[divan::bench]
            fn by_hand(bencher: Bencher) {
                super::by_hand::<$case>(bencher, &$settings);
            }
        }
    };
}

pair!(flat: super::Flat, support::flat::settings());
pair!(postgres: super::Source, support::postgres::settings());
pair!(scalars: super::Scalars, support::scalars::settings());
pair!(thirty_good: super::Thirty, support::thirty::good());
pair!(thirty_one_problem: super::Thirty, support::thirty::one_problem());
pair!(thirty_ten_problems: super::Thirty, support::thirty::ten_problems());
pair!(thirty_one_unknown: super::Thirty, support::thirty::one_unknown());

#[divan::bench_group]
mod tables {
    use super::{Bencher, Tables, support};

    const COUNTS: [usize; 4] = [10, 100, 1_000, 10_000];

    #[divan::bench(args = COUNTS)]
    fn ours(bencher: Bencher, count: usize) {
        super::ours::<Tables>(bencher, &support::tables::settings(count));
    }

    #[divan::bench(args = COUNTS)]
    fn by_hand(bencher: Bencher, count: usize) {
        super::by_hand::<Tables>(bencher, &support::tables::settings(count));
    }
}
