// SPDX-License-Identifier: MIT
//! Books serial ports through resmap.h: a handle that frees itself, errors as values, a transaction that rolls back when dropped.
use std::ffi::{c_void, CStr};
use std::os::raw::c_char;
use std::ptr;

#[repr(C)]
#[derive(Clone, Copy)]
struct Range {
    first: u64,
    last: u64,
}

#[repr(C)]
#[derive(Clone, Copy)]
struct Entry {
    range: Range,
    owner: u64,
    user_data: u64,
    attributes: u8,
    flags: u8,
}

#[repr(C)]
struct RoomRequest {
    last_offset: u64,
    alignment: u64,
    window: Range,
    direction: i32,
    attribute_mask: u8,
    shared_is_free: u8,
    nobodys_is_free: u8,
}

const OK: i32 = 0;
const REFUSE: i32 = 0;
const BOTTOM_UP: i32 = 1;

extern "C" {
    fn resmap_ranges_create(memory: *const c_void, out: *mut *mut c_void) -> i32;
    fn resmap_ranges_destroy(list: *mut c_void);
    fn resmap_ranges_copy(list: *const c_void, out: *mut *mut c_void) -> i32;
    fn resmap_ranges_replace(list: *mut c_void, with: *mut c_void);
    fn resmap_ranges_claim(list: *mut c_void, entry: *const Entry, on_overlap: i32, blocker: *mut Entry) -> i32;
    fn resmap_ranges_find_room(list: *const c_void, request: *const RoomRequest, out: *mut u64) -> i32;
    fn resmap_ranges_count(list: *const c_void) -> usize;
    fn resmap_status_name(status: i32) -> *const c_char;
}

/// The status that a call answered, by name.
struct Refused(String);

impl std::fmt::Debug for Refused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

fn check(status: i32) -> Result<(), Refused> {
    if status == OK {
        return Ok(());
    }
    // SAFETY: the library's names are constants that end in a zero byte.
    let name = unsafe { CStr::from_ptr(resmap_status_name(status)) };
    Err(Refused(name.to_string_lossy().into_owned()))
}

/// A list of ranges. Not Send: copies share memory that belongs to one thread.
struct Ranges(*mut c_void);

impl Ranges {
    fn new() -> Result<Ranges, Refused> {
        let mut list = ptr::null_mut();
        check(unsafe { resmap_ranges_create(ptr::null(), &mut list) })?;
        Ok(Ranges(list))
    }
    /// Begins a transaction: dropping it is the rollback.
    fn begin(&self) -> Result<Ranges, Refused> {
        let mut copy = ptr::null_mut();
        check(unsafe { resmap_ranges_copy(self.0, &mut copy) })?;
        Ok(Ranges(copy))
    }
    fn commit(&mut self, attempt: Ranges) {
        unsafe { resmap_ranges_replace(self.0, attempt.0) };
        std::mem::forget(attempt);
    }
    /// The lowest free place for `length` numbers, taken for `owner`.
    fn take(&mut self, length: u64, window: Range, owner: u64) -> Result<Range, Refused> {
        let request = RoomRequest {
            last_offset: length - 1,
            alignment: length,
            window,
            direction: BOTTOM_UP,
            attribute_mask: 0,
            shared_is_free: 0,
            nobodys_is_free: 0,
        };
        let mut first = 0;
        check(unsafe { resmap_ranges_find_room(self.0, &request, &mut first) })?;
        let range = Range { first, last: first + (length - 1) };
        let entry = Entry { range, owner, user_data: 0, attributes: 0, flags: 0 };
        check(unsafe { resmap_ranges_claim(self.0, &entry, REFUSE, ptr::null_mut()) })?;
        Ok(range)
    }
    fn len(&self) -> usize {
        unsafe { resmap_ranges_count(self.0) }
    }
}

impl Drop for Ranges {
    fn drop(&mut self) {
        unsafe { resmap_ranges_destroy(self.0) }
    }
}

fn main() -> Result<(), Refused> {
    let serial = Range { first: 0x3E8, last: 0x3FF };
    let mut ports = Ranges::new()?;
    let mut attempt = ports.begin()?;
    for owner in 1..=3 {
        let range = attempt.take(8, serial, owner)?;
        println!("port {owner}: 0x{:x}-0x{:x}", range.first, range.last);
    }
    ports.commit(attempt);
    let full = ports.begin()?.take(8, serial, 4);
    println!("a fourth: {:?}; {} ports are owned", full.as_ref().err(), ports.len());
    assert!(full.is_err() && ports.len() == 3);
    Ok(())
}
