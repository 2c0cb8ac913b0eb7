//! News of a case as they happen: a stream of server-sent events, of which only the versions are read.

use super::transport::{self, Begun};
use super::{ApiFailure, Method, Party};
use crate::platform::stream::{Part, Stream};
use crate::platform::task::Nap;

/// The longest line that is read. Nothing that the server tells is nearly as long.
const LINE_MAX: usize = 256;

/// News of a case. Dropped, it is not listened any more.
pub struct News {
    stream: Stream,
    events: Events,
    _begun: Begun,
}

/// What was heard.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// That the server is there; and the newest version, if there is one.
    Told(Option<u32>),
    /// Nothing, before the nap was over.
    Nothing,
    /// The end.
    End,
}

/// Begins to listen, for what happened to the case after this version.
pub async fn news(party: &Party, version: u32) -> Result<News, ApiFailure> {
    let authorization = party.authorization();
    let headers = [
        ("accept", "text/event-stream"),
        ("authorization", &authorization),
        ("last-event-id", &version.to_string()),
    ];
    let begun = transport::begin(
        Method::GET,
        &party.path("/news"),
        &headers,
        None,
        transport::TIME_LIMIT,
    )
    .await?;
    let (stream, begun) = begun.stream().await?;
    Ok(News {
        stream,
        events: Events::default(),
        _begun: begun,
    })
}

impl News {
    /// Waits for news, until the nap is over.
    pub async fn next(&mut self, nap: &Nap) -> Heard {
        match self.stream.next(nap).await {
            Part::Bytes(bytes) => Heard::Told(self.events.read(&bytes)),
            Part::Nothing => Heard::Nothing,
            Part::End => Heard::End,
        }
    }
}

/// What was read of the events so far. Bytes are cut anywhere on their way.
#[derive(Debug, Default)]
struct Events {
    /// The line that has not ended yet, as far as it is read.
    line: Vec<u8>,
    /// Whether a line has just ended with a carriage return: the line feed behind it ends no other.
    returned: bool,
    /// The last id that was given. It stays for events that give none.
    id: Option<u32>,
    /// Whether the event that has not ended yet has data.
    has_data: bool,
}

impl Events {
    /// Reads on. Gives the id of the last event that ended with this.
    fn read(&mut self, bytes: &[u8]) -> Option<u32> {
        let mut told = None;
        for byte in bytes {
            let was_return = std::mem::replace(&mut self.returned, *byte == b'\r');
            match byte {
                b'\n' if was_return => {}
                b'\r' | b'\n' => told = self.end_line().or(told),
                _ if self.line.len() <= LINE_MAX => self.line.push(*byte),
                _ => {}
            }
        }
        told
    }

    /// The id of the event that ended with this line, if one did.
    fn end_line(&mut self) -> Option<u32> {
        let line = std::mem::take(&mut self.line);
        if line.is_empty() {
            return self.id.filter(|_| std::mem::take(&mut self.has_data));
        }
        if line.len() > LINE_MAX {
            return None;
        }
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = parts.next().unwrap_or_default();
        let value = parts.next().unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match name {
            b"id" => {
                let version = std::str::from_utf8(value).ok();
                self.id = version.and_then(|text| text.parse().ok()).or(self.id);
            }
            b"data" => self.has_data = true,
            // Comments and whatever later servers tell besides.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of these pieces, one after the other.
    fn told(pieces: &[&[u8]]) -> Vec<u32> {
        let mut events = Events::default();
        let read = |piece: &&[u8]| events.read(piece);
        pieces.iter().filter_map(read).collect()
    }

    #[test]
    fn an_event_is_told_once_it_has_ended() {
        assert_eq!(told(&[b"id: 7\ndata: 7\n\n"]), [7]);
        assert_eq!(told(&[b":\n\n", b"id:7\n", b"data\n", b"\n"]), [7]);
        assert_eq!(told(&[b"id: 7\ndata: 7\n\nid: 9\ndata: 9\n\n"]), [9]);
        assert_eq!(told(&[b"id: 7\ndata: 7\n"]), [0; 0]);
        assert_eq!(
            told(&[b"id: 7\n\n", b"data: x\n\n"]),
            [7],
            "no data, no event; the id stays"
        );
    }

    #[test]
    fn it_is_told_alike_wherever_the_bytes_are_cut() {
        for text in [
            "id: 12\ndata: 12\n\n:\n\n: 等一等\nid: 13\ndata: 十三\n\n",
            "id: 12\r\ndata: 12\r\n\r\n:\r\n\r\n: 等一等\r\nid: 13\r\ndata: 十三\r\n\r\n",
            "id: 12\rdata: 12\r\r:\r\r: 等一等\rid: 13\rdata: 十三\r\r",
        ] {
            let bytes = text.as_bytes();
            let single: Vec<_> = bytes.chunks(1).collect();
            assert_eq!(told(&single), [12, 13], "{text:?}");
            for cut in 0..=bytes.len() {
                let (one, other) = bytes.split_at(cut);
                let told = told(&[one, other]);
                assert_eq!(told.last(), Some(&13), "{text:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn what_is_no_event_of_ours_is_passed_over() {
        assert_eq!(told(&[b"event: x\nretry: 5\nid: 3\ndata: 3\n\n"]), [3]);
        assert_eq!(told(&[b"id: many\ndata: x\n\n"]), [0; 0]);
        assert_eq!(told(&[b"id: 4294967296\ndata: x\n\n"]), [0; 0]);
        let long = [b"id: 4".as_slice(), &[b'0'; 10_000], b"\ndata: x\n\n"].concat();
        assert_eq!(told(&[&long, b"id: 5\ndata: 5\n\n"]), [5]);
        assert_eq!(told(&[b"\xff\xfe: \xff\nid: 6\ndata: \xff\n\n"]), [6]);
        assert_eq!(told(&[b"<html>not ours</html>"]), [0; 0]);
    }
}
