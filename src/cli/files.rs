//! Profiles from disk or standard input.

use std::io::Read;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use crate::pipeline::{Compilation, compile};
use crate::resolve::Files;

use super::{Exit, Format, print, progress};

/// The profile a command works on.
#[derive(Debug, Clone, clap::Args)]
pub struct ProfileArgs {
    /// The profile; `-` reads standard input.
    #[arg(default_value = "cluster.yaml", value_name = "PROFILE")]
    pub profile: String,
    /// `--deny warnings` makes every warning an error.
    #[arg(long, value_name = "WHAT", value_parser = ["warnings"])]
    pub deny: Option<String>,
}

/// Files below the folder of the main profile.
#[derive(Debug)]
struct Disk {
    folder: PathBuf,
}

/// Largest file that is read; the reader of profiles refuses smaller ones with its own words.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let open = |error: std::io::Error| words(&error);
        let mut bytes = Vec::new();
        if path == "-" {
            std::io::stdin()
                .lock()
                .take(MOST_BYTES)
                .read_to_end(&mut bytes)
                .map_err(open)?;
            return Ok(bytes);
        }
        let full = self.folder.join(path);
        if full.is_dir() {
            return Err("it is a directory".to_owned());
        }
        std::fs::File::open(&full)
            .and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes))
            .map_err(open)?;
        Ok(bytes)
    }
}

fn words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

/// Compiles the profile of a command; an unreadable one is reported here. The compilation is not
/// dropped: the program ends with it, and to free a big one piece by piece takes long.
///
/// # Errors
/// The exit to take when nothing could be compiled.
pub fn compile_profile(
    args: &ProfileArgs,
    format: Format,
) -> Result<ManuallyDrop<Compilation>, Exit> {
    let path = Path::new(&args.profile);
    let (folder, name) = if args.profile == "-" {
        (PathBuf::from("."), "-".to_owned())
    } else {
        if path.is_dir() {
            print::error(&format!(
                "cannot read `{}`: it is a directory",
                args.profile
            ));
            return Err(Exit::NotDone);
        }
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        (path.parent().unwrap_or(Path::new("")).to_owned(), name)
    };
    let shown = folder.to_string_lossy().into_owned();
    let files = Disk { folder };
    let work = || compile(&files, &name, args.deny.is_some());
    let compiled = if name == "-" {
        // Somebody may be typing.
        work()
    } else {
        progress::during(&format!("compiling {name}"), format, work)
    };
    match compiled {
        Ok(mut compilation) => {
            compilation.sources.prefix_names(&shown);
            Ok(ManuallyDrop::new(compilation))
        }
        Err(error) => {
            print::error(&format!("cannot read `{}`: {error}", args.profile));
            Err(Exit::NotDone)
        }
    }
}
