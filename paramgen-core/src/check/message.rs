//! Messages of compile-time checks: `const` evaluation can panic with one text only, so it is put together by hand.

/// A text in the making. What does not fit is cut; no message comes near the end.
pub(super) struct Message {
    bytes: [u8; 2048],
    length: usize,
}

impl Message {
    pub(super) const fn new(parts: &[&str]) -> Self {
        let mut message = Self { bytes: [0; 2048], length: 0 };
        let mut i = 0;
        while i < parts.len() {
            message.push(parts[i]);
            i += 1;
        }
        message
    }

    const fn push(&mut self, text: &str) {
        let (_, free) = self.bytes.split_at_mut(self.length);
        if text.len() <= free.len() {
            free.split_at_mut(text.len()).0.copy_from_slice(text.as_bytes());
            self.length += text.len();
        }
    }

    #[track_caller]
    pub(super) const fn panic(&self) -> ! {
        match str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => panic!("{}", text),
            // Only whole texts are pushed.
            Err(_) => panic!("this parameter is declared wrongly"),
        }
    }
}
