//! Records between a source and its outbox: those whose schema is known go on at once, others, and all behind them, wait
//! until it is registered.

#[cfg(feature = "schema")]
pub(super) use with_schemas::Encoding;
#[cfg(not(feature = "schema"))]
pub(super) use without_schemas::Encoding;

#[cfg(feature = "schema")]
mod with_schemas {
    use std::{cell::RefCell, collections::VecDeque};

    use tokio::sync::Notify;

    use crate::{
        Context, Error, Result,
        middleware::schema::{Need, SourceSchemas},
        record::Record,
        schema::Schemas,
        serve::{author::now, backoff::Retry, settings::KitSettings},
        source::Shown,
    };

    /// The source's schemas, and the records that wait for one.
    #[derive(Debug)]
    pub(crate) struct Encoding {
        state: RefCell<State>,
        arrived: Notify,
        service: Schemas,
    }

    #[derive(Debug)]
    struct State {
        schemas: Option<SourceSchemas>,
        waiting: VecDeque<(Vec<u8>, Record)>,
    }

    impl Encoding {
        pub(crate) fn new(kit: &KitSettings, context: &Context) -> Result<Self> {
            let service = context.schemas().clone();
            let mut schemas = SourceSchemas::new(kit, context.connector_id())?;
            if schemas.is_some() && !service.is_available() {
                tracing::warn!("the engine has named no schema service: records go without schemas");
                schemas = None;
            }
            let state = RefCell::new(State { schemas, waiting: VecDeque::new() });
            Ok(Self { state, arrived: Notify::new(), service })
        }

        /// The record as it is to be sent; none when it waits.
        pub(crate) fn take(&self, position: &[u8], mut record: Record) -> Result<Option<Record>> {
            let mut state = self.state.borrow_mut();
            let State { schemas: Some(schemas), waiting } = &mut *state else { return Ok(Some(record)) };
            if waiting.is_empty()
                && schemas.encode(&mut record).map_err(|error| at(position, error))?.is_none()
            {
                return Ok(Some(record));
            }
            waiting.push_back((position.to_vec(), record));
            self.arrived.notify_one();
            Ok(None)
        }

        /// How many records wait.
        pub(crate) fn waiting(&self) -> usize {
            self.state.borrow().waiting.len()
        }

        /// The next of the records that wait, once its schema is there. It may be dropped: nothing is lost.
        pub(crate) async fn next(&self) -> Result<(Vec<u8>, Record)> {
            loop {
                match self.look()? {
                    Look::Ready(position, record) => return Ok((position, *record)),
                    Look::Nothing => self.arrived.notified().await,
                    Look::Needs(need) => {
                        let schema = fetch(&self.service, &need).await?;
                        if let Some(schemas) = &mut self.state.borrow_mut().schemas {
                            schemas.supply(need, schema)?;
                        }
                    }
                }
            }
        }

        fn look(&self) -> Result<Look> {
            let mut state = self.state.borrow_mut();
            let State { schemas: Some(schemas), waiting } = &mut *state else { return Ok(Look::Nothing) };
            let Some((position, record)) = waiting.front_mut() else { return Ok(Look::Nothing) };
            if let Some(need) = schemas.encode(record).map_err(|error| at(position, error))? {
                return Ok(Look::Needs(need));
            }
            let front = waiting.pop_front();
            Ok(front.map_or(Look::Nothing, |(position, record)| Look::Ready(position, Box::new(record))))
        }
    }

    enum Look {
        Nothing,
        Needs(Need),
        Ready(Vec<u8>, Box<Record>),
    }

    fn at(position: &[u8], error: Error) -> Error {
        error.context(format_args!("the record at position {} cannot be encoded", Shown(position)))
    }

    /// Asks the schema service, again when it is out of reach.
    pub(crate) async fn fetch(service: &Schemas, need: &Need) -> Result<crate::schema::RegisteredSchema> {
        let mut retry = Retry::new();
        loop {
            let answer = match need {
                Need::Create { subject, text } => service.create(subject.clone(), text).await,
                Need::Get { subject, version } => service.get(subject.clone(), *version).await,
            };
            let error = match answer {
                Ok(schema) => return Ok(schema),
                Err(error) => error,
            };
            let text = error.to_string();
            let pause = retry.pause(error, now())?;
            tracing::warn!(pauseMs = pause.as_millis() as u64, "the schema service is asked again: {text}");
            tokio::time::sleep(pause).await;
        }
    }
}

#[cfg(feature = "schema")]
pub(super) use with_schemas::fetch;

#[cfg(not(feature = "schema"))]
mod without_schemas {
    use crate::{Context, Result, record::Record, serve::settings::KitSettings};

    /// Nothing waits.
    #[derive(Debug)]
    pub(crate) struct Encoding;

    impl Encoding {
        #[allow(clippy::unnecessary_wraps, reason = "as with schemas")]
        pub(crate) fn new(_: &KitSettings, _: &Context) -> Result<Self> {
            Ok(Self)
        }

        #[allow(clippy::unnecessary_wraps, reason = "as with schemas")]
        pub(crate) fn take(&self, _: &[u8], record: Record) -> Result<Option<Record>> {
            Ok(Some(record))
        }

        pub(crate) fn waiting(&self) -> usize {
            0
        }

        pub(crate) async fn next(&self) -> Result<(Vec<u8>, Record)> {
            std::future::pending().await
        }
    }
}
