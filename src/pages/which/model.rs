//! The answers given so far. Those of ordinary topics live in the fragment of the address: it is never sent
//! to the server, survives a reload and gives each question its place in the history.

use crate::routes::Route;

/// A topic, and the place of each answer among those of its question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The topic; empty while it is being asked for.
    pub topic: String,
    /// The answers, from the first question of the topic on.
    pub picks: Vec<usize>,
}

impl Answers {
    /// Reads `TOPIC.0.2`. What cannot be read is no answer at all.
    pub fn read(fragment: &str) -> Self {
        let mut parts = fragment.trim_start_matches('#').split('.');
        let topic = parts.next().unwrap_or_default().to_owned();
        let picks: Option<Vec<usize>> = parts.map(|part| part.parse().ok()).collect();
        picks.map_or_else(Self::default, |picks| Self { topic, picks })
    }

    /// The address of what follows these answers.
    pub fn path(&self) -> String {
        let mut path = Route::Which.to_path();
        if !self.topic.is_empty() {
            path.push('#');
            path.push_str(&self.topic);
        }
        for pick in &self.picks {
            path.push('.');
            path.push_str(&pick.to_string());
        }
        path
    }

    /// One more answer.
    pub fn and(&self, pick: usize) -> Self {
        let mut more = self.clone();
        more.picks.push(pick);
        more
    }

    /// Only the answers before the question with this place, where 0 is the one about the topic: to answer
    /// it anew drops what followed it.
    pub fn before(&self, question: usize) -> Self {
        match question.checked_sub(1) {
            Some(kept) => Self {
                topic: self.topic.clone(),
                picks: self.picks.iter().copied().take(kept).collect(),
            },
            None => Self::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_back_from_their_address() {
        for path in [
            "/which",
            "/which#labor",
            "/which#labor.1.0",
            "/which#new-employment.12",
        ] {
            let fragment = path.trim_start_matches("/which");
            assert_eq!(Answers::read(fragment).path(), path);
        }
    }

    #[test]
    fn a_damaged_address_holds_no_answers() {
        for fragment in [
            "#labor.",
            "#labor.x",
            "#labor.1.-1",
            "#labor.1.99999999999999999999999",
        ] {
            assert_eq!(Answers::read(fragment), Answers::default(), "{fragment}");
        }
    }

    #[test]
    fn changing_an_answer_drops_what_followed() {
        let answers = Answers::read("#labor.1.2").and(0);
        assert_eq!(answers.path(), "/which#labor.1.2.0");
        assert_eq!(answers.before(2).path(), "/which#labor.1");
        assert_eq!(answers.before(1).path(), "/which#labor");
        assert_eq!(answers.before(0).path(), "/which");
    }
}
