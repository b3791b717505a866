::core::compile_error! {
    "unknown attribute `defualt` in `#[param(…)]`\nhelp: did you mean `default`?"
}
#[automatically_derived]
impl ::paramgen::Params for Bad {
    const SCHEMA: &'static ::paramgen::__private::Schema = &::paramgen::__private::Schema::new(
        &[],
        &[],
    );
    fn read(_: &mut ::paramgen::__private::Reader<'_>) -> ::core::option::Option<Self> {
        ::core::option::Option::None
    }
}
#[automatically_derived]
impl ::paramgen::FieldType for Bad {
    const SHAPE: ::paramgen::__private::Shape = ::paramgen::__private::Shape::nested(
        <Self as ::paramgen::Params>::SCHEMA,
    );
    fn read_field(
        _: &mut ::paramgen::__private::Reader<'_>,
        _: &'static ::paramgen::__private::Field,
    ) -> ::core::option::Option<Self> {
        ::core::option::Option::None
    }
}
