//! README sections between the markers of Conduit's `readmegen`.
