//! A build that is interrupted anywhere leaves what the next one repairs.

mod output_support;

use std::collections::BTreeSet;
use std::path::Path;

use clusterc::output::{OutputTree, Request, Steps};
use output_support::{CORE, HDFS, ZOO, build, build_with, built, check, listing, request, tree};

fn crash_trees() -> [OutputTree; 3] {
    [
        tree(&[
            ("a", CORE, "a1\n"),
            ("a", HDFS, "same\n"),
            ("a", ZOO, "a3\n"),
            ("gone", CORE, "a4\n"),
            ("turns", "/etc/x", "file\n"),
        ]),
        tree(&[
            ("a", CORE, "b1\n"),
            ("a", HDFS, "same\n"),
            ("a", "/opt/b/deep/only", "#!b\n"),
            ("new", CORE, "b5\n"),
            ("new", ZOO, "#!b6\n"),
            ("turns", "/etc/x/y", "directory\n"),
        ]),
        tree(&[
            ("a", CORE, "c1\n"),
            ("a", HDFS, "c2\n"),
            ("a", ZOO, "a3\n"),
            ("new", CORE, "c5\n"),
            ("last", CORE, "c6\n"),
            ("turns", "/etc/x", "#!file\n"),
        ]),
    ]
}

/// Wherever a build is interrupted, and the next one too, a further one brings its tree about.
#[test]
fn every_crash_is_repaired() {
    let [a, b, c] = crash_trees();
    let wanted = [built(&a), built(&b), built(&c)];
    let mut interrupted = 0;
    for first in 0.. {
        let crashed = |path: &Path| {
            build(&a, path).unwrap();
            build_with(&request(&b), path, &Steps::at_most(first))
        };
        for (next, wanted) in [(&a, &wanted[0]), (&b, &wanted[1]), (&c, &wanted[2])] {
            let out = output_support::folder();
            let _ = crashed(out.path());
            build(next, out.path()).unwrap_or_else(|error| panic!("step {first}: {error}"));
            assert_eq!(&listing(out.path()), wanted, "step {first}");
            assert!(check(next, out.path()).is_empty(), "step {first}");
        }
        for second in (first % 7..).step_by(7) {
            let out = output_support::folder();
            let _ = crashed(out.path());
            let ended = build_with(&request(&c), out.path(), &Steps::at_most(second));
            interrupted += usize::from(ended.is_err());
            for (next, wanted) in [(&b, &wanted[1]), (&a, &wanted[0])] {
                build(next, out.path())
                    .unwrap_or_else(|error| panic!("steps {first}, {second}: {error}"));
                assert_eq!(&listing(out.path()), wanted, "steps {first}, {second}");
            }
            if ended.is_ok() {
                break;
            }
        }
        let out = output_support::folder();
        if crashed(out.path()).is_ok() {
            assert!(first > 20, "only {first} steps");
            break;
        }
    }
    assert!(interrupted > 50, "only {interrupted} second crashes");
}

#[test]
fn a_crash_of_the_first_build_is_repaired() {
    let [_, b, c] = crash_trees();
    let wanted = built(&c);
    for steps in 0.. {
        let out = output_support::folder();
        let ended = build_with(&request(&b), out.path(), &Steps::at_most(steps));
        build(&c, out.path()).unwrap_or_else(|error| panic!("step {steps}: {error}"));
        assert_eq!(listing(out.path()), wanted, "step {steps}");
        if ended.is_ok() {
            break;
        }
    }
}

/// A scoped build does not forget what an interrupted one may have left on other hosts.
#[test]
fn a_crash_is_remembered_for_hosts_out_of_scope() {
    let [a, b, c] = crash_trees();
    let wanted = built(&c);
    let scope = BTreeSet::from(["a".to_owned()]);
    for steps in 0.. {
        let out = output_support::folder();
        build(&a, out.path()).unwrap();
        let ended = build_with(&request(&b), out.path(), &Steps::at_most(steps));
        let scoped = Request {
            scope: Some(&scope),
            ..request(&c)
        };
        build_with(&scoped, out.path(), &Steps::all()).unwrap();
        build_with(&scoped, out.path(), &Steps::all()).unwrap();
        build(&c, out.path()).unwrap_or_else(|error| panic!("step {steps}: {error}"));
        assert_eq!(listing(out.path()), wanted, "step {steps}");
        if ended.is_ok() {
            break;
        }
    }
}
