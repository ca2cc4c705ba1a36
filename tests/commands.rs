//! Commands on files, as data. Each folder of `tests/commands` has `commands`, the lines to run in a
//! copy of `in/`: arguments of the program, or `cp FROM TO`. What they print and how they end is
//! `transcript.txt`, and the files that they leave different from `in/` are `out/`.

mod cli_support;
mod support;

use std::collections::BTreeMap;
use std::path::Path;

use cli_support::{Place, contents};
use support::{entries, expect_file, finish, root, updating, walk};

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn run(folder: &Path) -> (String, BTreeMap<String, Vec<u8>>) {
    let place = Place::empty();
    let given = contents(&folder.join("in"));
    for (name, bytes) in &given {
        let path = place.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    let commands = std::fs::read_to_string(folder.join("commands")).expect("commands");
    let mut transcript = String::new();
    let lines = commands.lines().filter(|line| !line.is_empty());
    for line in lines {
        if line.starts_with('#') {
            transcript.push_str(&format!("{line}\n"));
            continue;
        }
        let words: Vec<&str> = line.split(' ').collect();
        if let ["cp", from, to] = words[..] {
            std::fs::copy(place.path(from), place.path(to)).expect("a copy");
            transcript.push_str(&format!("$ {line}\n"));
            continue;
        }
        let ran = place.run(&words);
        transcript.push_str(&format!("$ clusterc {line}\n{}", ran.out));
        for line in ran.err.lines() {
            transcript.push_str(format!("| {line}").trim_end());
            transcript.push('\n');
        }
        transcript.push_str(&format!("[{}]\n", ran.code.unwrap_or(-1)));
    }
    let left = contents(place.0.path())
        .into_iter()
        .filter(|(name, bytes)| given.get(name) != Some(bytes))
        .collect();
    (transcript, left)
}

#[test]
fn commands_print_and_leave_what_is_expected() {
    let mut failures = Vec::new();
    let folders = entries(&root().join("tests/commands"));
    assert!(folders.len() > 5, "the commands were not found");
    for folder in folders {
        let (transcript, left) = run(&folder);
        failures.extend(expect_file(&folder.join("transcript.txt"), &transcript).err());
        let out = folder.join("out");
        for (name, bytes) in &left {
            failures.extend(expect_file(&out.join(name), &text(bytes)).err());
        }
        let expected = if out.exists() { walk(&out) } else { Vec::new() };
        for path in expected {
            let name = path
                .strip_prefix(&out)
                .expect("below")
                .display()
                .to_string();
            if left.contains_key(&name) {
                continue;
            }
            if updating() {
                std::fs::remove_file(&path).expect("a file that nothing makes");
            } else {
                failures.push(format!("nothing makes {}", path.display()));
            }
        }
    }
    finish(&failures);
}
