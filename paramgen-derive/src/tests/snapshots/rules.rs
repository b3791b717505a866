const _: () = {
    use ::paramgen as __paramgen;
    #[allow(clippy::large_stack_arrays, deprecated)]
    #[automatically_derived]
    impl<T> __paramgen::Params for Pair<T>
    where
        Option<T>: __paramgen::FieldType,
    {
        const SCHEMA: &'static __paramgen::__private::Schema = &__paramgen::__private::Schema::new(
            const {
                &[
                    __paramgen::__private::Field::new(
                        "a",
                        "a",
                        <Option<T> as __paramgen::FieldType>::SHAPE,
                    ),
                    __paramgen::__private::Field::new(
                        "b",
                        "b",
                        <Option<String> as __paramgen::FieldType>::SHAPE,
                    ),
                ]
            },
            const {
                &[
                    __paramgen::__private::FieldRule::OneOf(
                        __paramgen::__private::Cow::Borrowed(&[0usize, 1usize]),
                    ),
                ]
            },
        );
        const CHECKED: () = {
            <Option<T> as __paramgen::FieldType>::CHECKED;
            __paramgen::__private::check::structure(
                <Self as __paramgen::Params>::SCHEMA.field(0usize),
            );
            __paramgen::__private::check::structure(
                <Self as __paramgen::Params>::SCHEMA.field(1usize),
            );
            __paramgen::__private::check::member(
                <Self as __paramgen::Params>::SCHEMA.field(0usize),
            );
            __paramgen::__private::check::member(
                <Self as __paramgen::Params>::SCHEMA.field(1usize),
            );
        };
        fn read(
            __param_reader: &mut __paramgen::__private::Reader<'_>,
        ) -> ::core::option::Option<Self> {
            let __param_a = <Option<
                T,
            > as __paramgen::FieldType>::read_field(__param_reader);
            let __param_b = <Option<
                String,
            > as __paramgen::FieldType>::read_field(__param_reader);
            let (
                ::core::option::Option::Some(__param_a),
                ::core::option::Option::Some(__param_b),
            ) = (__param_a, __param_b) else {
                return ::core::option::Option::None;
            };
            ::core::option::Option::Some(Self { a: __param_a, b: __param_b })
        }
        const HAS_CHECK: bool = true;
        fn check(&self, __param_problems: &mut __paramgen::Problems) {
            let __param_check: fn(&Self, &mut __paramgen::Problems) = verify;
            __param_check(self, __param_problems);
        }
    }
    #[allow(deprecated)]
    #[automatically_derived]
    impl<T> __paramgen::FieldType for Pair<T>
    where
        Option<T>: __paramgen::FieldType,
    {
        const SHAPE: __paramgen::__private::Shape = __paramgen::__private::Shape::nested(
            <Self as __paramgen::Params>::SCHEMA,
        );
        const CHECKED: () = <Self as __paramgen::Params>::CHECKED;
        fn read_field(
            __param_reader: &mut __paramgen::__private::Reader<'_>,
        ) -> ::core::option::Option<Self> {
            __param_reader.nested()
        }
        fn row() -> ::core::option::Option<
            &'static __paramgen::__private::Flat<'static>,
        > {
            ::core::option::Option::Some(__paramgen::__private::Build::<Self>::FLAT)
        }
    }
};
