//! feedwright turns article records into feeds that every reader, aggregator and validator accepts.

pub mod article;
pub mod body;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod feed;
pub mod fetch;
pub mod photo;
pub mod publish;
pub mod render;
pub mod run;
pub mod source;
pub mod state;
