//! In which order articles are rendered, so that many documents grow side by side.

use std::ops::Range;

use super::compose::Document;
use crate::article::Stub;

/// Most articles of one task, and the bytes of their records beyond which none is added.
const TASK_ARTICLES: usize = 32;
const TASK_BYTES: u64 = 512 << 10;

/// Articles in an order that many documents share.
pub(crate) struct Pass {
    pub(crate) order: Vec<u32>,
    /// Position in `order` and document that wants the article, sorted.
    wanted: Vec<(u32, u32)>,
}

impl Pass {
    /// Positions of the articles that are read and rendered together.
    pub(crate) fn tasks(&self, stubs: &[Stub]) -> impl Iterator<Item = Range<usize>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let mut to = from;
            let mut bytes = 0;
            while to < self.order.len() && to - from < TASK_ARTICLES && bytes < TASK_BYTES {
                bytes += u64::from(stubs[self.order[to] as usize].at.extent);
                to += 1;
            }
            let task = from..to;
            from = to;
            (!task.is_empty()).then_some(task)
        })
    }

    /// The documents that want the article at a position.
    pub(crate) fn holders(&self, position: usize) -> impl Iterator<Item = usize> + '_ {
        let position = position as u32;
        let from = self.wanted.partition_point(|(p, _)| *p < position);
        self.wanted[from..].iter().take_while(move |(p, _)| *p == position).map(|(_, d)| *d as usize)
    }
}

/// Orders in which documents can be written side by side: by publication, by change, and one by
/// one those that follow neither.
pub(crate) fn passes(stubs: &[Stub], documents: &[Document]) -> Vec<Pass> {
    let mut left: Vec<u32> =
        (0..documents.len() as u32).filter(|d| !documents[*d as usize].members.is_empty()).collect();
    let mut passes = Vec::new();
    let mut rank = vec![u32::MAX; if left.is_empty() { 0 } else { stubs.len() }];
    let published = |s: &Stub| s.published.seconds().unwrap_or(i64::MIN);
    let updated = |s: &Stub| s.updated.seconds().or(s.published.seconds()).unwrap_or(i64::MIN);
    let keys: [&dyn Fn(&Stub) -> i64; 2] = [&published, &updated];
    for time in keys {
        if left.is_empty() {
            break;
        }
        let mut order: Vec<u32> = Vec::new();
        for d in &left {
            for m in &documents[*d as usize].members {
                if std::mem::replace(&mut rank[*m as usize], 0) == u32::MAX {
                    order.push(*m);
                }
            }
        }
        order.sort_unstable_by(|a, b| {
            let (a, b) = (&stubs[*a as usize], &stubs[*b as usize]);
            time(b).cmp(&time(a)).then_with(|| a.id.cmp(&b.id))
        });
        for (n, m) in order.iter().enumerate() {
            rank[*m as usize] = n as u32;
        }
        let (fitting, rest): (Vec<u32>, Vec<u32>) = left
            .iter()
            .partition(|d| documents[**d as usize].members.is_sorted_by(|a, b| rank[*a as usize] < rank[*b as usize]));
        let mut wanted: Vec<(u32, u32)> = fitting
            .iter()
            .flat_map(|d| documents[*d as usize].members.iter().map(|m| (rank[*m as usize], *d)).collect::<Vec<_>>())
            .collect();
        wanted.sort_unstable();
        for m in &order {
            rank[*m as usize] = u32::MAX;
        }
        if !fitting.is_empty() {
            // Articles of documents that do not fit are not wanted in this pass.
            let mut n = 0;
            let mut last = u32::MAX;
            let mut kept = Vec::with_capacity(order.len());
            for (position, _) in &mut wanted {
                if *position != last {
                    last = *position;
                    kept.push(order[last as usize]);
                    n += 1;
                }
                *position = n - 1;
            }
            passes.push(Pass { order: kept, wanted });
        }
        left = rest;
    }
    passes.extend(left.into_iter().map(|d| {
        let order = documents[d as usize].members.clone();
        let wanted = (0..order.len() as u32).map(|n| (n, d)).collect();
        Pass { order, wanted }
    }));
    passes
}
