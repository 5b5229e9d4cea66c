//! Writes a document with its time expressions as TimeML.
