#[allow(clippy::large_stack_arrays)]
#[automatically_derived]
impl<T> ::paramgen::Params for Pair<T>
where
    Option<T>: ::paramgen::FieldType,
{
    const SCHEMA: &'static ::paramgen::__private::Schema = &::paramgen::__private::Schema::new(
        const {
            &[
                ::paramgen::__private::Field::new(
                    "a",
                    "a",
                    <Option<T> as ::paramgen::FieldType>::SHAPE,
                ),
                ::paramgen::__private::Field::new(
                    "b",
                    "b",
                    <Option<String> as ::paramgen::FieldType>::SHAPE,
                ),
            ]
        },
        const {
            &[
                ::paramgen::__private::Between::OneOf(
                    ::paramgen::__private::Cow::Borrowed(&[0usize, 1usize]),
                ),
            ]
        },
    );
    const CHECKED: () = {
        ::paramgen::__private::check::structure(Self::SCHEMA.field(0usize));
        ::paramgen::__private::check::structure(Self::SCHEMA.field(1usize));
        ::paramgen::__private::check::member(Self::SCHEMA.field(0usize));
        ::paramgen::__private::check::member(Self::SCHEMA.field(1usize));
    };
    fn read(
        __param_reader: &mut ::paramgen::__private::Reader<'_>,
    ) -> ::core::option::Option<Self> {
        let __param_a = <Option<
            T,
        > as ::paramgen::FieldType>::read_field(
            __param_reader,
            Self::SCHEMA.field(0usize),
        );
        let __param_b = <Option<
            String,
        > as ::paramgen::FieldType>::read_field(
            __param_reader,
            Self::SCHEMA.field(1usize),
        );
        ::core::option::Option::Some(Self {
            a: __param_a?,
            b: __param_b?,
        })
    }
    const HAS_CHECK: bool = true;
    fn check(&self, __param_problems: &mut ::paramgen::Problems) {
        let __param_check: fn(&Self, &mut ::paramgen::Problems) = verify;
        __param_check(self, __param_problems);
    }
}
#[automatically_derived]
impl<T> ::paramgen::FieldType for Pair<T>
where
    Option<T>: ::paramgen::FieldType,
{
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
