use std::{num::NonZeroU8, time::Duration};

use paramgen::{ParamValue, Params};

#[derive(Params)]
struct Config {
    #[param(max = 999)]
    byte: u8,
    #[param(min = -1)]
    unsigned: u32,
    #[param(min = "-1s")]
    pause: Duration,
    #[param(max = 1e300)]
    single: f32,
    #[param(lt = 999)]
    exclusive: u8,
    #[param(min = 0)]
    nonzero: NonZeroU8,
    // These tell Conduit of the type's width.
    #[param(gt = -1, lt = 256)]
    told: u8,
    #[param(min = 0, max = 255)]
    edges: u8,
}

#[derive(ParamValue)]
#[param(max = 70_000)]
struct Port(u16);

fn main() {}
