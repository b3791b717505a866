const _: () = {
    use ::paramgen as __paramgen;
    #[allow(deprecated)]
    #[automatically_derived]
    impl __paramgen::ParamValue for Pause {
        const VALUE: &'static __paramgen::__private::Value = &__paramgen::__private::Value::newtype(
            <Duration as __paramgen::ParamValue>::VALUE,
            const { &[__paramgen::Validation::Min(__paramgen::Bound::text("1s"))] },
        );
        fn from_scalar(
            __param_scalar: __paramgen::__private::Scalar<'_>,
        ) -> ::core::option::Option<Self> {
            <Duration as __paramgen::ParamValue>::from_scalar(__param_scalar).map(Self)
        }
        fn read_value(
            __param_reader: &mut __paramgen::__private::ValueReader<'_, '_>,
        ) -> ::core::option::Option<Self> {
            <Duration as __paramgen::ParamValue>::read_value(__param_reader).map(Self)
        }
        fn absent() -> ::core::option::Option<Self> {
            <Duration as __paramgen::ParamValue>::absent().map(Self)
        }
    }
    #[allow(deprecated)]
    #[automatically_derived]
    impl __paramgen::FieldType for Pause {
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
    #[allow(deprecated)]
    const _: () = __paramgen::__private::check::duration_type_rule(
        "Pause",
        <Pause as __paramgen::ParamValue>::VALUE,
        0usize,
        "1s",
    );
};
