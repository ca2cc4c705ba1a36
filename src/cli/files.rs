//! Profiles from disk or standard input.

use std::fs::File;
use std::io::Read;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use crate::pipeline::{Compilation, compile_on};
use crate::resolve::Files;
use crate::units::Date;
use crate::yaml::MAX_FILE_BYTES;

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

/// Files below the folder of the main profile, and the main profile itself.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    main: String,
}

/// Bytes that are read of any file: one more than a profile may have, so that its reader sees
/// that there are more.
const MOST_BYTES: usize = MAX_FILE_BYTES + 1;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == self.main {
            return if path == "-" {
                take(std::io::stdin().lock())
            } else {
                // May be a pipe, as in `clusterc check <(generate)`.
                File::open(self.folder.join(path)).and_then(take)
            }
            .map_err(|error| words(&error));
        }
        let full = self.folder.join(path);
        // A pipe or a device would be waited for, or never end.
        let there = std::fs::metadata(&full).map_err(|error| words(&error))?;
        if there.is_dir() {
            return Err("it is a directory".to_owned());
        }
        if !there.is_file() {
            return Err("it is a device or a pipe".to_owned());
        }
        if self.leads_out(&full) {
            return Err("it is a link that leads out of the profile's folder".to_owned());
        }
        let bytes = File::open(&full)
            .and_then(take)
            .map_err(|error| words(&error))?;
        if bytes.len() > MAX_FILE_BYTES {
            return Err(format!("it has more than {MAX_FILE_BYTES} bytes"));
        }
        Ok(bytes)
    }
}

impl Disk {
    /// The files below `folder`, and the main profile called `main` in it.
    pub fn new(folder: PathBuf, main: &str) -> Self {
        Self {
            folder,
            main: main.to_owned(),
        }
    }

    /// Whether links lead from a path in the folder to a file outside.
    fn leads_out(&self, full: &Path) -> bool {
        let folder = if self.folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &self.folder
        };
        match (folder.canonicalize(), full.canonicalize()) {
            (Ok(folder), Ok(file)) => !file.starts_with(folder),
            _ => true,
        }
    }
}

fn take(from: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub fn words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

/// The folder that a profile lies in, and its name there; `-` is standard input.
pub fn folder_and_name(profile: &str) -> (PathBuf, String) {
    if profile == "-" {
        return (PathBuf::from("."), "-".to_owned());
    }
    let path = Path::new(profile);
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    (path.parent().unwrap_or(Path::new("")).to_owned(), name)
}

/// The files of a command's profile, and how to name the profile among them.
#[derive(Debug)]
pub struct Opened {
    files: Disk,
    shown: String,
}

impl Opened {
    /// Finds the folder; reads nothing yet.
    ///
    /// # Errors
    /// The exit to take; why is said.
    pub fn new(args: &ProfileArgs, format: Format) -> Result<Self, Exit> {
        if args.profile != "-" && Path::new(&args.profile).is_dir() {
            let message = format!("cannot read `{}`: it is a directory", args.profile);
            print::failure(&message, format);
            return Err(Exit::NotDone);
        }
        let (folder, main) = folder_and_name(&args.profile);
        let shown = folder.to_string_lossy().into_owned();
        Ok(Self {
            files: Disk::new(folder, &main),
            shown,
        })
    }

    pub const fn files(&self) -> &dyn Files {
        &self.files
    }

    /// The profile's name in its folder; `-` is standard input.
    pub fn main(&self) -> &str {
        &self.files.main
    }

    /// A path from the profile's folder, from where we are.
    pub fn path_of(&self, path: &str) -> PathBuf {
        self.files.folder.join(path)
    }

    /// Compiles, or does what ends in a compilation; a profile that cannot be read is reported.
    ///
    /// # Errors
    /// The exit to take when nothing could be compiled.
    pub fn compiled<T>(
        &self,
        args: &ProfileArgs,
        format: Format,
        work: impl FnOnce() -> Result<T, String>,
    ) -> Result<T, Exit> {
        let compiled = if self.main() == "-" {
            // Somebody may be typing.
            work()
        } else {
            progress::during(&format!("compiling {}", self.main()), format, work)
        };
        compiled.map_err(|error| {
            let message = format!("cannot read `{}`: {error}", args.profile);
            print::failure(&message, format);
            Exit::NotDone
        })
    }

    /// Names the files of a compilation as they are named from where we are.
    pub fn show_names(&self, compilation: &mut Compilation) {
        compilation.sources.prefix_names(&self.shown);
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
    compile_profile_on(None, args, format)
}

/// [`compile_profile`], with allow comments judged on a day.
///
/// # Errors
/// As [`compile_profile`].
pub fn compile_profile_on(
    today: Option<Date>,
    args: &ProfileArgs,
    format: Format,
) -> Result<ManuallyDrop<Compilation>, Exit> {
    let opened = Opened::new(args, format)?;
    let mut compilation = opened.compiled(args, format, || {
        let deny = args.deny.is_some();
        compile_on(today, opened.files(), opened.main(), deny)
    })?;
    opened.show_names(&mut compilation);
    Ok(ManuallyDrop::new(compilation))
}
