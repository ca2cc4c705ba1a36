//! How large, deep and repetitive a profile may be.

/// Lists and maps in each other, aliases expanded.
pub const MAX_DEPTH: usize = 64;
/// Values of a file, those copied by `<<` included.
pub const MAX_NODES: u64 = 500_000;
/// Bytes of a key.
pub const MAX_KEY_BYTES: usize = 1024;
/// Mistakes that one reading reports.
pub const MAX_DIAGNOSTICS: usize = 1000;
/// How many times its own size aliases may add to a profile.
const EXPANSION_FACTOR: u64 = 10;
/// Values that aliases may add to any profile.
const EXPANSION_FLOOR_NODES: u64 = 100_000;
/// Bytes of text that aliases may add to any profile.
const EXPANSION_FLOOR_BYTES: u64 = 1 << 20;

/// How much a value would hold if every alias in it were a copy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Weight {
    pub nodes: u64,
    pub bytes: u64,
    /// Levels of lists and maps.
    pub height: usize,
}

impl Weight {
    pub const fn scalar(bytes: usize) -> Self {
        Self {
            nodes: 1,
            bytes: bytes as u64,
            height: 0,
        }
    }

    /// Counts a child of a list or map.
    pub fn add_child(&mut self, child: Self) {
        self.nodes = self.nodes.saturating_add(child.nodes);
        self.bytes = self.bytes.saturating_add(child.bytes);
        self.height = self.height.max(child.height + 1);
    }
}

/// What aliases have added so far.
#[derive(Debug, Default)]
pub(super) struct Expansion {
    nodes: u64,
    bytes: u64,
}

impl Expansion {
    /// Counts one alias of a value of weight `target`.
    ///
    /// # Errors
    /// Which limit it breaks: what there would be, and the most there may be.
    pub fn add(
        &mut self,
        target: Weight,
        nodes_read: u64,
        file_bytes: usize,
    ) -> Result<(), String> {
        self.nodes = self.nodes.saturating_add(target.nodes);
        self.bytes = self.bytes.saturating_add(target.bytes);
        let most_nodes = EXPANSION_FACTOR * nodes_read + EXPANSION_FLOOR_NODES;
        let most_bytes = EXPANSION_FACTOR * file_bytes as u64 + EXPANSION_FLOOR_BYTES;
        if self.nodes > most_nodes {
            return Err(format!(
                "aliases up to here stand for {} values; at most {most_nodes} are allowed",
                self.nodes
            ));
        }
        if self.bytes > most_bytes {
            return Err(format!(
                "aliases up to here stand for {} bytes of text; at most {most_bytes} are allowed",
                self.bytes
            ));
        }
        Ok(())
    }
}
