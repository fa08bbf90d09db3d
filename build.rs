//! Links the program to a fixed address where that is known to work.
//!
//! A program that can be loaded anywhere has more than 80,000 addresses in its tables (time zones, rules,
//! agencies) put right before `main`: half of what a run costs that finds nothing new, every minute.
//! Heap, stack and libraries stay where chance puts them.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
