//! The font that applications are printed in.

use std::path::PathBuf;

/// Where `cargo xtask test` has put it; without that, where it puts it of itself.
pub fn font() -> PathBuf {
    let named = std::env::var_os("FENGQIAO_FONT").map(PathBuf::from);
    let font = named.unwrap_or_else(|| {
        let home = std::env::var_os("HOME")
            .map(PathBuf::from)
            .unwrap_or_default();
        home.join(".cache/fengqiao/node/node_modules/@expo-google-fonts/noto-serif-sc")
            .join("400Regular/NotoSerifSC_400Regular.ttf")
    });
    assert!(
        font.exists(),
        "no font at {}: cargo xtask test installs it",
        font.display()
    );
    font
}
