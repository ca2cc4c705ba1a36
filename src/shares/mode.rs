//! What a directive's number weighs in the kernel.

use std::ops::RangeInclusive;

/// A directive on a cgroup version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// `CPUWeight=` on cgroup v2.
    WeightV2,
    /// `CPUWeight=` on cgroup v1, which systemd turns into shares.
    WeightV1,
    /// `CPUShares=` on cgroup v1.
    SharesV1,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::WeightV2, Self::WeightV1, Self::SharesV1];

    /// The directive.
    #[must_use]
    pub const fn directive(self) -> &'static str {
        match self {
            Self::WeightV2 | Self::WeightV1 => "CPUWeight",
            Self::SharesV1 => "CPUShares",
        }
    }

    /// The numbers it takes.
    #[must_use]
    pub const fn range(self) -> RangeInclusive<u32> {
        match self {
            Self::WeightV2 | Self::WeightV1 => 1..=10_000,
            Self::SharesV1 => 2..=262_144,
        }
    }

    /// What a group has of which nobody says anything.
    #[must_use]
    pub const fn default(self) -> u32 {
        match self {
            Self::WeightV2 | Self::WeightV1 => 100,
            Self::SharesV1 => 1024,
        }
    }

    /// The smallest number that the kernel takes without rounding, whatever it is multiplied by.
    pub(super) const fn exact(self) -> u64 {
        match self {
            Self::WeightV2 | Self::WeightV1 => 25,
            Self::SharesV1 => 256,
        }
    }

    /// The number as the kernel weighs it. On v2 the kernel rounds to the nearest
    /// (`DIV_ROUND_CLOSEST` in kernel/sched/core.c), on v1 systemd rounds down
    /// (src/core/cgroup.c); less than 2 is no weight.
    #[must_use]
    pub fn effective(self, value: u32) -> u64 {
        let value = u64::from(value);
        match self {
            Self::WeightV2 => ((value * 1024 + 50) / 100).max(2),
            Self::WeightV1 => (value * 1024 / 100).clamp(2, 262_144),
            Self::SharesV1 => value,
        }
    }

    /// The least number that weighs at least `num / den`; `None` when the largest weighs less.
    pub(super) fn least(self, num: u128, den: u128) -> Option<u32> {
        let enough = |value: u32| u128::from(self.effective(value)) * den >= num;
        let (mut low, mut high) = self.range().into_inner();
        if !enough(high) {
            return None;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if enough(middle) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Some(low)
    }
}
