//! Calls of gRPC as tonic serves them, without generated services: a path is matched, a function answers.

use std::{
    future::{Future, Ready, ready},
    marker::PhantomData,
    pin::Pin,
};

use http::{Request, Response};
use prost::Message;
use tonic::{
    Status, Streaming,
    body::Body,
    server::{Grpc, StreamingService, UnaryService},
};
use tonic_prost::ProstCodec;

/// Answers a message with a message.
pub(crate) async fn unary<Q, A, F>(
    receive_limit: usize,
    request: Request<Body>,
    answer: impl FnOnce(Q) -> F + Send + 'static,
) -> Response<Body>
where
    Q: Message + Default + 'static,
    A: Message + Default + 'static,
    F: Future<Output = Result<A, Status>> + Send + 'static,
{
    let mut grpc = Grpc::new(ProstCodec::default()).max_decoding_message_size(receive_limit);
    grpc.unary(Unary { answer: Some(answer), question: PhantomData }, request).await
}

/// Answers a stream of messages with a stream of messages.
pub(crate) async fn streaming<Q, S, A>(
    receive_limit: usize,
    request: Request<Body>,
    start: impl FnOnce(Streaming<Q>) -> Result<S, Status> + Send,
) -> Response<Body>
where
    Q: Message + Default + 'static,
    A: Message + Default + 'static,
    S: tokio_stream::Stream<Item = Result<A, Status>> + Send + 'static,
{
    let mut grpc = Grpc::new(ProstCodec::default())
        .max_decoding_message_size(receive_limit)
        .max_encoding_message_size(usize::MAX);
    grpc.streaming(Bidirectional { start: Some(start), question: PhantomData }, request).await
}

/// Answers that there is no such method.
pub(crate) fn unimplemented() -> Response<Body> {
    Status::unimplemented("there is no such method").into_http()
}

/// A call with one message each way.
struct Unary<H, Q> {
    answer: Option<H>,
    question: PhantomData<fn(Q)>,
}

impl<Q, A, H, F> UnaryService<Q> for Unary<H, Q>
where
    Q: Send + 'static,
    A: 'static,
    H: FnOnce(Q) -> F + Send + 'static,
    F: Future<Output = Result<A, Status>> + Send + 'static,
{
    type Response = A;
    type Future = Pin<Box<dyn Future<Output = Result<tonic::Response<A>, Status>> + Send>>;

    fn call(&mut self, request: tonic::Request<Q>) -> Self::Future {
        let answer = self.answer.take();
        Box::pin(async move {
            let answer = answer.ok_or_else(called_twice)?;
            answer(request.into_inner()).await.map(tonic::Response::new)
        })
    }
}

/// A call with a stream each way.
struct Bidirectional<H, Q> {
    start: Option<H>,
    question: PhantomData<fn(Q)>,
}

impl<Q, A, S, H> StreamingService<Q> for Bidirectional<H, Q>
where
    S: tokio_stream::Stream<Item = Result<A, Status>>,
    H: FnOnce(Streaming<Q>) -> Result<S, Status>,
{
    type Response = A;
    type ResponseStream = S;
    type Future = Ready<Result<tonic::Response<S>, Status>>;

    fn call(&mut self, request: tonic::Request<Streaming<Q>>) -> Self::Future {
        let start = self.start.take().ok_or_else(called_twice);
        ready(start.and_then(|start| start(request.into_inner())).map(tonic::Response::new))
    }
}

/// Tonic calls a service once for each request, and there is one for each request.
fn called_twice() -> Status {
    Status::internal("a request was answered twice")
}
