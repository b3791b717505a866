::core::compile_error! {
    "unknown attribute `defualt` in `#[param(…)]`\nhelp: did you mean `default`?"
}
const _: () = {
    use ::paramgen as __paramgen;
    #[allow(deprecated)]
    #[automatically_derived]
    impl __paramgen::Params for Bad {
        const SCHEMA: &'static __paramgen::__private::Schema = &__paramgen::__private::Schema::broken(
            &[],
        );
        fn read(
            _: &mut __paramgen::__private::Reader<'_>,
        ) -> ::core::option::Option<Self> {
            ::core::option::Option::None
        }
    }
    #[allow(deprecated)]
    #[automatically_derived]
    impl __paramgen::FieldType for Bad {
        const SHAPE: __paramgen::__private::Shape = __paramgen::__private::Shape::nested(
            <Self as __paramgen::Params>::SCHEMA,
        );
        fn read_field(
            _: &mut __paramgen::__private::Reader<'_>,
        ) -> ::core::option::Option<Self> {
            ::core::option::Option::None
        }
    }
};
