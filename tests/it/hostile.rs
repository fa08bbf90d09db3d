//! Records, pictures and feeds that strangers made to break something or to get through a gate.
//! `docs/security.md` says which kinds there are, and which test here holds each.

mod addresses;
mod files;
mod gates;
mod people;
mod records;
mod requests;
mod titles;
