const _: () = {
    use ::paramgen as __paramgen;
    #[allow(clippy::large_stack_arrays, deprecated)]
    #[automatically_derived]
    impl __paramgen::Params for Http {
        const SCHEMA: &'static __paramgen::__private::Schema = &__paramgen::__private::Schema::new(
            const {
                &[
                    __paramgen::__private::Field::new(
                            "port",
                            "port",
                            <u16 as __paramgen::FieldType>::SHAPE,
                        )
                        .describe("Port to listen on.")
                        .default("8080")
                        .rules(const {
                            &[
                                __paramgen::Validation::Min(
                                    __paramgen::Bound::Number(__paramgen::Number::Int(1024i128)),
                                ),
                            ]
                        }),
                    __paramgen::__private::Field::new(
                        "tls",
                        "tls",
                        <Option<Tls> as __paramgen::FieldType>::SHAPE,
                    ),
                ]
            },
            const { &[] },
        );
        fn read(
            __param_reader: &mut __paramgen::__private::Reader<'_>,
        ) -> ::core::option::Option<Self> {
            let __param_port = <u16 as __paramgen::FieldType>::read_field(
                __param_reader,
            );
            let __param_tls = <Option<
                Tls,
            > as __paramgen::FieldType>::read_field(__param_reader);
            let (
                ::core::option::Option::Some(__param_port),
                ::core::option::Option::Some(__param_tls),
            ) = (__param_port, __param_tls) else {
                return ::core::option::Option::None;
            };
            ::core::option::Option::Some(Self {
                port: __param_port,
                tls: __param_tls,
                cache: <Vec<u8> as ::core::default::Default>::default(),
            })
        }
    }
    #[allow(deprecated)]
    #[automatically_derived]
    impl __paramgen::FieldType for Http {
        const SHAPE: __paramgen::__private::Shape = __paramgen::__private::Shape::nested(
            <Self as __paramgen::Params>::SCHEMA,
        );
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
    #[allow(deprecated)]
    const _: () = __paramgen::__private::check::default(
        <Http as __paramgen::Params>::SCHEMA.field(0usize),
    );
    #[allow(deprecated)]
    const _: () = __paramgen::__private::check::rule(
        <Http as __paramgen::Params>::SCHEMA.field(0usize),
        0usize,
    );
    #[allow(deprecated)]
    const _: () = <Option<Tls> as __paramgen::FieldType>::CHECKED;
    #[allow(deprecated)]
    const _: () = __paramgen::__private::check::structure(
        <Http as __paramgen::Params>::SCHEMA.field(1usize),
    );
};
