//! Which organization each row belongs to: its 上级 cell names one by 编号 or by name, anywhere in the files
//! or in the directory.

use std::collections::{HashMap, HashSet};

use contract::fold::folded;

use super::id;
use super::identity::{Claim, Identity, Living, Refusal};

/// Gives every row its parent's id. A row is refused whose parent cannot be found, or cannot be imported
/// itself. With `retires`, what no row names leaves the directory and is nobody's parent.
pub(super) fn find(
    claims: &[Claim],
    identities: &mut [Result<Identity, Refusal>],
    living: &Living,
    retires: bool,
) {
    let mut search = Search::default();
    for cell in claims.iter().filter_map(|claim| claim.parent.as_deref()) {
        search.look_for(cell);
    }
    let mut ids = HashSet::new();
    for (at, (claim, identity)) in claims.iter().zip(identities.iter()).enumerate() {
        if let Ok(identity) = identity {
            ids.insert(identity.id.as_str());
            search.meet(
                &identity.id,
                identity.key.as_deref(),
                claim.folded,
                Some(at),
            );
        }
    }
    let kept = living.organizations.iter().filter(|_| !retires);
    for organization in kept.filter(|organization| !ids.contains(organization.id.as_str())) {
        let key = organization.key.as_deref();
        search.meet(&organization.id, key, organization.folded, None);
    }

    let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut refused = Vec::new();
    for (at, (claim, identity)) in claims.iter().zip(identities.iter_mut()).enumerate() {
        let (Some(cell), Ok(child)) = (claim.parent.as_deref(), &mut *identity) else {
            continue;
        };
        match search.found(cell) {
            Ok(parent) if parent.row == Some(at) => *identity = Err(Refusal::OwnParent),
            Ok(parent) => {
                child.parent = Some(parent.id.clone());
                if let Some(row) = parent.row {
                    children.entry(row).or_default().push(at);
                }
                continue;
            }
            Err(refusal) => *identity = Err(refusal),
        }
        refused.push(at);
    }
    // A refused row leaves its children without a parent, unless the directory has it from before.
    while let Some(row) = refused.pop() {
        for child in children.remove(&row).unwrap_or_default() {
            let Some(identity) = identities.get_mut(child) else {
                continue;
            };
            let is_orphan = identity.as_ref().is_ok_and(|identity| {
                let parent = identity.parent.as_deref();
                retires || parent.is_none_or(|id| living.by_key(id).is_none())
            });
            if is_orphan {
                *identity = Err(Refusal::ParentRefused);
                refused.push(child);
            }
        }
    }
}

/// An organization that is somebody's parent.
struct Parent {
    id: String,
    /// The claim it comes from; none when it is in the directory only.
    row: Option<usize>,
}

/// The parents that are looked for. Only they are kept, however many organizations there are.
#[derive(Default)]
struct Search {
    by_key: HashMap<String, Option<Parent>>,
    by_name: HashMap<u64, Vec<Parent>>,
}

impl Search {
    fn look_for(&mut self, cell: &str) {
        self.by_key.entry(id::of_key(cell)).or_default();
        let name = id::of_folded(&folded(cell));
        self.by_name.entry(name).or_default();
    }

    fn meet(&mut self, id: &str, key: Option<&str>, folded: u64, row: Option<usize>) {
        let parent = || Parent {
            id: id.to_owned(),
            row,
        };
        for key in [Some(id), key].into_iter().flatten() {
            if let Some(place) = self.by_key.get_mut(key) {
                place.get_or_insert_with(parent);
            }
        }
        if let Some(named) = self.by_name.get_mut(&folded) {
            named.push(parent());
        }
    }

    fn found(&self, cell: &str) -> Result<&Parent, Refusal> {
        if let Some(Some(parent)) = self.by_key.get(&id::of_key(cell)) {
            return Ok(parent);
        }
        let name = id::of_folded(&folded(cell));
        match self.by_name.get(&name).map_or(&[][..], Vec::as_slice) {
            [parent] => Ok(parent),
            [] => Err(Refusal::NoParent),
            _ => Err(Refusal::ManyParents),
        }
    }
}
