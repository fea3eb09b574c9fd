//! (module being laid)
