use std::fmt;

use super::Edtf;

impl fmt::Display for Edtf {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        unimplemented!()
    }
}
