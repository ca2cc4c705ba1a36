//! What products work out of the whole cluster, once: classes ask for it one by one, and to walk
//! all hosts for each would grow with the square of the cluster.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Findings by their type.
#[derive(Debug, Default)]
pub struct Known(Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Known {
    /// The finding of type `T`; the first who asks makes it, of the cluster alone.
    pub(super) fn get<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        // A panic elsewhere leaves at worst a finding out.
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = all.get(&TypeId::of::<T>())
            && let Ok(found) = Arc::clone(found).downcast::<T>()
        {
            return found;
        }
        let finding = Arc::new(make());
        all.insert(TypeId::of::<T>(), Arc::clone(&finding) as _);
        finding
    }
}
