//! The query language: its grammar, its refusals, and its answers compared with those of a plain loop over events.

mod chains;
mod database;
mod ebnf;
mod grammar;
mod laws;
mod naive;
mod refused;
mod rows;
