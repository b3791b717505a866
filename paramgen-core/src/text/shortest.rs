//! The shortest decimal digits that name a double, in `const` evaluation, where the standard library writes none:
//! free-format output by big integers, after Steele and White.

/// Digits behind a decimal point: `0.d₁d₂… · 10^exponent`.
pub(crate) struct Shortest {
    digits: [u8; 17],
    pub(crate) count: usize,
    pub(crate) exponent: i32,
}

impl Shortest {
    /// The digits of a finite double above zero.
    pub(crate) const fn of(value: f64) -> Self {
        // Most bounds are small integers, and big ones take `const` evaluation milliseconds.
        let whole = value as u64;
        if whole < 1 << 53 && whole as f64 == value {
            return Self::of_integer(whole);
        }
        let mut state = State::of(value);
        let exponent = state.scale();
        let mut shortest = Self { digits: [0; 17], count: 0, exponent };
        // Doubles need 17 digits at most.
        while shortest.count < 17 {
            let (digit, is_last) = state.digit();
            shortest.digits[shortest.count] = b'0' + digit;
            shortest.count += 1;
            if is_last {
                break;
            }
        }
        shortest
    }

    /// The digits of an integer above zero that doubles hold.
    const fn of_integer(mut value: u64) -> Self {
        let mut exponent = 0;
        while value.is_multiple_of(10) {
            value /= 10;
            exponent += 1;
        }
        let mut count = 0;
        let mut rest = value;
        while rest > 0 {
            rest /= 10;
            count += 1;
        }
        let mut digits = [0; 17];
        let mut i = count;
        while i > 0 {
            i -= 1;
            digits[i] = b'0' + (value % 10) as u8;
            value /= 10;
        }
        Self { digits, count, exponent: exponent + count as i32 }
    }

    /// The digits as a text.
    pub(crate) const fn digits(&self) -> &[u8] {
        self.digits.split_at(self.count).0
    }
}

/// A value `rest / unit`, and how far below and above it the next doubles begin, in halves of their distance.
struct State {
    rest: Big,
    unit: Big,
    below: Big,
    above: Big,
    /// Whether the borders themselves are read as this double.
    closed: bool,
}

impl State {
    const fn of(value: f64) -> Self {
        const HIDDEN: u64 = 1 << 52;
        let bits = value.to_bits();
        let (fraction, biased) = (bits & (HIDDEN - 1), ((bits >> 52) & 0x7FF) as i32);
        let (mantissa, power) =
            if biased == 0 { (fraction, -1074) } else { (fraction | HIDDEN, biased - 1075) };
        // Below a power of two, doubles stand twice as close.
        let uneven = (fraction == 0 && biased > 1) as u32;
        let (up, down) = if power >= 0 { (power as u32, 0) } else { (0, power.unsigned_abs()) };
        Self {
            rest: Big::of(mantissa).shifted(up + 1 + uneven),
            unit: Big::of(1).shifted(down + 1 + uneven),
            below: Big::of(1).shifted(up),
            above: Big::of(1).shifted(up + uneven),
            closed: mantissa & 1 == 0,
        }
    }

    /// Brings the value between a tenth and one; returns the power of ten that was taken out.
    const fn scale(&mut self) -> i32 {
        let mut exponent = 0;
        while self.reaches_above() {
            self.unit.times_ten();
            exponent += 1;
        }
        loop {
            let (rest, above, below) = (self.rest, self.above, self.below);
            self.rest.times_ten();
            self.above.times_ten();
            self.below.times_ten();
            if self.reaches_above() {
                (self.rest, self.above, self.below) = (rest, above, below);
                return exponent;
            }
            exponent -= 1;
        }
    }

    /// The next digit, and whether it is the last.
    const fn digit(&mut self) -> (u8, bool) {
        self.rest.times_ten();
        self.above.times_ten();
        self.below.times_ten();
        let mut digit = 0;
        while !self.rest.is_below(&self.unit) {
            self.rest.subtract(&self.unit);
            digit += 1;
        }
        let low = self.rest.is_below(&self.below) || (self.closed && !self.below.is_below(&self.rest));
        let high = self.reaches_above();
        let nearer_above = {
            let mut twice = self.rest;
            twice.add(&self.rest);
            !twice.is_below(&self.unit)
        };
        let up = high && (!low || nearer_above);
        (digit + up as u8, low || high)
    }

    /// Whether the upper border reaches the unit.
    const fn reaches_above(&self) -> bool {
        let mut border = self.rest;
        border.add(&self.above);
        self.unit.is_below(&border) || (self.closed && !border.is_below(&self.unit))
    }
}

/// An integer with room for the smallest and the greatest doubles over a common unit.
#[derive(Clone, Copy)]
struct Big([u32; Big::LIMBS]);

impl Big {
    const LIMBS: usize = 40;

    const fn of(value: u64) -> Self {
        let mut limbs = [0; Self::LIMBS];
        limbs[0] = value as u32;
        limbs[1] = (value >> 32) as u32;
        Self(limbs)
    }

    const fn shifted(self, bits: u32) -> Self {
        let (limbs, bits) = ((bits / 32) as usize, bits % 32);
        let mut shifted = [0; Self::LIMBS];
        let (mut i, mut carry) = (0, 0);
        while i + limbs < Self::LIMBS {
            let wide = (self.0[i] as u64) << bits | carry;
            shifted[i + limbs] = wide as u32;
            carry = wide >> 32;
            i += 1;
        }
        Self(shifted)
    }

    const fn times_ten(&mut self) {
        let (mut i, mut carry) = (0, 0);
        while i < Self::LIMBS {
            let wide = self.0[i] as u64 * 10 + carry;
            self.0[i] = wide as u32;
            carry = wide >> 32;
            i += 1;
        }
    }

    const fn add(&mut self, other: &Self) {
        let (mut i, mut carry) = (0, 0);
        while i < Self::LIMBS {
            let wide = self.0[i] as u64 + other.0[i] as u64 + carry;
            self.0[i] = wide as u32;
            carry = wide >> 32;
            i += 1;
        }
    }

    const fn subtract(&mut self, other: &Self) {
        let (mut i, mut borrow) = (0, false);
        while i < Self::LIMBS {
            let (limb, first) = self.0[i].overflowing_sub(other.0[i]);
            let (limb, second) = limb.overflowing_sub(borrow as u32);
            self.0[i] = limb;
            borrow = first || second;
            i += 1;
        }
    }

    const fn is_below(&self, other: &Self) -> bool {
        let mut i = Self::LIMBS;
        while i > 0 {
            i -= 1;
            if self.0[i] != other.0[i] {
                return self.0[i] < other.0[i];
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::Shortest;

    /// The digits and the exponent, by the standard library.
    fn expected(value: f64) -> (String, i32) {
        let text = format!("{value:e}");
        let (digits, exponent) = text.split_once('e').expect("an exponent");
        (digits.replace('.', ""), exponent.parse::<i32>().expect("a number") + 1)
    }

    fn assert_shortest(value: f64) {
        let shortest = Shortest::of(value);
        let digits = String::from_utf8(shortest.digits().to_vec()).expect("digits");
        assert_eq!((digits, shortest.exponent), expected(value), "{value:e}");
    }

    #[test]
    fn digits_are_those_of_the_standard_library() {
        let named = [1.0, 0.1, 0.5, 1e23, 9_007_199_254_740_993.0, 5e-324, f64::MAX, f64::MIN_POSITIVE, 1e-7];
        named.into_iter().for_each(assert_shortest);
        let mut bits = 0x3FF0_0000_0000_0001_u64;
        for _ in 0..2_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from_bits(bits & !(1 << 63));
            if value.is_finite() && value != 0.0 {
                assert_shortest(value);
            }
        }
        (-1022..1024).for_each(|power| assert_shortest(2f64.powi(power)));
        (1..3_000).for_each(|value| assert_shortest(f64::from(value)));
    }
}
