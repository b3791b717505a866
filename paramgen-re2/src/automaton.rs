//! Patterns that most settings have (anchors at the ends, classes, literals, repetitions) as an automaton of at most 64
//! places, made in microseconds and run by one step for each character. What it does not know is left to the `regex` crate.
//!
//! It is Glushkov's: a place for each character of the pattern, and the places that may follow it. No place is empty, so
//! that nothing is ever tried twice.

use std::sync::Arc;

use crate::{
    ast::{Assertion, Node},
    charset::CharSet,
    trial::set_of,
};

/// Patterns of a higher tree are left out, as making the automaton goes down the tree by recursion.
const MAX_HEIGHT: u32 = 40;
const MAX_PLACES: usize = u64::BITS as usize;
const ASCII: usize = 128;

/// A pattern, ready to run.
#[derive(Clone, Debug)]
pub(crate) struct Automaton {
    /// The places whose character may be this one, for ASCII.
    ascii: Box<[u64; ASCII]>,
    places: Box<[Place]>,
    /// The places that may come first, and last.
    first: u64,
    last: u64,
    /// Whether nothing matches.
    nullable: bool,
    /// Whether a match begins where the text does, and ends where it does.
    starts: bool,
    ends: bool,
}

/// A character of the pattern.
#[derive(Clone, Debug)]
struct Place {
    chars: Arc<CharSet>,
    /// The places that may follow it.
    follow: u64,
}

impl Automaton {
    /// Of a tree of this height; none where it takes more.
    pub(crate) fn new(root: &Node, height: u32) -> Option<Self> {
        if height > MAX_HEIGHT {
            return None;
        }
        let mut builder = Builder::default();
        let (mut starts, mut ends) = (false, false);
        // Anchors are known at both ends of the pattern alone.
        let part = if let Node::Concat(nodes) = root {
            starts = matches!(nodes.front(), Some(Node::Assertion(Assertion::TextStart)));
            ends = matches!(nodes.back(), Some(Node::Assertion(Assertion::TextEnd)));
            let count = nodes.len() - usize::from(starts) - usize::from(ends);
            builder.sequence(nodes.iter().skip(usize::from(starts)).take(count))?
        } else {
            builder.part(root)?
        };
        let mut ascii = Box::new([0; ASCII]);
        let mut number = 0;
        // Neighbours are often the same, as a repetition has a place for each time.
        for same in builder.places.chunk_by(|a, b| a.chars == b.chars) {
            let places = (u64::MAX >> (u64::BITS as usize - same.len())) << number;
            number += same.len();
            for &(low, high) in same[0].chars.ranges() {
                for code in low..=high.min(ASCII as u32 - 1) {
                    ascii[code as usize] |= places;
                }
            }
        }
        let Part { first, last, nullable } = part;
        let places = builder.places.into_boxed_slice();
        Some(Self { ascii, places, first, last, nullable, starts, ends })
    }

    /// Whether it matches anywhere in the text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        if self.nullable && (text.is_empty() || !(self.starts && self.ends)) {
            return true;
        }
        // Most texts are ASCII, and need no decoding.
        if text.is_ascii() {
            self.run(text.bytes(), |byte, _| self.ascii[usize::from(byte) % ASCII])
        } else {
            self.run(text.chars(), |c, candidates| self.places_of(c, candidates))
        }
    }

    /// One step for each character, of which `places_of` tells the places, at least those among the candidates.
    #[inline]
    fn run<C>(&self, text: impl Iterator<Item = C>, places_of: impl Fn(C, u64) -> u64) -> bool {
        let anywhere = if self.starts { 0 } else { self.first };
        let (mut places, mut next) = (0, self.first);
        for c in text {
            places = next & places_of(c, next);
            if places & self.last != 0 && !self.ends {
                return true;
            }
            if places == 0 && self.starts {
                return false;
            }
            next = anywhere;
            let mut rest = places;
            while rest != 0 {
                next |= self.places[rest.trailing_zeros() as usize].follow;
                rest &= rest - 1;
            }
        }
        places & self.last != 0
    }

    fn places_of(&self, c: char, candidates: u64) -> u64 {
        if let Some(places) = self.ascii.get(c as usize) {
            return *places;
        }
        let holds = |place: &usize| self.places[*place].chars.contains(c);
        bits(candidates).filter(holds).fold(0, |places, place| places | 1 << place)
    }
}

/// The numbers of the bits that are set.
fn bits(mut rest: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = (rest != 0).then(|| rest.trailing_zeros() as usize);
        rest &= rest.wrapping_sub(1);
        next
    })
}

/// A part of the pattern: the places it may begin and end with, and whether nothing matches it.
#[derive(Clone, Copy)]
struct Part {
    first: u64,
    last: u64,
    nullable: bool,
}

/// What matches nothing but nothing.
const NOTHING: Part = Part { first: 0, last: 0, nullable: true };

#[derive(Default)]
struct Builder {
    places: Vec<Place>,
}

impl Builder {
    fn part(&mut self, node: &Node) -> Option<Part> {
        match node {
            Node::Empty => Some(NOTHING),
            Node::Literal { text, fold } => {
                let mut part = NOTHING;
                for c in text.chars() {
                    let set = CharSet::from_ranges([(c.into(), c.into())]);
                    let set = if *fold { set.folded_in_ascii()? } else { set };
                    let next = self.place(set)?;
                    part = self.then(part, next);
                }
                Some(part)
            }
            Node::Any { newline: false } => {
                self.place(CharSet::from_ranges([(u32::from('\n'), u32::from('\n'))]).negated())
            }
            Node::Any { newline: true } => self.place(CharSet::default().negated()),
            Node::Class(class) => self.place(set_of(class)?),
            Node::Assertion(_) => None,
            Node::Capture(node) => self.part(node),
            Node::Repeat { node, min, max } => self.repeat(node, *min, *max),
            Node::Concat(nodes) => self.sequence(nodes.iter()),
            Node::Alternate(nodes) => {
                let mut part = Part { first: 0, last: 0, nullable: false };
                for node in nodes {
                    let Part { first, last, nullable } = self.part(node)?;
                    part.first |= first;
                    part.last |= last;
                    part.nullable |= nullable;
                }
                Some(part)
            }
        }
    }

    fn sequence<'a>(&mut self, nodes: impl Iterator<Item = &'a Node>) -> Option<Part> {
        let mut part = NOTHING;
        for node in nodes {
            let next = self.part(node)?;
            part = self.then(part, next);
        }
        Some(part)
    }

    /// Each time it is repeated, its characters have places of their own; what has no end goes round in the last of them.
    /// Times that may be left out are the last ones, so that a place leads to the next time only.
    fn repeat(&mut self, node: &Node, min: u32, max: Option<u32>) -> Option<Part> {
        let times = max.unwrap_or(min.max(1)) as usize;
        if times == 0 {
            return Some(NOTHING);
        }
        let start = self.places.len();
        let time = self.part(node)?;
        let length = self.places.len() - start;
        if length == 0 {
            return Some(time);
        }
        if length.checked_mul(times)? > MAX_PLACES {
            return None;
        }
        for number in 1..times {
            for at in start..start + length {
                let Place { chars, follow } = self.places[at].clone();
                self.places.push(Place { chars, follow: follow << (number * length) });
            }
        }
        if self.places.len() > MAX_PLACES {
            return None;
        }
        let copy = |number: usize| {
            let shift = number * length;
            Part { first: time.first << shift, last: time.last << shift, nullable: time.nullable }
        };
        if max.is_none() {
            self.follow(copy(times - 1).last, copy(times - 1).first);
        }
        let mut part = NOTHING;
        for number in (0..times).rev() {
            part = self.then(copy(number), part);
            part.nullable |= number >= min as usize;
        }
        Some(part)
    }

    fn then(&mut self, part: Part, next: Part) -> Part {
        self.follow(part.last, next.first);
        Part {
            first: part.first | if part.nullable { next.first } else { 0 },
            last: next.last | if next.nullable { part.last } else { 0 },
            nullable: part.nullable && next.nullable,
        }
    }

    fn follow(&mut self, places: u64, next: u64) {
        for place in bits(places) {
            self.places[place].follow |= next;
        }
    }

    fn place(&mut self, chars: CharSet) -> Option<Part> {
        let place = 1_u64.checked_shl(u32::try_from(self.places.len()).ok()?)?;
        self.places.push(Place { chars: Arc::new(chars), follow: 0 });
        Some(Part { first: place, last: place, nullable: false })
    }
}
