#[allow(clippy::large_stack_arrays)]
#[automatically_derived]
impl ::paramgen::Params for Http {
    const SCHEMA: &'static ::paramgen::__private::Schema = &::paramgen::__private::Schema::new(
        const {
            &[
                ::paramgen::__private::Field::new(
                        "port",
                        "port",
                        <u16 as ::paramgen::FieldType>::SHAPE,
                    )
                    .describe("Port to listen on.")
                    .default("8080")
                    .rules(const {
                        &[
                            ::paramgen::Validation::Min(
                                ::paramgen::Bound::Number(::paramgen::Number::Int(1024i128)),
                            ),
                        ]
                    }),
                ::paramgen::__private::Field::new(
                    "tls",
                    "tls",
                    <Option<Tls> as ::paramgen::FieldType>::SHAPE,
                ),
            ]
        },
        const { &[] },
    );
    fn read(
        __param_reader: &mut ::paramgen::__private::Reader<'_>,
    ) -> ::core::option::Option<Self> {
        let __param_port = <u16 as ::paramgen::FieldType>::read_field(
            __param_reader,
            Self::SCHEMA.field(0usize),
        );
        let __param_tls = <Option<
            Tls,
        > as ::paramgen::FieldType>::read_field(
            __param_reader,
            Self::SCHEMA.field(1usize),
        );
        ::core::option::Option::Some(Self {
            port: __param_port?,
            tls: __param_tls?,
            cache: ::core::default::Default::default(),
        })
    }
}
#[automatically_derived]
impl ::paramgen::FieldType for Http {
    const SHAPE: ::paramgen::__private::Shape = ::paramgen::__private::Shape::nested(
        <Self as ::paramgen::Params>::SCHEMA,
    );
    fn read_field(
        __param_reader: &mut ::paramgen::__private::Reader<'_>,
        _: &'static ::paramgen::__private::Field,
    ) -> ::core::option::Option<Self> {
        __param_reader.nested()
    }
    fn row() -> ::core::option::Option<&'static ::paramgen::__private::Flat> {
        ::core::option::Option::Some(::paramgen::__private::Build::<Self>::FLAT)
    }
}
const _: () = ::paramgen::__private::check::default(
    <Http as ::paramgen::Params>::SCHEMA.field(0usize),
);
const _: () = ::paramgen::__private::check::rule(
    <Http as ::paramgen::Params>::SCHEMA.field(0usize),
    0usize,
);
const _: () = ::paramgen::__private::check::structure(
    <Http as ::paramgen::Params>::SCHEMA.field(1usize),
);
