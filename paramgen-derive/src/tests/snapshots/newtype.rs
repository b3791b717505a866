#[automatically_derived]
impl ::paramgen::ParamValue for Pause {
    const VALUE: &'static ::paramgen::__private::Value = &::paramgen::__private::Value::newtype(
        <Duration as ::paramgen::ParamValue>::VALUE,
        const { &[::paramgen::Validation::Min(::paramgen::Bound::duration("1s"))] },
    );
    fn from_scalar(
        __param_scalar: ::paramgen::__private::Scalar<'_>,
    ) -> ::core::option::Option<Self> {
        <Duration as ::paramgen::ParamValue>::from_scalar(__param_scalar).map(Self)
    }
    fn read_value(
        __param_reader: &mut ::paramgen::__private::ValueReader<'_, '_>,
    ) -> ::core::option::Option<Self> {
        <Duration as ::paramgen::ParamValue>::read_value(__param_reader).map(Self)
    }
    fn absent() -> ::core::option::Option<Self> {
        <Duration as ::paramgen::ParamValue>::absent().map(Self)
    }
}
#[automatically_derived]
impl ::paramgen::FieldType for Pause {
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
const _: () = ::paramgen::__private::check::duration_type_rule(
    "Pause",
    <Pause as ::paramgen::ParamValue>::VALUE,
    0usize,
    "1s",
);
