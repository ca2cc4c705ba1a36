use super::*;
use crate::products::systemd::lookup;

/// Whether the last row of the directive takes the value.
fn takes(name: &str, value: &str, systemd: u32) -> bool {
    let directive = lookup(name).last().expect(name);
    check_value(directive, value, systemd).is_ok()
}

/// What real 252 said of each, and neighbours.
#[test]
fn values_as_the_real_parser_takes_them() {
    for (name, value, systemd, ok) in [
        ("CPUWeight", "400", 252, true),
        ("CPUWeight", "0", 252, false),
        ("CPUWeight", "10001", 252, false),
        ("CPUWeight", "idle", 252, true),
        ("CPUWeight", "idle", 251, false),
        ("CPUWeight", "hi", 252, false),
        ("CPUWeight", "400 # half", 252, false),
        ("CPUShares", "1", 252, false),
        ("CPUShares", "29696", 252, true),
        ("Slice", "condor.slice", 252, true),
        ("Slice", "condor", 252, false),
        ("Slice", "condor.service", 252, false),
        ("Slice", "a--b.slice", 252, false),
        ("CPUQuota", "50", 252, false),
        ("CPUQuota", "0%", 252, false),
        ("CPUQuota", "800%", 252, true),
        ("CPUQuota", "12.5%", 252, true),
        ("CPUQuota", "12.345%", 252, false),
        ("MemoryMax", "10GB", 252, false),
        ("MemoryMax", "110%", 252, false),
        ("MemoryMax", "50%", 252, true),
        ("MemoryMax", "0", 252, false),
        ("MemoryMin", "0", 252, true),
        ("MemoryMax", "1.5G", 252, true),
        ("MemoryMax", "infinity", 252, true),
        ("Environment", "A=50%%", 252, true),
        ("Environment", "1A=x", 252, false),
        ("Environment", "FOO", 252, false),
        ("Environment", "\"A=x y", 252, false),
        ("Environment", "\"A=x y\" B=z", 252, true),
        ("Environment", "", 252, true),
        ("EnvironmentFile", "-/etc/sysconfig/condor", 252, true),
        ("EnvironmentFile", "etc/nonexist", 252, false),
        ("MountFlags", "slave", 252, true),
        ("MountFlags", "rslave", 252, false),
        ("PrivateTmp", "maybe", 252, false),
        ("PrivateTmp", "Yes", 252, true),
        ("PrivateTmp", "", 252, false),
        ("PrivateTmp", "disconnected", 256, false),
        ("PrivateTmp", "disconnected", 257, true),
        ("TasksMax", "0", 252, false),
        ("TasksMax", "15%", 230, false),
        ("TasksMax", "15%", 231, true),
        ("LimitNOFILE", "65536:32768", 252, false),
        ("LimitNOFILE", "32768:65536", 252, true),
        ("LimitNOFILE", "32768:65536", 219, false),
        ("LimitNOFILE", "infinity", 219, true),
        ("LimitNOFILE", "64K", 252, false),
        ("LimitMEMLOCK", "64M", 252, true),
        ("LimitMEMLOCK", "64M", 219, false),
        ("LimitNICE", "-5", 252, true),
        ("IOReadBandwidthMax", "/dev/nope 10M", 252, true),
        ("IOReadBandwidthMax", "10M", 252, false),
        ("TimeoutStartSec", "1min 30s", 252, true),
        ("TimeoutStartSec", "90", 252, true),
        ("TimeoutStartSec", "5 parsecs", 252, false),
        ("Restart", "on-failure", 252, true),
        ("Restart", "sometimes", 252, false),
        ("Type", "exec", 239, false),
        ("UMask", "0022", 252, true),
        ("UMask", "99", 252, false),
        ("KillSignal", "SIGTERM", 252, true),
        ("KillSignal", "term", 252, false),
        ("OOMScoreAdjust", "-1000", 252, true),
        ("OOMScoreAdjust", "-1001", 252, false),
        ("After", "docker.service network.target", 252, true),
        ("After", "docker", 252, false),
        ("After", "", 252, false),
        ("AllowedCPUs", "0-3,8", 252, true),
        ("AllowedCPUs", "3-0", 252, false),
        ("ControlGroup", "cpu:/condor", 204, true),
        ("WorkingDirectory", "~", 252, true),
        ("WorkingDirectory", "var", 252, false),
        ("ExecStart", "-/bin/true x", 252, true),
        ("Description", "50%y of it", 250, false),
        ("Description", "two\nlines", 252, false),
    ] {
        assert_eq!(
            takes(name, value, systemd),
            ok,
            "{name}={value} on {systemd}"
        );
    }
}
