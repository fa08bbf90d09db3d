//! Bounded, cached HTTP reading.
