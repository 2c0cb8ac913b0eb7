//! A ZIP archive that is handed out while it is written: what is not handed out yet is all that is in memory. Files have
//! no times, so that the same files make the same archive.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// An archive that is being written.
pub struct Archive {
    zip: ZipWriter<StreamWriter<Waiting>>,
    waiting: Waiting,
}

/// What was written and not handed out.
#[derive(Clone, Default)]
struct Waiting(Arc<Mutex<Vec<u8>>>);

impl Waiting {
    fn take(&self) -> Vec<u8> {
        let mut bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        mem::take(&mut *bytes)
    }
}

impl Write for Waiting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Archive {
    /// With nothing in it.
    pub fn new() -> Self {
        let waiting = Waiting::default();
        Self {
            zip: ZipWriter::new_stream(waiting.clone()),
            waiting,
        }
    }

    /// Begins another file.
    pub fn begin(&mut self, path: &str) -> ZipResult<()> {
        // Photos, recordings and documents are compressed as they are. Not stored all the same: programs that unpack while
        // they read cannot tell where a stored file ends whose size was not known when it began.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1));
        self.zip.start_file(path, options)
    }

    /// Goes on with the file that was begun. Gives what can be handed out by now.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        self.zip.write_all(bytes)?;
        Ok(self.waiting.take())
    }

    /// Ends it. Gives the rest.
    pub fn end(self) -> ZipResult<Vec<u8>> {
        self.zip.finish()?;
        Ok(self.waiting.take())
    }
}

impl Default for Archive {
    fn default() -> Self {
        Self::new()
    }
}
