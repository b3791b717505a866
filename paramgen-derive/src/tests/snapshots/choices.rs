#[automatically_derived]
impl ::paramgen::ParamValue for Mode {
    const VALUE: &'static ::paramgen::__private::Value = &::paramgen::__private::Value::choices(const {
        &[
            ::paramgen::Validation::Inclusion(
                ::paramgen::__private::Cow::Borrowed(const {
                    &[
                        ::paramgen::__private::Cow::Borrowed("fast"),
                        ::paramgen::__private::Cow::Borrowed("very-safe"),
                    ]
                }),
            ),
        ]
    });
    fn from_scalar(
        __param_scalar: ::paramgen::__private::Scalar<'_>,
    ) -> ::core::option::Option<Self> {
        match __param_scalar.text()? {
            "fast" => ::core::option::Option::Some(Self::Fast),
            "very-safe" => ::core::option::Option::Some(Self::Safe),
            _ => ::core::option::Option::None,
        }
    }
}
#[automatically_derived]
impl ::paramgen::FieldType for Mode {
    const SHAPE: ::paramgen::__private::Shape = ::paramgen::__private::Shape::of_value(
        <Self as ::paramgen::ParamValue>::VALUE,
    );
    fn read_field(
        __param_reader: &mut ::paramgen::__private::Reader<'_>,
        _: &'static ::paramgen::__private::Field,
    ) -> ::core::option::Option<Self> {
        __param_reader.value()
    }
}
