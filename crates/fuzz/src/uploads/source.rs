//! Decisions drawn from the input; none of it is ever an error.

/// What is left of the input.
pub(super) struct Source<'a>(pub &'a [u8]);

impl Source<'_> {
    /// The next byte, if there is one.
    pub(super) fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// The next byte, or 0.
    pub(super) fn byte(&mut self) -> u8 {
        self.next().unwrap_or_default()
    }

    pub(super) fn number(&mut self) -> u16 {
        u16::from_be_bytes([self.byte(), self.byte()])
    }

    /// At most so many bytes; the next one says how many.
    pub(super) fn rest_of(&mut self, most: usize) -> &[u8] {
        let length = usize::from(self.byte()) % (most + 1);
        let (taken, rest) = self.0.split_at(length.min(self.0.len()));
        self.0 = rest;
        taken
    }

    /// One of these, unless there are none.
    pub(super) fn one_of<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        let at = usize::from(self.byte()).checked_rem(from.len())?;
        from.get(at)
    }

    pub(super) fn one_of_mut<'t, T>(&mut self, from: &'t mut [T]) -> Option<&'t mut T> {
        let at = usize::from(self.byte()).checked_rem(from.len())?;
        from.get_mut(at)
    }
}
