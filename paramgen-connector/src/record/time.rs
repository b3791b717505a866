//! The calendar, as far as records need it: days and nanoseconds since 1970 to text, as Go writes RFC 3339.

use std::{fmt, time::SystemTime};

const NANOS_PER_SECOND: i128 = 1_000_000_000;
const NANOS_PER_DAY: i128 = 86_400 * NANOS_PER_SECOND;

/// Nanoseconds since 1970, negative before it.
pub(crate) fn nanos_since_epoch(time: SystemTime) -> i128 {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => after.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    }
}

/// `2026-11-25T14:15:16.5Z`: fractions without zeros at their end.
pub(crate) fn write_rfc3339(f: &mut impl fmt::Write, nanos: i128) -> fmt::Result {
    write_date(f, nanos.div_euclid(NANOS_PER_DAY) as i64)?;
    f.write_char('T')?;
    write_time_of_day(f, nanos.rem_euclid(NANOS_PER_DAY))?;
    f.write_char('Z')
}

/// `2026-11-25T14:15:16.000123Z`: six digits, as log lines have them.
pub(crate) fn log_time(time: SystemTime) -> String {
    let nanos = nanos_since_epoch(time);
    let mut text = String::with_capacity(27);
    let whole = nanos.div_euclid(NANOS_PER_SECOND) * NANOS_PER_SECOND;
    // Writing to a string does not fail.
    let _ = write_rfc3339(&mut text, whole);
    text.pop();
    format!("{text}.{:06}Z", nanos.rem_euclid(NANOS_PER_SECOND) / 1_000)
}

/// `2026-11-25`.
pub(crate) fn write_date(f: &mut impl fmt::Write, days: i64) -> fmt::Result {
    let (year, month, day) = civil(days);
    let sign = if year < 0 { "-" } else { "" };
    write!(f, "{sign}{:04}-{month:02}-{day:02}", year.abs())
}

/// `14:15:16.5`.
pub(crate) fn write_time_of_day(f: &mut impl fmt::Write, nanos: i128) -> fmt::Result {
    let seconds = nanos.div_euclid(NANOS_PER_SECOND);
    write!(f, "{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)?;
    match nanos.rem_euclid(NANOS_PER_SECOND) {
        0 => Ok(()),
        fraction => {
            let digits = format!("{fraction:09}");
            write!(f, ".{}", digits.trim_end_matches('0'))
        }
    }
}

/// Year, month and day in the Gregorian calendar. Years are counted from March, so that a leap day is a year's last.
fn civil(days: i64) -> (i64, u32, u32) {
    const DAYS_PER_ERA: i64 = 146_097;
    let days = days + 719_468;
    let era = days.div_euclid(DAYS_PER_ERA);
    let day_of_era = days.rem_euclid(DAYS_PER_ERA);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as u32;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (days, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (20_782, "2026-11-25"),
            (-719_162, "0001-01-01"),
        ] {
            let mut out = String::new();
            write_date(&mut out, days).unwrap();
            assert_eq!(out, text);
        }
    }

    #[test]
    fn points_in_time() {
        for (nanos, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (1_795_616_116_123_456_789, "2026-11-25T14:15:16.123456789Z"),
            (-500_000_000, "1969-12-31T23:59:59.5Z"),
        ] {
            let mut out = String::new();
            write_rfc3339(&mut out, nanos).unwrap();
            assert_eq!(out, text);
        }
        assert_eq!(log_time(SystemTime::UNIX_EPOCH), "1970-01-01T00:00:00.000000Z");
    }
}
