//! Records, pictures and feeds that strangers made to break something or to get through a gate.
//! `docs/security.md` says which kinds there are, and which test here holds each.

mod addresses;
pub(crate) mod bodies;
mod browser;
mod files;
mod gates;
mod handed_on;
pub(crate) mod judge;
mod leads;
mod people;
mod pictures;
mod profiles;
mod records;
mod requests;
mod reserved;
mod systems;
mod terminals;
mod titles;
pub(crate) mod vectors;
