const _: () = {
    use ::paramgen as __paramgen;
    #[allow(deprecated)]
    #[automatically_derived]
    impl __paramgen::ParamValue for Mode {
        const VALUE: &'static __paramgen::__private::Value = &__paramgen::__private::Value::choices(const {
            &[
                __paramgen::Validation::Inclusion(
                    __paramgen::__private::Cow::Borrowed(const {
                        &[
                            __paramgen::__private::Cow::Borrowed("fast"),
                            __paramgen::__private::Cow::Borrowed("very-safe"),
                        ]
                    }),
                ),
            ]
        });
        fn from_scalar(
            __param_scalar: __paramgen::__private::Scalar<'_>,
        ) -> ::core::option::Option<Self> {
            match __param_scalar.text()? {
                "fast" => ::core::option::Option::Some(Self::Fast),
                "very-safe" => ::core::option::Option::Some(Self::Safe),
                _ => ::core::option::Option::None,
            }
        }
    }
    #[allow(deprecated)]
    #[automatically_derived]
    impl __paramgen::FieldType for Mode {
        const SHAPE: __paramgen::__private::Shape = __paramgen::__private::Shape::of_value(
            <Self as __paramgen::ParamValue>::VALUE,
        );
        #[inline]
        fn read_field(
            __param_reader: &mut __paramgen::__private::Reader<'_>,
        ) -> ::core::option::Option<Self> {
            __param_reader.value()
        }
    }
};
