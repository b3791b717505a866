use std::{collections::HashMap, fmt::Debug, marker::PhantomData};

use paramgen::{FieldType, ParamValue, Params};

#[derive(Debug, Params)]
struct WithBounds<T: Debug, U = String>
where
    U: Clone + FieldType,
{
    first: T,
    #[param(default = "7", min = 1)]
    second: Option<u8>,
    third: HashMap<String, U>,
}

#[derive(Debug, Params)]
struct Outer<T: Params> {
    inner: T,
    #[param(flatten)]
    other: Box2<T>,
}

#[derive(Debug, Params)]
struct Box2<T> {
    boxed: T,
}

#[derive(Debug, ParamValue)]
#[param(len(1..=3))]
struct Short<T>(T);

#[derive(Debug, Params)]
struct Borrowing<'a, const N: usize> {
    size: u8,
    #[param(skip)]
    marker: PhantomData<&'a ()>,
    #[param(skip)]
    array: PhantomData<[u8; N]>,
}

#[derive(Debug, Params)]
struct Plain {
    port: u16,
}

fn main() {
    let config = WithBounds::<u16>::parse([("first", "9"), ("third.a", "x")]).unwrap();
    assert_eq!((config.first, config.second, config.third["a"].as_str()), (9, Some(7), "x"));

    let config = Outer::<Plain>::parse([("inner.port", "1"), ("boxed.port", "2")]).unwrap();
    assert_eq!((config.inner.port, config.other.boxed.port), (1, 2));

    let config = Box2::<Short<String>>::parse([("boxed", "abc")]).unwrap();
    assert_eq!(config.boxed.0, "abc");
    assert!(Box2::<Short<String>>::parse([("boxed", "abcd")]).is_err());

    let config = Borrowing::<'_, 3>::parse([("size", "1")]).unwrap();
    assert_eq!(config.size, 1);
}
