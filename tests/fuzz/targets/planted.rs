//! A fault that nobody stumbles on: the proof that the fuzzer sees which bytes lead on, in the
//! compiler's code.
#![no_main]

use clusterc::units::Version;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    if let Ok(version) = text.parse::<Version>() {
        let planted = version.number(3) > 0 && text.contains("-");
        assert!(!planted, "the planted fault is found");
    }
});
