use paramgen::{ByteSize, Params};

#[derive(Params)]
struct Config {
    #[param(default = "64 megs")]
    unit: ByteSize,
    #[param(default = "1.5")]
    part: ByteSize,
    #[param(default = "1kB", min = "1KiB")]
    default: ByteSize,
    #[param(min = "10s")]
    duration: ByteSize,
    #[param(max = 1024)]
    number: ByteSize,
    #[param(gt = 0)]
    greater: ByteSize,
    #[param(min = "2KiB", max = "1KiB")]
    nothing: ByteSize,
    #[param(max = "64MiB")]
    integer: u64,
    #[param(max = "64 megs")]
    neither: ByteSize,
}

fn main() {}
