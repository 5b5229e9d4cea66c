use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

/// A text shrinks to a fifth, lists of records to a fiftieth; what grows more than this is made to fill a disk.
const MOST_FOLD: u64 = 200;
/// Below this size nothing is a danger, whatever it was packed to.
const HARMLESS: u64 = 16 << 20;
/// An archive in an archive happens; more is a trick.
const DEEPEST: usize = 2;

/// Unpacks gzip and zstd. Returns the name without the ending of the packing, and what is inside.
pub(super) fn expand(
    name: &str,
    mut reader: Box<dyn Read + Send>,
) -> io::Result<(String, Box<dyn Read + Send>)> {
    let mut name = name.to_owned();
    for depth in 0..=DEEPEST {
        let mut packed = BufReader::with_capacity(1 << 16, reader);
        let head = packed.fill_buf()?;
        let zstd = head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]);
        if !zstd && !head.starts_with(&[0x1f, 0x8b]) {
            return Ok((name, Box::new(packed)));
        }
        if depth == DEEPEST {
            break;
        }
        let taken = Arc::new(AtomicU64::new(0));
        let counted = BufReader::new(Counted { inner: packed, taken: Arc::clone(&taken) });
        let inner: Box<dyn Read + Send> = if zstd {
            Box::new(Frames { source: Some(counted), current: None })
        } else {
            Box::new(MultiGzDecoder::new(counted))
        };
        reader = Box::new(Measured { inner, taken, given: 0 });
        if let Some((stem, _)) = name.rsplit_once('.').filter(|(_, e)| matches!(*e, "gz" | "zst" | "zstd")) {
            name = stem.to_owned();
        }
    }
    Err(io::Error::other("it is packed several times over"))
}

/// Counts the packed bytes.
struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.taken.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// Compares the unpacked bytes with the packed ones.
struct Measured {
    inner: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl Read for Measured {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.given += length as u64;
        if self.given > HARMLESS && self.given / MOST_FOLD > self.taken.load(Ordering::Relaxed) {
            return Err(io::Error::other("it unpacks to more than 200 times its size, as no text does"));
        }
        Ok(length)
    }
}

/// The frames of a zstd file, one after the other.
struct Frames<R: BufRead> {
    source: Option<R>,
    current: Option<Box<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>>,
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.current {
                let length = frame.read(buffer)?;
                if length > 0 || buffer.is_empty() {
                    return Ok(length);
                }
            }
            if let Some(frame) = self.current.take() {
                self.source = Some(frame.into_inner());
            }
            let Some(mut source) = self.source.take() else { return Ok(0) };
            if source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let frame = StreamingDecoder::new(source).map_err(io::Error::other)?;
            self.current = Some(Box::new(frame));
        }
    }
}
